//! Notes of what hiring managers decided: one on each candidacy, edited when they come to say something else.

use std::time::Duration;

use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::permission::ShareCandidates;
use hiring::shares::{self, Decision, Draft, Reviewer, Terms, Votes};
use hiring::{ApplicationId, queue};
use reqwest::Method;
use serde_json::Value;

use super::support::Clara;

const VERA: &str = "vera@elsewhere.example";
const MAX: &str = "max@elsewhere.example";
/// As long as decisions rest, and a little longer.
const REST: Duration = Duration::from_secs(11);

/// Somebody who was scored and shared with two hiring managers without an account.
struct Asked {
    clara: Clara,
    application: ApplicationId,
    opportunity: String,
    vera: Reviewer,
    max: Reviewer,
}

impl Asked {
    async fn about(name: &str) -> Self {
        let (clara, _, job, posting) = Clara::with_job().await;
        let opportunity = clara.applicant(&posting, name).await;
        clara.hear().await;
        let application = clara.card(job, name).await.unwrap().application;
        let terms = Terms {
            score: true,
            evidence: true,
            votes: Votes::AfterOwn,
        };
        let to = [VERA.to_owned(), MAX.to_owned()];
        let draft = Draft::new(job, [application], &to, "Please look", terms, None).unwrap();
        let shares = clara.permit::<ShareCandidates>();
        shares::send(&clara.store, &shares, &draft).await.unwrap();
        let (mut vera, mut max) = (None, None);
        while let Some(leased) = queue::claim(&clara.store, &[SEND_MAIL]).await.unwrap() {
            let Ok(Mail::Share(mail)) = mails::owed(&clara.store, &leased).await else {
                continue;
            };
            let reviewer = shares::by_link(&clara.store, &mail.token).await.unwrap();
            if mail.to == VERA {
                vera = Some(reviewer);
            } else {
                max = Some(reviewer);
            }
        }
        Self {
            clara,
            application,
            opportunity,
            vera: vera.unwrap(),
            max: max.unwrap(),
        }
    }

    async fn says(&self, who: &Reviewer, decision: Decision) {
        let (store, why) = (&self.clara.store, "The wages would be a problem.");
        shares::decide(store, who, self.application, decision, why)
            .await
            .unwrap();
    }

    async fn takes_back(&self, who: &Reviewer) {
        shares::undo(&self.clara.store, who, self.application)
            .await
            .unwrap();
    }

    /// The decisions come to rest, and are told.
    async fn rest(&self) {
        self.clara.clock.advance(REST);
        self.clara.work().await;
    }

    /// The decision notes in Lever.
    async fn told(&self) -> Vec<String> {
        let notes = self.clara.notes(&self.opportunity).await.into_iter();
        notes
            .filter(|note| note.starts_with("CLARA: decision"))
            .collect()
    }

    /// How many notes were edited in Lever.
    async fn edits(&self) -> u64 {
        let calls = self.clara.sim(Method::GET, "/calls", Value::Null).await;
        calls["data"]["PUT /opportunities/{id}/notes/{note}"]
            .as_u64()
            .unwrap_or(0)
    }
}

#[tokio::test]
async fn two_who_decide_within_ten_seconds_are_one_note_that_names_both_and_not_why() {
    let asked = Asked::about("Dee Decided").await;
    asked.says(&asked.vera, Decision::Advance).await;
    asked.clara.clock.advance(Duration::from_secs(4));
    asked.clara.work().await;
    asked.says(&asked.max, Decision::Decline).await;
    asked.clara.work().await;
    assert_eq!(asked.told().await, [""; 0], "they have not come to rest");
    asked.rest().await;
    let told = asked.told().await;
    assert_eq!(told.len(), 1, "{told:?}");
    let words = "CLARA: decision of the hiring manager\nvera(at)elsewhere.example: advance\nmax(at)elsewhere.example: decline\nMore: http";
    assert!(told[0].starts_with(words), "{told:?}");
    assert!(!told[0].contains("wages"), "{told:?}");
    asked.clara.work_through_pauses().await;
    assert_eq!(asked.told().await, told);
    assert_eq!(asked.edits().await, 0);
    assert_eq!(asked.clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn another_decision_edits_the_note_and_the_same_one_again_does_not() {
    let asked = Asked::about("Cas Changed").await;
    asked.says(&asked.vera, Decision::Advance).await;
    asked.says(&asked.max, Decision::Advance).await;
    asked.rest().await;
    let first = asked.told().await;
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].contains("max(at)elsewhere.example: advance"));

    asked.says(&asked.max, Decision::Decline).await;
    asked.rest().await;
    let second = asked.told().await;
    assert_eq!(second.len(), 1, "{second:?}");
    assert!(
        second[0].contains("vera(at)elsewhere.example: advance")
            && second[0].contains("max(at)elsewhere.example: decline"),
        "{second:?}"
    );
    assert_eq!(
        second[0].lines().last(),
        first[0].lines().last(),
        "the same note"
    );
    assert_eq!(asked.edits().await, 1);

    // There and back before it rests is no news.
    asked.takes_back(&asked.max).await;
    asked.says(&asked.max, Decision::Decline).await;
    asked.rest().await;
    assert_eq!(asked.told().await, second);
    assert_eq!(asked.edits().await, 1);

    asked.takes_back(&asked.vera).await;
    asked.takes_back(&asked.max).await;
    asked.rest().await;
    let last = asked.told().await;
    assert_eq!(last.len(), 1, "{last:?}");
    assert!(
        last[0].contains("None at present: it was taken back."),
        "{last:?}"
    );
    assert_eq!(asked.edits().await, 2);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_one_note_that_says_what_stands() {
    for kind in [
        "hang_after_commit",
        "cut_after_commit",
        "half_body",
        "garbage",
    ] {
        let asked = Asked::about("Lotte Lost").await;
        asked.clara.fault(kind, "POST", "/notes", 1).await;
        asked.says(&asked.vera, Decision::Advance).await;
        asked.clara.clock.advance(REST);
        asked.clara.work_through_pauses().await;
        let told = asked.told().await;
        assert_eq!(told.len(), 1, "{kind}: {told:?}");
        assert!(told[0].contains("vera(at)elsewhere.example: advance"));
        // The edit's answer, too.
        asked.clara.fault(kind, "PUT", "/notes", 1).await;
        asked.says(&asked.vera, Decision::Decline).await;
        asked.clara.clock.advance(REST);
        asked.clara.work_through_pauses().await;
        let told = asked.told().await;
        assert_eq!(told.len(), 1, "{kind}: {told:?}");
        assert!(
            told[0].contains("vera(at)elsewhere.example: decline"),
            "{kind}: {told:?}"
        );
        assert_eq!(asked.clara.dead().await, [""; 0], "{kind}");
    }
}
