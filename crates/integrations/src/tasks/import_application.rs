//! Reads one application as part of an import: the same way in, behind live work, and counted.

use async_trait::async_trait;
use hiring::imports::{self, Arrival};
use hiring::{ImportId, IntegrationId};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::fetch::{self, Because};

/// After this many tries an import goes on without it: one application must not keep a job "importing" for an hour.
const TRIES: i64 = 6;

/// A fetch that an import counts.
#[derive(Serialize, Deserialize)]
pub struct ImportApplication {
    integration: IntegrationId,
    import: ImportId,
    /// The ATS's id of the candidacy.
    application: String,
}

impl ImportApplication {
    /// Of a candidacy, for an import.
    pub fn of(integration: IntegrationId, import: ImportId, application: &str) -> Self {
        Self {
            integration,
            import,
            application: application.to_owned(),
        }
    }
}

#[async_trait]
impl Task for ImportApplication {
    const KIND: &'static str = "import_application";

    /// That of [`FetchApplication`](super::FetchApplication): of two fetches at once the older one could be kept last.
    fn key(&self) -> String {
        format!("{}/{}", self.integration, self.application)
    }

    fn is_bulk(&self) -> bool {
        true
    }

    fn about(&self) -> About {
        About::Candidacy(self.integration, self.application.clone())
    }

    async fn run(&self, context: &Context) -> Result<(), TaskError> {
        let connector = context
            .integrations
            .connector(&context.permit, self.integration)
            .await?
            .for_bulk();
        let places = &context.integrations;
        let _place = places.place(self.integration, &*connector).await;
        let (id, because) = (&self.application, Because::Imported(self.import));
        match fetch::application(context, &*connector, self.integration, id, because).await {
            // Counted with its score.
            Ok(()) if context.is_row_ended() => Ok(()),
            Ok(()) | Err(TaskError::Gone) => {
                let arrival = Arrival {
                    import: self.import,
                    remote_id: id,
                    row: &context.leased,
                };
                imports::came_in(context.store(), &arrival).await?;
                context.row_is_ended();
                Ok(())
            }
            Err(TaskError::Retry(code)) if context.leased.attempt >= TRIES => {
                Err(TaskError::Dead(code))
            }
            Err(error) => Err(error),
        }
    }

    async fn given_up(&self, context: &Context, _code: &str) -> Result<(), hiring::Error> {
        let (store, permit) = (context.store(), &context.permit);
        imports::progress(store, permit, self.import, &self.application, false).await
    }
}
