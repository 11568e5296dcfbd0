//! Writes what hiring managers decided as one note on the candidacy, edited when they decide otherwise.

use async_trait::async_trait;
use hiring::notes::{self, Decided, Plan};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::{self, NoteTask};
use crate::note_text;

/// A note. The row is made by `hiring`, in the transaction of the decision.
#[derive(Serialize, Deserialize)]
pub struct WriteDecisionNote {
    application: ApplicationId,
}

#[async_trait]
impl Task for WriteDecisionNote {
    const KIND: &'static str = queue::WRITE_DECISION_NOTE;

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
impl NoteTask for WriteDecisionNote {
    type Told = Decided;

    fn application(&self) -> ApplicationId {
        self.application
    }

    async fn plan(&self, context: &Context) -> Result<Plan<Decided>, hiring::Error> {
        notes::plan_decisions(context.store(), &context.permit, self.application).await
    }

    async fn text(
        &self,
        context: &Context,
        told: &Decided,
        marker: &str,
    ) -> Result<String, TaskError> {
        note_text::decisions(context, self.application, told, marker).await
    }
}
