//! Several processes on the same data.

use futures::future::join_all;
use hiring::IntegrationId;
use hiring::integrations::{self, IntegrationState};

use super::support::Clara;

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_refresh_at_once_never_send_a_refresh_token_twice() {
    let (clara, integration) = Clara::connected().await;
    they_refresh_at_once(&clara, integration).await;
    let (clara, integration) = Clara::connected_on_postgres().await;
    they_refresh_at_once(&clara, integration).await;
}

async fn they_refresh_at_once(clara: &Clara, integration: IntegrationId) {
    let beside = clara.beside().await;
    let refreshes = (0..6).map(|number| {
        let process = if number % 2 == 0 {
            &clara.integrations
        } else {
            &beside
        };
        let (process, permit) = (process.clone(), clara.system());
        tokio::spawn(async move {
            let connector = process.connector(&permit, integration).await.unwrap();
            connector.refresh().await
        })
    });
    for refreshed in join_all(refreshes).await {
        refreshed.unwrap().unwrap();
    }
    // Where rotation is strict, a token sent twice ends the connection.
    let known = integrations::read(&clara.store, &clara.system(), integration).await;
    assert_eq!(known.unwrap().state, IntegrationState::Active);
}
