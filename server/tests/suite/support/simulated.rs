//! A server that is connected to a simulator of its own, as an owner connects it in the browser.

use std::ops::Deref;

use super::{Kept, Lever, On, TestApp};

pub struct Simulated {
    pub app: TestApp,
    lever: Lever,
}

impl Simulated {
    /// Nothing connected yet.
    pub async fn start() -> Self {
        Self::on(On::Sqlite).await
    }

    pub async fn on(database: On) -> Self {
        Self::keeping(Kept::on(database)).await
    }

    /// With a place of its own for what CLARA knows.
    pub async fn keeping(kept: Kept) -> Self {
        let lever = Lever::start().await;
        let app = TestApp::keeping(kept, vec![("CLARA_SIMULATOR", lever.line())]).await;
        Self { app, lever }
    }
}

impl Deref for Simulated {
    type Target = Lever;

    fn deref(&self) -> &Lever {
        &self.lever
    }
}
