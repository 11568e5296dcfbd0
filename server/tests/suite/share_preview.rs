//! The page of a share before it is shared: for who may share, with what the terms show, to be looked at only.

use serde_json::json;

use crate::support::{Answer, Persona, Seeded};

/// What is chosen in the dialog.
#[derive(Clone, Copy)]
struct Shows {
    score: bool,
    evidence: bool,
    votes: &'static str,
}

const ALL: Shows = Shows {
    score: true,
    evidence: true,
    votes: "always",
};

async fn asked(person: &mut Persona, seeded: &Seeded, shows: Shows, at: Option<usize>) -> Answer {
    let share = json!({
        "job": seeded.job, "applications": [seeded.application], "to": [], "message": "<b>Look</b>",
        "score": shows.score, "evidence": shows.evidence, "votes": shows.votes, "due_at": 1_795_478_400_000_i64,
    });
    person
        .call_json("shares/preview", &json!({ "share": share, "at": at }))
        .await
}

/// The page that it answers.
async fn page(person: &mut Persona, seeded: &Seeded, shows: Shows, at: Option<usize>) -> String {
    let answer = asked(person, seeded, shows, at).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_the_reviews_own_lead_nowhere_and_change_nothing() {
    let seeded = Seeded::start().await;
    let mut recruiter = seeded.app.recruiter().await;
    let before = seeded.state().await;
    let list = page(&mut recruiter, &seeded, ALL, None).await;
    assert!(list.contains("Zanzibarine Person") && list.contains("CLARA score"));
    assert!(
        list.contains("&lt;b&gt;Look&lt;/b&gt;"),
        "a message is words"
    );
    assert!(list.contains("24 Nov 2026"), "{list}");
    let one = page(&mut recruiter, &seeded, ALL, Some(0)).await;
    for shown in [
        "Zanzibarine resume",
        "CLARA score 77 of 100",
        "<h2>Match",
        "Nobody else decided yet",
    ] {
        assert!(one.contains(shown), "{shown}: {one}");
    }
    for page in [&list, &one] {
        assert!(!page.contains("<script") && !page.contains("href=\"/review"));
        assert!(page.contains("/pkg/clara"), "the review's own stylesheet");
    }
    let buttons = one.matches("<button").count();
    assert_eq!(buttons, 3);
    assert_eq!(one.matches(" disabled").count(), buttons + 1, "{one}");
    for internal in ["comment", "answer", "first wording"] {
        assert!(
            !one.contains(&format!("Zanzibarine {internal}")),
            "the team's comments are the team's: {internal}"
        );
    }
    assert_eq!(seeded.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_terms_hide_is_not_in_the_answer() {
    let seeded = Seeded::start().await;
    let mut recruiter = seeded.app.recruiter().await;
    let hidden = Shows {
        score: false,
        evidence: false,
        votes: "after_own",
    };
    for at in [None, Some(0)] {
        let page = page(&mut recruiter, &seeded, hidden, at).await;
        assert!(page.contains("Zanzibarine Person"));
        for words in ["CLARA score", ">77<", "<h2>Match", "Nobody else"] {
            assert!(!page.contains(words), "{words}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_who_may_share_and_of_their_own_organization() {
    let seeded = Seeded::start().await;
    let mut manager = seeded.app.hiring_manager().await;
    let mut foreign = seeded.app.other_organization().await;
    let mut recruiter = seeded.app.recruiter().await;
    for at in [None, Some(0)] {
        let answer = asked(&mut manager, &seeded, ALL, at).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
        let answer = asked(&mut foreign, &seeded, ALL, at).await;
        assert_eq!(answer.status, 404, "{}", answer.body);
        assert!(!answer.body.contains("Zanzibarine"));
    }
    let beyond = asked(&mut recruiter, &seeded, ALL, Some(1)).await;
    assert_eq!(beyond.status, 404, "{}", beyond.body);
}
