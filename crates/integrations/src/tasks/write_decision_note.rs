//! Writes what hiring managers decided as one note on the candidacy, edited when they decide otherwise.

use async_trait::async_trait;
use hiring::applications;
use hiring::notes::{self, Decided, DecisionPlan};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::Candidacy;
use crate::note_text;

/// *Look* leads to another plan; then the row comes again.
const STEPS: usize = 3;

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
        let (store, permit) = (context.store(), &context.permit);
        let place = applications::locate(store, permit, self.application).await?;
        let Some(candidacy) = Candidacy::of(context, &place) else {
            return Ok(());
        };
        for _ in 0..STEPS {
            match notes::plan_decisions(store, permit, self.application).await? {
                DecisionPlan::Nothing => return Ok(()),
                DecisionPlan::Look(note) => candidacy.look(&note).await?,
                DecisionPlan::Post(note, decided) => {
                    let text = self.text(context, &decided, &note.marker).await?;
                    return candidacy.post(&note, &text).await;
                }
                DecisionPlan::Edit(note, decided) => {
                    let text = self.text(context, &decided, &note.marker).await?;
                    return candidacy.edit(&note, &text).await;
                }
            }
        }
        Err(TaskError::Retry("note_unsettled"))
    }
}

impl WriteDecisionNote {
    async fn text(
        &self,
        context: &Context,
        decided: &Decided,
        marker: &str,
    ) -> Result<String, TaskError> {
        note_text::decisions(context, self.application, decided, marker).await
    }
}
