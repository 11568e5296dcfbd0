//! The link of who is asked: what it shows, what comes back by it, and when it leads nowhere.

use hiring::follow_ups::{self, Scope, Sent, Status};
use hiring::queue::{self, TAKE_ANSWERS};
use hiring::{Error, jobs};
use questions::{Entries, KeptFile, Kind, QuestionSet};

use super::{Asks, answers, is_not_found, one_question};

#[tokio::test]
async fn a_link_shows_the_version_that_was_asked_whatever_is_edited_since() {
    let asks = Asks::switched_on().await;
    let (store, admin) = (&asks.world.store, asks.tenant().admin());
    assert_eq!(
        follow_ups::write_questions(store, &admin, Scope::Organization, one_question("First?"))
            .await
            .unwrap(),
        1
    );
    let (_, _, token) = asks.link("Ana Lima").await;
    assert_eq!(
        follow_ups::write_questions(store, &admin, Scope::Organization, one_question("Second?"))
            .await
            .unwrap(),
        2
    );
    let form = follow_ups::open(store, token.expose()).await.unwrap();
    assert_eq!(form.set.questions[0].text, "First?");
    let (_, _, later) = asks.link("Ben Later").await;
    assert_eq!(
        follow_ups::open(store, later.expose())
            .await
            .unwrap()
            .set
            .questions[0]
            .text,
        "Second?"
    );
    let nothing =
        follow_ups::write_questions(store, &admin, Scope::Organization, QuestionSet::default())
            .await;
    assert!(matches!(nothing, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn what_is_saved_is_there_again_and_what_is_sent_is_sent_once() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, id, token) = asks.link("Ana Lima").await;
    let token = token.expose();
    let mut entries = Entries::default();
    entries.texts.insert("q4".into(), vec!["a lot".into()]);
    entries
        .texts
        .insert("stranger".into(), vec!["x".repeat(100_000)]);
    assert!(follow_ups::save(store, token, entries).await.unwrap());
    let form = follow_ups::open(store, token).await.unwrap();
    assert_eq!(
        (form.entries.text("q4"), form.entries.texts.len()),
        ("a lot", 1)
    );
    assert_eq!(asks.statuses().await, [Status::Begun]);
    assert_eq!(
        follow_ups::send(store, token, &answers()).await.unwrap(),
        Sent::Now
    );
    assert_eq!(
        follow_ups::send(store, token, &[]).await.unwrap(),
        Sent::Before
    );
    assert!(
        !follow_ups::save(store, token, Entries::default())
            .await
            .unwrap()
    );
    let form = follow_ups::open(store, token).await.unwrap();
    assert!(form.answered_at.is_some() && form.entries == Entries::default());
    assert_eq!(
        asks.world.drain(&[TAKE_ANSWERS]).await.len(),
        1,
        "taken once"
    );
    let system = asks.tenant().system(store);
    assert_eq!(
        follow_ups::received(store, &system, application)
            .await
            .unwrap()[0]
            .answers,
        answers()
    );
    follow_ups::taken(store, &system, id).await.unwrap();
    assert_eq!(
        asks.world.drain(&[queue::SCREEN_APPLICATION]).await.len(),
        1,
        "scored anew"
    );
    assert_eq!(asks.statuses().await, [Status::Answered]);
    let logged = asks.world.audited(asks.tenant(), &id.to_string()).await;
    let answered = logged.iter().filter(|action| *action == "follow_up.answer");
    assert_eq!(answered.count(), 1, "{logged:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_send_at_once_one_counts() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, _, token) = asks.link("Ana Lima").await;
    let (nothing, answers) = (Vec::new(), answers());
    let (one, other) = tokio::join!(
        follow_ups::send(store, token.expose(), &nothing),
        follow_ups::send(store, token.expose(), &answers)
    );
    let now = [one.unwrap(), other.unwrap()]
        .into_iter()
        .filter(|sent| *sent == Sent::Now);
    assert_eq!(now.count(), 1);
}

#[tokio::test]
async fn wrong_expired_and_withdrawn_links_are_not_found() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, token) = asks.link("Ana Lima").await;
    assert!(is_not_found(&follow_ups::open(store, "guessed").await));
    follow_ups::withdraw(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    for dead in [
        is_not_found(&follow_ups::open(store, token.expose()).await),
        is_not_found(&follow_ups::save(store, token.expose(), Entries::default()).await),
        is_not_found(&follow_ups::send(store, token.expose(), &answers()).await),
        is_not_found(&follow_ups::decline(store, token.expose()).await),
        is_not_found(&follow_ups::keep_file(store, token.expose(), b"x".to_vec()).await),
    ] {
        assert!(dead);
    }
    assert_eq!(
        asks.world.audited(asks.tenant(), &id.to_string()).await,
        ["follow_up.withdraw"]
    );
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    let second = asks.world.mailed_token().await;
    assert!(follow_ups::open(store, second.expose()).await.is_ok());
    assert!(
        is_not_found(&follow_ups::open(store, token.expose()).await),
        "the old one stays dead"
    );
    asks.world.later(14 * 86_400);
    assert!(is_not_found(
        &follow_ups::open(store, second.expose()).await
    ));
    assert_eq!(asks.statuses().await, [Status::Expired]);
}

#[tokio::test]
async fn who_declines_is_left_alone_from_then_on() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, token) = asks.link("Ana Lima").await;
    follow_ups::decline(store, token.expose()).await.unwrap();
    follow_ups::decline(store, token.expose()).await.unwrap();
    let logged = asks.world.audited(asks.tenant(), &id.to_string()).await;
    let declined = logged
        .iter()
        .filter(|action| *action == "follow_up.decline");
    assert_eq!(declined.count(), 1, "said twice is said once: {logged:?}");
    assert!(
        follow_ups::open(store, token.expose())
            .await
            .unwrap()
            .declined
    );
    assert_eq!(asks.statuses().await, [Status::Declined]);
    asks.world.later(3 * 86_400);
    assert!(asks.ask_those_due().await.is_empty(), "no reminder");
    let other = jobs::upsert_from_ats(
        store,
        &asks.tenant().admin(),
        &jobs::FetchedJob {
            remote: Some((asks.integration, "posting-2".into())),
            title: "Data engineer".into(),
            ..jobs::FetchedJob::default()
        },
    )
    .await
    .unwrap();
    follow_ups::write_questions(
        store,
        &asks.tenant().admin(),
        Scope::Job(other),
        one_question("Own?"),
    )
    .await
    .unwrap();
    let (_, planned) = asks
        .stands("Ana Lima", store.now(), None, |one| {
            one.job = other;
            one.remote_id = Some("elsewhere".into());
        })
        .await;
    assert!(!planned, "nor about another job");
}

#[tokio::test]
async fn what_was_never_sent_is_forgotten_with_the_link_files_too() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let admin = asks.tenant().admin();
    let mut set = one_question("File?");
    set.questions[0].kind = Kind::File;
    follow_ups::write_questions(store, &admin, Scope::Organization, set)
        .await
        .unwrap();
    let (_, _, token) = asks.link("Ana Lima").await;
    let kept = async |bytes: &[u8]| {
        let sha256 = follow_ups::keep_file(store, token.expose(), bytes.to_vec())
            .await
            .unwrap();
        let mut entries = Entries::default();
        entries.files.insert(
            "q1".into(),
            KeptFile {
                name: "cv.txt".into(),
                sha256: sha256.clone(),
                size: bytes.len() as u64,
            },
        );
        follow_ups::save(store, token.expose(), entries)
            .await
            .unwrap();
        asks.world
            .dir
            .path()
            .join("documents")
            .join(asks.tenant().id.to_string())
            .join(sha256)
    };
    let first = kept(b"one file").await;
    let second = kept(b"another file").await;
    assert!(
        !first.exists() && second.exists(),
        "what was replaced is gone"
    );
    let system = asks.tenant().system(store);
    follow_ups::prune(store, &system).await.unwrap();
    assert!(second.exists(), "the link still works");
    asks.world.later(15 * 86_400);
    follow_ups::prune(store, &system).await.unwrap();
    assert!(!second.exists());
    let listed = follow_ups::list(store, &asks.tenant().health(), asks.integration, 9, 0)
        .await
        .unwrap();
    assert_eq!(listed.items[0].saved_at, None);
}
