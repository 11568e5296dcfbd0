//! Writes a person's move as a note on the candidacy, once the card has come to rest.

use async_trait::async_trait;
use hiring::applications;
use hiring::notes::{self, StatusPlan};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::Candidacy;
use crate::note_text;

/// *Look* leads to another plan; then the row comes again.
const STEPS: usize = 3;

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
        let (store, permit) = (context.store(), &context.permit);
        let place = applications::locate(store, permit, self.application).await?;
        let Some(candidacy) = Candidacy::of(context, &place) else {
            return Ok(());
        };
        for _ in 0..STEPS {
            match notes::plan_status(store, permit, self.application).await? {
                StatusPlan::Nothing => return Ok(()),
                StatusPlan::Wait(rest) => return Err(TaskError::Postpone(rest, "card_moves")),
                StatusPlan::Look(note) => candidacy.look(&note).await?,
                StatusPlan::Post(note, change) => {
                    let marker = &note.marker;
                    let text =
                        note_text::status(context, self.application, &change, marker).await?;
                    return candidacy.post(&note, &text).await;
                }
            }
        }
        Err(TaskError::Retry("note_unsettled"))
    }
}
