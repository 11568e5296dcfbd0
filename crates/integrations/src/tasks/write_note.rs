//! Writes the score as a note on the candidacy: once, edited when only its words changed, new when the score or the engine's column changed.

use async_trait::async_trait;
use hiring::applications;
use hiring::notes::{self, Plan};
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::note_post::Candidacy;
use crate::note_text;

/// *Look* leads to another plan, which can be another one of these; then the row comes again.
const STEPS: usize = 3;

/// A note. The row is made by `hiring`, in the transaction of its cause.
#[derive(Serialize, Deserialize)]
pub struct WriteNote {
    application: ApplicationId,
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
        let (store, permit) = (context.store(), &context.permit);
        let place = applications::locate(store, permit, self.application).await?;
        let Some(candidacy) = Candidacy::of(context, &place) else {
            return Ok(());
        };
        for _ in 0..STEPS {
            match notes::plan(store, permit, self.application).await? {
                Plan::Nothing => return Ok(()),
                Plan::Look(note) => candidacy.look(&note).await?,
                Plan::Post(note, telling) => {
                    let marker = &note.marker;
                    let text =
                        note_text::score(context, self.application, &telling, marker).await?;
                    return candidacy.post(&note, &text).await;
                }
                Plan::Edit(note, telling) => {
                    let marker = &note.marker;
                    let text =
                        note_text::score(context, self.application, &telling, marker).await?;
                    return candidacy.edit(&note, &text).await;
                }
            }
        }
        Err(TaskError::Retry("note_unsettled"))
    }
}
