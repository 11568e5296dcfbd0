//! Removes the files of somebody who was erased, and the traces that a deletion leaves in the database. Asks no ATS.

use async_trait::async_trait;
use hiring::erasure;
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};

/// Files by their hash. The row is made by `hiring`, in the transaction of the erasure.
#[derive(Serialize, Deserialize)]
pub struct EraseFiles {
    files: Vec<String>,
}

#[async_trait]
impl Task for EraseFiles {
    const KIND: &'static str = erasure::ERASE_FILES;

    fn key(&self) -> String {
        self.files.join("/")
    }

    fn about(&self) -> About {
        About::Nothing
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        erasure::sweep(context.store(), &context.permit, &self.files).await?;
        Ok(())
    }
}
