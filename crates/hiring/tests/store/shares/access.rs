//! A hiring manager's account, interface by interface: what is not shared does not exist, what is shared shows what the share shows.

use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::events::{self, EventKind};
use hiring::shares::{self, Terms, Votes};
use hiring::{ApplicationId, DocumentId, Error, applications, board, candidates, comments, jobs};

use super::Shared;

async fn document(shared: &Shared, application: ApplicationId) -> DocumentId {
    let new = NewDocument {
        application,
        remote_id: "resume".into(),
        kind: DocumentKind::Resume,
        name: "resume.txt".into(),
        media_type: "text/plain".into(),
        bytes: Some(b"Rust".to_vec()),
        reading: Reading::Text {
            text: "Rust".into(),
            hidden: Vec::new(),
        },
        uploaded_at: shared.world.store.now(),
    };
    let system = shared.tenant().system(&shared.world.store);
    documents::put(&shared.world.store, &system, new)
        .await
        .unwrap()
        .document
}

fn hidden<T: std::fmt::Debug>(answer: Result<T, Error>, what: &str) {
    assert!(matches!(answer, Err(Error::NotFound)), "{what}: {answer:?}");
}

#[tokio::test]
async fn what_is_not_shared_does_not_exist_and_what_is_withdrawn_is_gone_at_once() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let manager = tenant.manager();
    let (mine, theirs) = (
        document(&shared, shared.sam).await,
        document(&shared, shared.ines).await,
    );
    assert!(jobs::list(store, &manager).await.unwrap().is_empty());
    hidden(board::read(store, &manager, shared.job).await, "board");
    shared
        .send(&[&shared.manager()], &[shared.sam])
        .await
        .unwrap();

    // Shared: each interface shows that one candidate.
    let listed = jobs::list(store, &manager).await.unwrap();
    assert_eq!((listed.len(), listed[0].total), (1, 1));
    let shown = board::read(store, &manager, shared.job).await.unwrap();
    assert_eq!(shown.cards.len(), 1);
    assert_eq!(shown.cards[0].application, shared.sam);
    board::card(store, &manager, shared.sam).await.unwrap();
    jobs::read(store, &manager, shared.job).await.unwrap();
    jobs::visit(store, &manager, shared.job).await.unwrap();
    let profile = applications::profile(store, &manager, shared.sam)
        .await
        .unwrap();
    assert!(profile.emails.is_empty());
    documents::read(store, &manager, mine).await.unwrap();
    assert_eq!(
        documents::text(store, &manager, mine)
            .await
            .unwrap()
            .as_deref(),
        Some("Rust")
    );
    documents::bytes(store, &manager, mine).await.unwrap();
    comments::add(store, &tenant.manager(), shared.sam, "hello")
        .await
        .unwrap();
    assert_eq!(
        comments::list(store, &manager, shared.sam)
            .await
            .unwrap()
            .len(),
        1
    );
    let found = candidates::search(store, &manager, "", 10, 0)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(shares::waiting(store, &manager).await.unwrap().len(), 1);

    // Not shared: nothing does.
    hidden(board::card(store, &manager, shared.ines).await, "card");
    hidden(
        applications::profile(store, &manager, shared.ines).await,
        "profile",
    );
    hidden(
        applications::read(store, &manager, shared.ines).await,
        "listing",
    );
    hidden(documents::read(store, &manager, theirs).await, "document");
    hidden(documents::text(store, &manager, theirs).await, "text");
    hidden(documents::bytes(store, &manager, theirs).await, "bytes");
    hidden(
        comments::list(store, &manager, shared.ines).await,
        "comments",
    );
    hidden(
        comments::add(store, &tenant.manager(), shared.ines, "hello").await,
        "comment",
    );
    assert!(
        candidates::search(store, &manager, "ines", 10, 0)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        tenant
            .hiring_manager
            .permit::<hiring::permission::ShareCandidates>()
            .is_err()
    );

    // Withdrawn.
    let share = shared.history().await.remove(0).id;
    shares::withdraw(store, &shared.permit(), share, shared.sam)
        .await
        .unwrap();
    hidden(board::read(store, &manager, shared.job).await, "board");
    hidden(board::card(store, &manager, shared.sam).await, "card");
    hidden(
        applications::profile(store, &manager, shared.sam).await,
        "profile",
    );
    hidden(documents::bytes(store, &manager, mine).await, "bytes");
    assert!(jobs::list(store, &manager).await.unwrap().is_empty());
    assert_eq!(shared.world.card(tenant, shared.sam).await.review, None);
}

#[tokio::test]
async fn the_account_of_another_organization_with_the_same_address_sees_nothing_here() {
    let shared = Shared::new().await;
    shared
        .send(&[&shared.world.contoso.hiring_manager.email], &[shared.sam])
        .await
        .unwrap();
    let store = &shared.world.store;
    let foreign = shared.world.contoso.manager();
    assert!(jobs::list(store, &foreign).await.unwrap().is_empty());
    hidden(board::card(store, &foreign, shared.sam).await, "card");
    assert!(shares::waiting(store, &foreign).await.unwrap().is_empty());
    let recipient = &shared.history().await[0].recipients[0];
    assert_eq!(
        recipient.name, None,
        "what they are called elsewhere is not told"
    );
}

#[tokio::test]
async fn the_score_and_the_match_are_seen_only_where_the_share_shows_them() {
    let shared = Shared::new().await;
    let (store, manager) = (&shared.world.store, shared.tenant().manager());
    let terms = Terms {
        score: false,
        evidence: false,
        votes: Votes::Never,
    };
    shared
        .send_on(&[&shared.manager()], &[shared.sam], terms)
        .await
        .unwrap();
    let card = board::card(store, &manager, shared.sam).await.unwrap();
    assert_eq!(
        (card.score, card.top.len(), card.missing.len()),
        (None, 0, 0)
    );
    let on_board = &board::read(store, &manager, shared.job)
        .await
        .unwrap()
        .cards[0];
    assert_eq!((on_board.score, on_board.top.len()), (None, 0));
    let found = candidates::search(store, &manager, "", 10, 0)
        .await
        .unwrap();
    assert_eq!(found[0].score, None);
    let profile = applications::profile(store, &manager, shared.sam)
        .await
        .unwrap();
    assert_eq!(profile.screening.unwrap().result, serde_json::Value::Null);
}

#[tokio::test]
async fn the_event_stream_tells_a_hiring_manager_of_what_is_shared_alone() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let manager = tenant.manager();
    let newest = events::newest(store, &manager).await.unwrap();
    shared
        .send(&[&shared.manager()], &[shared.sam])
        .await
        .unwrap();
    for application in [shared.sam, shared.ines] {
        comments::add(store, &tenant.comments(), application, "hello")
            .await
            .unwrap();
    }
    let heard = events::since(store, &manager, newest, 100).await.unwrap();
    assert!(!heard.reset);
    assert_eq!(
        heard.read_to, heard.newest,
        "what is not told is passed over"
    );
    for event in &heard.events {
        assert_ne!(event.kind, EventKind::Comment, "what is said is internal");
        assert!(
            event.card.is_none(),
            "a card is asked for anew, as the share shows it"
        );
        assert!(
            event
                .application
                .is_none_or(|application| application == shared.sam)
        );
        assert!(
            event.application.is_some()
                || matches!(event.kind, EventKind::Share | EventKind::Notification)
        );
    }
    assert!(
        heard
            .events
            .iter()
            .any(|event| event.kind == EventKind::Card)
    );
    assert!(
        heard
            .events
            .iter()
            .any(|event| event.kind == EventKind::Notification)
    );
    // What is for one member is heard by nobody else.
    let others = events::since(store, &tenant.owner.permit().unwrap(), newest, 100)
        .await
        .unwrap();
    assert!(
        others
            .events
            .iter()
            .all(|event| event.kind != EventKind::Notification)
    );
}
