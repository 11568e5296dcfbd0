//! Takes answers to follow-up questions to the applications they belong to, and has those scored anew.

use async_trait::async_trait;
use hiring::{FollowUpId, follow_ups, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::follow_up;

/// Answers that came. The row is made by `hiring`, in the transaction that keeps them.
#[derive(Serialize, Deserialize)]
pub struct TakeAnswers {
    follow_up: FollowUpId,
}

#[async_trait]
impl Task for TakeAnswers {
    const KIND: &'static str = queue::TAKE_ANSWERS;

    fn key(&self) -> String {
        self.follow_up.to_string()
    }

    fn about(&self) -> About {
        About::FollowUp(self.follow_up)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        let answered = follow_ups::answered(store, permit, self.follow_up).await?;
        follow_up::put(context, &answered.received, &answered.applications).await?;
        Ok(follow_ups::taken(store, permit, self.follow_up).await?)
    }
}
