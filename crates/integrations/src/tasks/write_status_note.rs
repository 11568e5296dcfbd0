//! Writes a person's move as a note on the candidacy, once the card has come to rest.

use async_trait::async_trait;
use hiring::notes::{self, Change, Plan};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::{self, NoteTask};
use crate::note_text;

/// A note. The row is made by `hiring`, in the transaction of the move.
#[derive(Serialize, Deserialize)]
pub struct WriteStatusNote {
    application: ApplicationId,
}

#[async_trait]
impl Task for WriteStatusNote {
    const KIND: &'static str = queue::WRITE_STATUS_NOTE;

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
impl NoteTask for WriteStatusNote {
    type Told = Change;

    fn application(&self) -> ApplicationId {
        self.application
    }

    async fn plan(&self, context: &Context) -> Result<Plan<Change>, hiring::Error> {
        notes::plan_status(context.store(), &context.permit, self.application).await
    }

    async fn text(
        &self,
        context: &Context,
        told: &Change,
        marker: &str,
    ) -> Result<String, TaskError> {
        note_text::status(context, self.application, told, marker).await
    }
}
