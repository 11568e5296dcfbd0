//! Writes the score note of an application that an import brought, once the import has no more to read.

use async_trait::async_trait;
use hiring::{ApplicationId, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError, WriteNote};

/// A note. The row is made by `hiring`, in the transaction of its cause.
#[derive(Serialize, Deserialize)]
pub struct WriteImportedNote {
    application: ApplicationId,
}

#[async_trait]
impl Task for WriteImportedNote {
    const KIND: &'static str = queue::WRITE_IMPORTED_NOTE;

    /// That of [`WriteNote`]: of two at once each could write one.
    fn key(&self) -> String {
        WriteNote::of(self.application).key()
    }

    fn about(&self) -> About {
        About::Application(self.application)
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        WriteNote::of(self.application).run(context).await
    }
}
