//! Killed in the middle, and then.

use std::time::Duration;

use hiring::imports::{self, ImportState};
use hiring::permission::ViewJobs;
use hiring::queue;
use integrations::tasks::BULK;

use super::support::Clara;

#[tokio::test]
async fn an_import_killed_in_the_middle_goes_on_and_counts_each_application_once() {
    let (mut clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    for _ in 0..3 {
        assert!(clara.step().await);
    }
    // Claimed and never settled: the process dies with it.
    let lost = queue::claim(&clara.store, BULK).await.unwrap().unwrap();
    clara.restarted().await;
    clara.work().await;
    let import = |clara: &Clara| {
        let (store, permit) = (clara.store.clone(), clara.permit::<ViewJobs>());
        async move { imports::read(&store, &permit, job).await.unwrap().unwrap() }
    };
    assert_eq!(
        import(&clara).await.state,
        ImportState::Running,
        "one is missing: {}",
        lost.kind
    );
    clara.clock.advance(queue::LEASE + Duration::from_secs(1));
    clara.work().await;
    let import = import(&clara).await;
    assert_eq!(import.state, ImportState::Finished);
    assert_eq!(Some(import.done), import.total);
    assert_eq!(clara.cards(job).await.len() as u64, import.done);
}

#[tokio::test]
async fn a_list_killed_between_two_pages_is_read_again() {
    let (mut clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    // The list's answer never comes, and the process dies waiting.
    clara.fault("hang", "GET", "/opportunities", 3).await;
    let killed = tokio::time::timeout(Duration::from_millis(800), clara.work()).await;
    assert!(killed.is_err());
    clara.restarted().await;
    clara.clock.advance(queue::LEASE + Duration::from_secs(1));
    clara.work_through_pauses().await;
    assert!(!clara.cards(job).await.is_empty());
    let read = imports::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
    assert_eq!(read.unwrap().unwrap().state, ImportState::Finished);
}

#[tokio::test]
async fn webhooks_half_made_are_tidied_up_and_made_again() {
    let clara = Clara::start().await;
    clara
        .fault("cut_after_commit", "POST", "/webhooks", 1)
        .await;
    let integration = clara.connect().await;
    clara.work_through_pauses().await;
    let ours = hiring::webhooks::list(&clara.store, &clara.system(), integration)
        .await
        .unwrap();
    assert_eq!(ours.len(), 5);
    assert!(ours.iter().all(|webhook| webhook.active));
    // None is left over at Lever: the one whose answer was lost is gone.
    let test = clara
        .integrations
        .connector(&clara.system(), integration)
        .await
        .unwrap();
    assert_eq!(test.webhooks().await.unwrap().len(), 5);
}
