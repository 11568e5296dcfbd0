//! Materials: bytes, text, what cannot be read.

use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::{ApplicationId, Error, Millis, applications};

use crate::support::{MONDAY, World};

fn resume(
    application: ApplicationId,
    remote_id: &str,
    text: &str,
    uploaded_at: Millis,
) -> NewDocument {
    NewDocument {
        application,
        remote_id: remote_id.into(),
        kind: DocumentKind::Resume,
        name: "Sam-Okafor.pdf".into(),
        media_type: "application/pdf".into(),
        bytes: Some(format!("%PDF {text}").into_bytes()),
        reading: Reading::Text {
            text: text.into(),
            hidden: vec!["hire me".into()],
        },
        uploaded_at,
    }
}

#[tokio::test]
async fn a_document_is_kept_with_bytes_and_text_and_the_same_again_changes_nothing() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let put = async |new| {
        documents::put(&world.store, &tenant.system(&world.store), new)
            .await
            .unwrap()
    };
    let first = put(resume(application, "r1", "Rust\u{c}SQL", MONDAY)).await;
    assert!(first.changed);
    let again = put(resume(application, "r1", "Rust\u{c}SQL", MONDAY)).await;
    assert_eq!((again.document, again.changed), (first.document, false));
    let (document, bytes) = documents::bytes(&world.store, &tenant.views(), first.document)
        .await
        .unwrap();
    assert_eq!(
        (bytes.as_slice(), document.size),
        (b"%PDF Rust\x0cSQL".as_slice(), 13)
    );
    assert_eq!(document.hidden, ["hire me"]);
    let text = documents::text(&world.store, &tenant.views(), first.document)
        .await
        .unwrap();
    assert_eq!(text.as_deref(), Some("Rust\u{c}SQL"));
    let replaced = put(resume(application, "r1", "Go", MONDAY)).await;
    assert_eq!(
        (replaced.document, replaced.changed),
        (first.document, true)
    );
}

#[tokio::test]
async fn a_screening_reads_the_newest_resume_and_all_letters_and_answers() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let system = tenant.system(&world.store);
    for new in [
        resume(application, "r1", "old", MONDAY),
        resume(application, "r2", "new", Millis(MONDAY.0 + 1)),
        NewDocument {
            kind: DocumentKind::Answers,
            bytes: None,
            ..resume(application, "answers", "yes", MONDAY)
        },
        NewDocument {
            kind: DocumentKind::File,
            ..resume(application, "f1", "portfolio", MONDAY)
        },
    ] {
        documents::put(&world.store, &system, new).await.unwrap();
    }
    let inputs = applications::inputs(&world.store, &system, application)
        .await
        .unwrap();
    let mut texts: Vec<_> = inputs
        .documents
        .iter()
        .map(|document| &*document.text)
        .collect();
    texts.sort_unstable();
    assert_eq!(texts, ["new", "yes"]);
    assert_eq!(
        (
            inputs.requirements.unwrap().version,
            inputs.has_resume,
            inputs.unreadable_resume
        ),
        (1, true, None)
    );

    let scan = NewDocument {
        reading: Reading::Unreadable {
            reason: "No text in this PDF: it may be a scan".into(),
        },
        ..resume(application, "r3", "", Millis(MONDAY.0 + 2))
    };
    documents::put(&world.store, &system, scan).await.unwrap();
    let inputs = applications::inputs(&world.store, &system, application)
        .await
        .unwrap();
    assert_eq!(
        inputs.unreadable_resume.as_deref(),
        Some("No text in this PDF: it may be a scan")
    );
    assert_eq!(
        inputs.documents.len(),
        1,
        "an older resume does not speak for a newer one"
    );

    assert!(
        documents::remove(&world.store, &system, application, "r3")
            .await
            .unwrap()
    );
    assert!(
        !documents::remove(&world.store, &system, application, "r3")
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn others_and_hiring_managers_find_no_document() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let new = resume(application, "r1", "Rust", MONDAY);
    let refused = documents::put(
        &world.store,
        &world.contoso.system(&world.store),
        new.clone(),
    )
    .await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let id = documents::put(&world.store, &tenant.system(&world.store), new)
        .await
        .unwrap()
        .document;
    for permit in [world.contoso.views(), tenant.manager()] {
        assert!(matches!(
            documents::read(&world.store, &permit, id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            documents::bytes(&world.store, &permit, id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            documents::text(&world.store, &permit, id).await,
            Err(Error::NotFound)
        ));
    }
    let theirs = world.contoso.system(&world.store);
    assert!(
        documents::of_application(&world.store, &theirs, application)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        !documents::remove(&world.store, &theirs, application, "r1")
            .await
            .unwrap()
    );
    assert!(matches!(
        applications::inputs(&world.store, &theirs, application).await,
        Err(Error::NotFound)
    ));
}
