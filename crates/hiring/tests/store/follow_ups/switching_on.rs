//! Switching it on: nobody is asked by surprise.

use std::time::Duration;

use hiring::Error;
use hiring::applications::Label;
use hiring::follow_ups::{self, Barred, Start, Why};
use questions::Asking;

use super::{Asks, asking};
use crate::support::MONDAY;

#[tokio::test]
async fn switching_on_asks_nobody_who_stood_there_before_unless_that_is_chosen() {
    let asks = Asks::new().await;
    asks.enters("Old One", MONDAY.before(Duration::from_secs(9_000)))
        .await;
    asks.enters("Old Two", MONDAY.before(Duration::from_secs(8_000)))
        .await;
    assert_eq!(asks.would().await.people, 2);
    assert_eq!(asks.switch_on(Start::FromNowOn).await, 0);
    // Read again, as an import does; and somebody else's import of people who stood there for weeks.
    assert!(
        !asks
            .enters("Old One", MONDAY.before(Duration::from_secs(9_000)))
            .await
            .1
    );
    assert!(
        !asks
            .enters("Imported Later", MONDAY.before(Duration::from_secs(86_400)))
            .await
            .1
    );
    assert!(asks.ask_those_due().await.is_empty());

    follow_ups::switch_off(&asks.world.store, &asks.tenant().admin(), asks.integration)
        .await
        .unwrap();
    assert!(!asks.enters("While Off", asks.world.store.now()).await.1);
    assert_eq!(asks.switch_on(Start::WithThosePresent).await, 4);
    assert_eq!(
        asks.ask_those_due().await.len(),
        4,
        "at once: they have stood there long enough"
    );
    assert_eq!(
        asks.switch_on(Start::WithThosePresent).await,
        0,
        "nobody twice"
    );
    let target = asks.integration.to_string();
    let audited = asks.world.audited(asks.tenant(), &target).await;
    assert_eq!(
        audited
            .iter()
            .filter(|action| *action == "follow_ups.settings")
            .count(),
        4
    );
}

#[tokio::test]
async fn a_dry_run_counts_people_and_says_why_others_fall_out_and_changes_nothing() {
    let asks = Asks::new().await;
    let now = MONDAY;
    asks.enters("Plain", now).await;
    asks.stands("Archived", now, None, |one| {
        one.archived = Some((
            Label {
                id: "r".into(),
                text: "Rejected".into(),
            },
            now,
        ))
    })
    .await;
    asks.stands("Anonymized", now, Some(Barred::Anonymized), |_| {})
        .await;
    asks.stands("Opted Out", now, Some(Barred::OptedOut), |_| {})
        .await;
    asks.stands("No Mail", now, None, |one| one.candidate.emails.clear())
        .await;
    asks.stands("Elsewhere", now, None, |one| {
        one.stage = Some(Label {
            id: "offer".into(),
            text: "Offer".into(),
        })
    })
    .await;
    asks.stands("Plain", now, None, |one| {
        one.remote_id = Some("second candidacy".into())
    })
    .await;
    let would = asks.would().await;
    assert_eq!(would.people, 1);
    assert_eq!(
        would.fall_out,
        [
            (Why::AppliedTwice, 1),
            (Why::Archived, 1),
            (Why::Anonymized, 1),
            (Why::OptedOut, 1),
            (Why::NoMail, 1)
        ]
    );
    assert!(asks.statuses().await.is_empty());
    assert_eq!(asks.switch_on(Start::WithThosePresent).await, would.people);
    assert_eq!(asks.ask_those_due().await.len(), 1);
    let would = asks.would().await;
    assert_eq!((would.people, would.fall_out[0]), (0, (Why::Asked, 2)));
}

#[tokio::test]
async fn settings_without_a_stage_cannot_be_switched_on() {
    let asks = Asks::new().await;
    let admin = asks.tenant().admin();
    for (wrong, active) in [
        (Asking::default(), true),
        (
            Asking {
                link_days: 0,
                ..asking()
            },
            false,
        ),
    ] {
        let refused = follow_ups::write(
            &asks.world.store,
            &admin,
            asks.integration,
            wrong,
            active,
            Start::FromNowOn,
        )
        .await;
        assert!(matches!(refused, Err(Error::Invalid { .. })));
    }
    let kept = follow_ups::read(&asks.world.store, &asks.tenant().health(), asks.integration)
        .await
        .unwrap();
    assert!(!kept.active);
}
