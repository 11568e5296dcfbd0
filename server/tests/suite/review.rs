//! What stands on the pages of a review beside the candidates: the team's words that are marked for it, and what became of who was erased.

use hiring::ApplicationId;
use hiring::applications::{self, FetchedApplication, FetchedCandidate};
use hiring::erasure::{self, Reason};
use serde_json::json;

use crate::sharing::{VERA, open, shared};
use crate::support::Seeded;

#[tokio::test(flavor = "multi_thread")]
async fn a_marked_comment_reaches_the_review_and_no_other_word_of_the_team_does() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "").await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let one = format!("{review}/{}", seeded.application);
    let mut recruiter = seeded.app.recruiter().await;
    let show = |shown: bool| format!("comment={}&shown={shown}", seeded.comment);
    // It answers another comment and was changed once: neither that comment nor the wording of before goes with it.
    let marked = "Zanzibarine answer";
    assert!(!vera.get(&one).await.body.contains(marked));

    let mut foreign = seeded.app.other_organization().await;
    let refused = foreign.call("profile/show-comment", &show(true)).await;
    assert_eq!(refused.status, 404);
    let shown = recruiter.call("profile/show-comment", &show(true)).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let page = vera.get(&one).await.body;
    let author = seeded.app.acme().await.name;
    assert!(page.contains("Comments for you") && page.contains(marked));
    assert!(page.contains(&author) && page.contains("<time"), "{page}");
    let list = vera.get(&review).await.body;
    for internal in ["Zanzibarine comment", "Zanzibarine first wording"] {
        for answer in [&page, &list] {
            assert!(!answer.contains(internal), "{internal}");
        }
    }
    assert!(!list.contains(marked), "it stands with the candidate");
    // The link opens these pages and nothing that answers with comments.
    for (endpoint, arguments) in [
        (
            "profile/comments",
            format!("application={}", seeded.application),
        ),
        (
            "profile/timeline",
            format!("application={}", seeded.application),
        ),
        (
            "profile/comment-history",
            format!("comment={}", seeded.comment),
        ),
        ("profile/show-comment", show(true)),
    ] {
        let answer = vera.call(endpoint, &arguments).await;
        assert_eq!(answer.status, 401, "{endpoint}");
    }

    let hidden = recruiter.call("profile/show-comment", &show(false)).await;
    assert_eq!(hidden.status, 200, "{}", hidden.body);
    let page = vera.get(&one).await.body;
    assert!(!page.contains(marked) && !page.contains("Comments for you"));
    recruiter.call("profile/show-comment", &show(true)).await;
    assert!(vera.get(&one).await.body.contains(marked));
    let mut owner = seeded.app.owner().await;
    let deleted = owner
        .call(
            "profile/delete-comment",
            &format!("comment={}", seeded.comment),
        )
        .await;
    assert_eq!(deleted.status, 200, "{}", deleted.body);
    assert!(!vera.get(&one).await.body.contains(marked));
}

/// Another candidate of the seeded job.
async fn another(seeded: &Seeded, name: &str) -> ApplicationId {
    let acme = seeded.app.acme().await;
    let fetched = FetchedApplication {
        integration: Some(seeded.integration),
        job: seeded.job,
        candidate: FetchedCandidate {
            remote_id: Some("another-contact".into()),
            name: name.into(),
            ..FetchedCandidate::default()
        },
        remote_id: Some("another-opportunity".into()),
        remote_application_id: None,
        stage: None,
        archived: None,
        source: None,
        origin: None,
        url: None,
        applied_at: seeded.app.store().now(),
    };
    let system = seeded.app.store().system(acme.organization);
    applications::upsert(seeded.app.store(), &system, &fetched)
        .await
        .unwrap()
        .application
}

async fn erase(seeded: &Seeded, who: ApplicationId) {
    let acme = seeded.app.acme().await;
    let system = seeded.app.store().system(acme.organization);
    erasure::application(seeded.app.store(), &system, who, Reason::Deleted)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_is_gone_from_the_review_with_words_and_the_others_go_on() {
    let seeded = Seeded::start().await;
    let olga = another(&seeded, "Olga Other").await;
    let mut recruiter = seeded.app.recruiter().await;
    let sent = recruiter
        .call_json(
            "shares/send",
            &json!({ "share": {
                "job": seeded.job, "applications": [seeded.application, olga], "to": [VERA], "message": "Ask Person about Rust",
                "score": true, "evidence": true, "votes": "never", "due_at": null,
            }}),
        )
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let folder = seeded.app.acme().await.organization.to_string();
    let link = seeded.app.mailed_link(&folder, VERA).await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let one = format!("{review}/{}", seeded.application);
    assert_eq!(vera.get(&one).await.status, 200);

    erase(&seeded, seeded.application).await;
    let list = vera.get(&review).await;
    assert_eq!(list.status, 200);
    assert!(list.body.contains("Olga Other") && list.body.contains("1 candidate waits for you"));
    assert!(
        !list.body.contains("Person"),
        "nor the words that name them"
    );
    for answer in [
        vera.get(&one).await,
        vera.post_form(&one, &[("decision", "advance")]).await,
        vera.post_form(&one, &[("decision", "undo")]).await,
    ] {
        assert_eq!(answer.status, 410);
        assert!(answer.body.contains("not available any more"));
        assert!(answer.body.contains("their data were removed"));
        assert!(!answer.body.contains("Person"));
    }
    let other = format!("{review}/{olga}");
    assert_eq!(vera.get(&other).await.status, 200);
    let decided = vera.post_form(&other, &[("decision", "advance")]).await;
    assert_eq!(decided.status, 303);

    let history = recruiter
        .call("shares/list", &format!("job={}", seeded.job))
        .await
        .body;
    let shares: serde_json::Value = serde_json::from_str(&history).unwrap();
    assert_eq!(shares[0]["erased"], 1, "{history}");
    assert!(history.contains("Olga Other") && !history.contains("Person"));

    erase(&seeded, olga).await;
    let empty = vera.get(&review).await;
    assert_eq!(empty.status, 200);
    assert!(empty.body.contains("No candidate is left here"));
}

/// The press of which the form on this page knows.
fn knows(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"knows\" value=\"").expect(page);
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_meanwhile_stands_and_the_page_says_so_and_asks_again() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "").await;
    let (mut phone, mut laptop) = (seeded.app.stranger(), seeded.app.stranger());
    let review = open(&mut phone, &link).await;
    open(&mut laptop, &link).await;
    let one = format!("{review}/{}", seeded.application);
    let before = knows(&phone.get(&one).await.body);
    let press = "0190a1b2-0000-7000-8000-00000000000a";
    let waited = [
        ("decision", "advance"),
        ("comment", "Yes <b>please</b>"),
        ("knows", &*before),
        ("press", press),
    ];
    let decided = laptop
        .post_form(
            &one,
            &[
                ("decision", "decline"),
                ("comment", "Too <i>junior</i>"),
                ("knows", &*before),
            ],
        )
        .await;
    assert_eq!(decided.status, 303);

    for _ in 0..2 {
        let late = phone.post_form(&one, &waited).await;
        assert_eq!(late.status, 409);
        for part in [
            "You said “Decline” meanwhile",
            "Too &lt;i&gt;junior&lt;/i&gt;",
            "“Advance”, which you pressed",
            "Press again",
            "Yes &lt;b&gt;please&lt;/b&gt;",
        ] {
            assert!(late.body.contains(part), "{part}: {}", late.body);
        }
        assert_ne!(knows(&late.body), before);
    }
    // With what that page knows it counts.
    let now = knows(&phone.get(&one).await.body);
    let again = [waited[0], waited[1], ("knows", &*now), ("press", press)];
    for _ in 0..2 {
        assert_eq!(phone.post_form(&one, &again).await.status, 303);
    }
    let list = laptop
        .get(&format!("{review}?done={}", seeded.application))
        .await
        .body;
    assert!(list.contains("You said “Advance”"));
    assert_ne!(knows(&list), now, "the list's own Undo knows of it");
    // Undo on a page that knows less changes nothing.
    let undo = [("decision", "undo"), ("knows", &*now)];
    let late = laptop.post_form(&one, &undo).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("“Undo”, which you pressed"));
    // Nonsense in place of presses is not what stands.
    for nonsense in ["none", "<b>", "none none none"] {
        let odd = [
            ("decision", "decline"),
            ("knows", nonsense),
            ("press", "<b>"),
        ];
        assert_eq!(laptop.post_form(&one, &odd).await.status, 409, "{nonsense}");
    }
    let undo = [("decision", "undo"), ("knows", &*knows(&list))];
    assert_eq!(laptop.post_form(&one, &undo).await.status, 303);
}

/// Lets every link run out, past the store.
async fn run_out(seeded: &Seeded) {
    seeded
        .app
        .past_the_store("UPDATE share_recipients SET expires_at = 1")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ran_out_answers_as_one_that_was_never_given() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "").await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let one = format!("{review}/{}", seeded.application);
    assert_eq!(vera.get(&one).await.status, 200);
    run_out(&seeded).await;

    let guessed = format!("/r/{}", "x".repeat(link.len() - "/r/".len()));
    let mut stranger = seeded.app.stranger();
    let (ran_out, unknown) = (stranger.get(&link).await, stranger.get(&guessed).await);
    assert_eq!(ran_out.status, unknown.status);
    assert_eq!(ran_out.body.replace(&link, &guessed), unknown.body);
    let nothing: [(&str, &str); 0] = [];
    let ran_out = stranger.post_form(&link, &nothing).await;
    let unknown = stranger.post_form(&guessed, &nothing).await;
    assert_eq!(ran_out.status, unknown.status);
    assert!(ran_out.status.is_client_error(), "{}", ran_out.status);
    assert_eq!(ran_out.body.replace(&link, &guessed), unknown.body);

    // Who opened it in time reads and decides no more.
    for answer in [
        vera.get(&review).await,
        vera.get(&one).await,
        vera.post_form(&one, &[("decision", "advance")]).await,
    ] {
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert!(!answer.body.contains("Person"), "{}", answer.body);
    }
}
