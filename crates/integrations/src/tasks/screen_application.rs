//! Scores one application with what the store holds: after a fetch, an overrule, or a new requirement set. Asks no ATS.

use async_trait::async_trait;
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::screen;

/// A screening. The row is also made by `hiring`, in the transaction of its cause.
#[derive(Serialize, Deserialize)]
pub struct ScreenApplication {
    application: ApplicationId,
}

#[async_trait]
impl Task for ScreenApplication {
    const KIND: &'static str = queue::SCREEN_APPLICATION;

    fn key(&self) -> String {
        self.application.to_string()
    }

    fn about(&self) -> About {
        About::Application(self.application)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        screen::application(context, self.application, None, None).await
    }
}
