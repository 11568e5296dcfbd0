//! Several servers in one process, as tests and benchmarks have them: what one does when it begins keeps nobody waiting at another.

use std::time::Duration;

use tokio::time::timeout;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_answered_while_another_server_begins() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let others = tokio::spawn(async {
        for _ in 0..20 {
            TestApp::start().await;
        }
    });
    while !others.is_finished() {
        let page = timeout(Duration::from_secs(30), owner.get("/jobs")).await;
        assert_eq!(page.expect("it is answered").status, 200);
    }
    others.await.unwrap();
}
