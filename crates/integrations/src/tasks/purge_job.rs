//! Forgets the candidates of a job that is no longer processed, where an admin chose so.

use async_trait::async_trait;
use hiring::{JobId, erasure, jobs};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// A job. The row is made by `hiring`, in the transaction that stops the job.
#[derive(Serialize, Deserialize)]
pub struct PurgeJob {
    job: JobId,
}

#[async_trait]
impl Task for PurgeJob {
    const KIND: &'static str = jobs::PURGE_JOB;

    fn key(&self) -> String {
        self.job.to_string()
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Job(self.job)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        while erasure::purge_job(context.store(), &context.permit, self.job).await? {
            context.hold().await?;
        }
        Ok(())
    }
}
