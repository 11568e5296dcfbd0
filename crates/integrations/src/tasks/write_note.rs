//! Writes the score as a note on the candidacy: once, edited when only its words changed, new when the score or the engine's column changed.

use async_trait::async_trait;
use hiring::notes::{self, Plan, Telling};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::{self, NoteTask};
use crate::note_text;

/// A note. The row is made by `hiring`, in the transaction of its cause.
#[derive(Serialize, Deserialize)]
pub struct WriteNote {
    application: ApplicationId,
}

impl WriteNote {
    /// Of one application.
    pub fn of(application: ApplicationId) -> Self {
        Self { application }
    }
}

#[async_trait]
impl Task for WriteNote {
    const KIND: &'static str = queue::WRITE_NOTE;

    fn key(&self) -> String {
        self.application.to_string()
    }

    fn about(&self) -> About {
        About::Application(self.application)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        note_post::write(self, context).await
    }
}

#[async_trait]
impl NoteTask for WriteNote {
    type Told = Telling;

    fn application(&self) -> ApplicationId {
        self.application
    }

    async fn plan(&self, context: &Context) -> Result<Plan<Telling>, hiring::Error> {
        notes::plan(context.store(), &context.permit, self.application).await
    }

    async fn text(
        &self,
        context: &Context,
        told: &Telling,
        marker: &str,
    ) -> Result<String, TaskError> {
        note_text::score(context, self.application, told, marker).await
    }
}
