//! Asks one candidate follow-up questions, or reminds them, as soon as the hour allows. The mail itself is the mail queue's.

use async_trait::async_trait;
use hiring::{FollowUpId, follow_ups, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::quiet_hours;

/// A mail to a candidate. The row is made by `hiring`, in the transaction of its cause.
#[derive(Serialize, Deserialize)]
pub struct AskCandidate {
    follow_up: FollowUpId,
    reminder: bool,
}

#[async_trait]
impl Task for AskCandidate {
    const KIND: &'static str = queue::ASK_CANDIDATE;

    fn key(&self) -> String {
        if self.reminder {
            format!("{}/reminder", self.follow_up)
        } else {
            self.follow_up.to_string()
        }
    }

    fn about(&self) -> About {
        About::FollowUp(self.follow_up)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let waiting = follow_ups::waiting(store, permit, self.follow_up, self.reminder).await?;
        if let Some(pause) = quiet_hours::pause(&waiting, store.now()) {
            return Err(TaskError::Postpone(pause, "quiet_hours"));
        }
        if self.reminder {
            follow_ups::remind(store, permit, self.follow_up).await?;
        } else {
            follow_ups::ask(store, permit, self.follow_up).await?;
        }
        Ok(())
    }
}
