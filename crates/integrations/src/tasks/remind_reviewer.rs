//! Reminds a hiring manager of a decision that is due. The mail itself is the mail queue's.

use async_trait::async_trait;
use hiring::shares::{self, Reminder};
use hiring::{JobId, RecipientId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// A reminder. The row is made by `hiring`, with the share.
#[derive(Serialize, Deserialize)]
pub struct RemindReviewer {
    job: JobId,
    recipient: RecipientId,
    reminder: Reminder,
}

#[async_trait]
impl Task for RemindReviewer {
    const KIND: &'static str = queue::REMIND_REVIEWER;

    fn key(&self) -> String {
        format!("{}/{}", self.recipient, self.reminder)
    }

    fn about(&self) -> About {
        About::Job(self.job)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        shares::remind_by_itself(store, permit, self.recipient, self.reminder).await?;
        Ok(())
    }
}
