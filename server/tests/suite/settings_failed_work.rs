//! `GET /settings/failed-work` and what its buttons call.

use crate::support::{Persona, Seeded};

const BADGE: &str = "failed pieces of work";

async fn page(person: &mut Persona) -> String {
    person.get("/settings/failed-work").await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_up_is_shown_with_its_reason_until_it_is_tried_again() {
    let seeded = Seeded::start().await;
    let mut admin = seeded.app.partner_admin().await;
    let shown = page(&mut admin).await;
    for words in [
        "Other work",
        "CLARA could not make sense of this work",
        "Retry: something that is gone",
        BADGE,
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let row = format!("row={}", seeded.row);
    assert_eq!(admin.call("failed-work/retry", &row).await.status, 200);
    let shown = page(&mut admin).await;
    assert!(shown.contains("Nothing has failed"), "{shown}");
    assert!(!shown.contains(BADGE));
    let again = admin.call("failed-work/retry", &row).await;
    assert_eq!(again.status, 404, "a double click finds nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_discarded_is_gone_and_the_audit_keeps_who_did_it() {
    let seeded = Seeded::start().await;
    let mut owner = seeded.app.owner().await;
    let neither = owner.call("failed-work/discard", "").await;
    assert_eq!(neither.status, 404);
    let all = owner.call("failed-work/discard", "kind=seeded").await;
    assert_eq!(all.status, 200);
    assert!(page(&mut owner).await.contains("Nothing has failed"));
    let audit = seeded.state().await.audit;
    assert_eq!(audit[0].action, "queue.discard");
    assert!(audit[0].account.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_can_do_something_about_it_is_told() {
    let seeded = Seeded::start().await;
    let mut recruiter = seeded.app.recruiter().await;
    assert!(!recruiter.get("/jobs").await.body.contains(BADGE));
    let mut owner = seeded.app.owner().await;
    assert!(owner.get("/jobs").await.body.contains(BADGE));
}
