//! Several servers in one process, as tests and benchmarks have them: what one does when it begins keeps nobody waiting at another.

use std::time::Duration;

use server::router::router;
use server::site::Site;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_answered_while_routers_are_made() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let state = app.running().state().clone();
    let others = spawn_blocking(move || {
        for _ in 0..200 {
            drop(router(&state, &Site::pages_only()));
        }
    });
    let mut pages = 0;
    while pages < 20 || !others.is_finished() {
        let page = timeout(Duration::from_secs(30), owner.get("/jobs")).await;
        assert_eq!(page.expect("it is answered").status, 200);
        pages += 1;
    }
    others.await.unwrap();
}
