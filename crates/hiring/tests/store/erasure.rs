//! Erasure: everything about somebody goes, nothing about anybody else; every table that names an application is on the list.

use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::erasure::{self, ERASE_FILES, Reason};
use hiring::{ApplicationId, Error, comments, events, notes, queue};

use crate::support::{Tenant, World};

const WORD: &str = "Xylophagometry";

async fn with_traces(
    world: &World,
    tenant: &Tenant,
    job: hiring::JobId,
    name: &str,
) -> ApplicationId {
    let application = world.scored(tenant, job, name, 77).await;
    let store = &world.store;
    let text = format!("{name} knows {WORD}");
    let new = NewDocument {
        application,
        remote_id: "resume".into(),
        kind: DocumentKind::Resume,
        name: format!("{name}.txt"),
        media_type: "text/plain".into(),
        bytes: Some(text.clone().into_bytes()),
        reading: Reading::Text {
            text,
            hidden: vec![format!("{WORD} hidden")],
        },
        uploaded_at: store.now(),
    };
    documents::put(store, &tenant.system(store), new)
        .await
        .unwrap();
    let words = format!("{name} said {WORD}");
    let said = comments::add(store, &tenant.comments(), application, &words)
        .await
        .unwrap();
    let answer = format!("{name}? {WORD}!");
    comments::reply(store, &tenant.comments(), application, said, &answer)
        .await
        .unwrap();
    comments::edit(store, &tenant.comments(), said, "Said less")
        .await
        .unwrap();
    notes::plan(store, &tenant.system(store), application)
        .await
        .unwrap();
    application
}

/// Does the work that an erasure asks for.
async fn sweep(world: &World, tenant: &Tenant) {
    while let Some(leased) = queue::claim(&world.store, &[ERASE_FILES]).await.unwrap() {
        let files = leased.payload["files"].as_array().unwrap().iter();
        let files: Vec<String> = files
            .map(|file| file.as_str().unwrap().to_owned())
            .collect();
        let system = tenant.system(&world.store);
        erasure::sweep(&world.store, &system, &files).await.unwrap();
        queue::done(&world.store, &leased).await.unwrap();
    }
}

#[tokio::test]
async fn somebody_goes_with_everything_and_nobody_else_does() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = world.job(us).await;
    let gone = with_traces(&world, us, job, "Quentin Zyxwvut").await;
    let stays = with_traces(&world, us, job, "Stella Stays").await;
    let theirs = world.job(&world.contoso).await;
    let other = with_traces(&world, &world.contoso, theirs, "Oscar Other").await;
    assert!(world.disk_has("Quentin Zyxwvut"));
    // Another organization's permit erases nothing.
    let foreign = world.contoso.system(store);
    erasure::application(store, &foreign, gone, Reason::Deleted)
        .await
        .unwrap();
    world.card(us, gone).await;

    let newest = events::newest(store, &us.views()).await.unwrap();
    let system = us.system(store);
    erasure::application(store, &system, gone, Reason::Deleted)
        .await
        .unwrap();
    erasure::application(store, &system, gone, Reason::Deleted)
        .await
        .unwrap();
    sweep(&world, us).await;
    assert!(!world.disk_has("Quentin"), "no row, no event, no trace");
    assert!(!world.disk_has("quentin.zyxwvut"));
    let read = hiring::board::card(store, &us.views(), gone).await;
    assert!(matches!(read, Err(Error::NotFound)));
    let told = events::since(store, &us.views(), newest, 10).await.unwrap();
    assert_eq!(told.events[0].application, Some(gone));
    assert_eq!(
        world.audited(us, &gone.to_string()).await.last().unwrap(),
        "application.erase"
    );

    world.card(us, stays).await;
    world.card(&world.contoso, other).await;
    assert!(world.disk_has("Stella Stays") && world.disk_has("Oscar Other"));
    let kept = documents::of_application(store, &system, stays)
        .await
        .unwrap();
    let bytes = documents::bytes(store, &us.views(), kept[0].id)
        .await
        .unwrap()
        .1;
    assert!(
        String::from_utf8(bytes).unwrap().contains("Stella"),
        "files of others stay"
    );
}

#[tokio::test]
async fn two_with_the_same_file_share_it_until_both_are_gone() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = world.job(us).await;
    let system = us.system(store);
    let mut both = Vec::new();
    for name in ["Ada One", "Ada Two"] {
        let application = world.application(us, job, name).await;
        let new = NewDocument {
            application,
            remote_id: "file".into(),
            kind: DocumentKind::File,
            name: "form.txt".into(),
            media_type: "text/plain".into(),
            bytes: Some(b"the same form".to_vec()),
            reading: Reading::Text {
                text: "the same form".into(),
                hidden: Vec::new(),
            },
            uploaded_at: store.now(),
        };
        documents::put(store, &system, new).await.unwrap();
        both.push(application);
    }
    let document = documents::of_application(store, &system, both[1])
        .await
        .unwrap()
        .remove(0);
    erasure::application(store, &system, both[0], Reason::Deleted)
        .await
        .unwrap();
    sweep(&world, us).await;
    documents::bytes(store, &us.views(), document.id)
        .await
        .unwrap();
    let file = world
        .config
        .data_dir
        .join("documents")
        .join(us.id.to_string());
    let file = file.join(document.sha256.unwrap());
    assert!(file.exists());
    erasure::application(store, &system, both[1], Reason::Deleted)
        .await
        .unwrap();
    sweep(&world, us).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn an_anonymized_person_goes_from_every_job() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let first = world.job(us).await;
    let second = world.job(us).await;
    let one = world.application(us, first, "Anna Twice").await;
    let mut fetched = crate::support::fetched(store, us, first, "Anna Twice").await;
    fetched.job = second;
    fetched.remote_id = Some("another-opportunity".into());
    let system = us.system(store);
    hiring::applications::upsert(store, &system, &fetched)
        .await
        .unwrap();
    erasure::person(store, &system, one, Reason::Anonymized)
        .await
        .unwrap();
    sweep(&world, us).await;
    assert!(!world.disk_has("Anna Twice"));
}
