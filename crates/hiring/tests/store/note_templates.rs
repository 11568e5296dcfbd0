//! The words of notes: checked, kept with a version, apart.

use hiring::notes::{self, NoteKind};
use hiring::permission::ManageSettings;
use hiring::{Error, Permit};

use crate::support::{Tenant, World};

fn settings(tenant: &Tenant) -> Permit<ManageSettings> {
    tenant.owner.permit().unwrap()
}

#[tokio::test]
async fn words_are_claras_until_somebody_changes_them() {
    let world = World::new().await;
    let permit = settings(&world.northwind);
    let kept = notes::template(&world.store, &permit, NoteKind::Status)
        .await
        .unwrap();
    assert_eq!(
        (kept.version, &*kept.text),
        (0, NoteKind::Status.default_text())
    );
    let save = async |version, text| {
        notes::save_template(&world.store, &permit, NoteKind::Status, version, text).await
    };
    assert!(save(0, "Now: {column}").await.unwrap());
    assert!(
        !save(0, "Then: {column}").await.unwrap(),
        "somebody was faster"
    );
    assert!(matches!(
        save(1, "Now: {colum}").await,
        Err(Error::Invalid { .. })
    ));
    let kept = notes::template(&world.store, &permit, NoteKind::Status)
        .await
        .unwrap();
    assert_eq!((kept.version, &*kept.text), (1, "Now: {column}"));
    let other = notes::template(&world.store, &settings(&world.contoso), NoteKind::Status).await;
    assert_eq!(other.unwrap().version, 0);
    assert_eq!(
        world.audited(&world.northwind, "status").await,
        ["note_template.save"]
    );
    assert!(
        world
            .northwind
            .recruiter
            .permit::<ManageSettings>()
            .is_err()
    );
}
