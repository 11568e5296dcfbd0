//! Write-back: moves the stage in the ATS after a person's move here, for jobs where an Owner switched that on. The one write beside notes.

use async_trait::async_trait;
use hiring::permission::ManageIntegrations;
use hiring::{ApplicationId, applications, notes, queue, write_back};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::connector::{Connector, ConnectorError};
use crate::note_post::{Candidacy, ON_ITS_WAY, gone_or};

/// A stage. The row is made by `hiring`, in the transaction of the move.
#[derive(Serialize, Deserialize)]
pub struct WriteStage {
    application: ApplicationId,
}

#[async_trait]
impl Task for WriteStage {
    const KIND: &'static str = queue::WRITE_STAGE;

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
        let Some(plan) = write_back::plan(store, permit, self.application).await? else {
            return Ok(());
        };
        let rested = store.now().since(plan.moved_at);
        if rested < notes::SETTLES {
            return Err(TaskError::Postpone(notes::SETTLES - rested, "card_moves"));
        }
        if let Some(sent_at) = plan.sent_at {
            let since_sent = store.now().since(sent_at);
            if since_sent < ON_ITS_WAY {
                let rest = ON_ITS_WAY - since_sent;
                return Err(TaskError::Postpone(rest, "stage_on_its_way"));
            }
        }
        let connector = candidacy.connector().await?;
        let now = connector.application(candidacy.remote()).await;
        let now = now.map_err(gone_or)?;
        // Whatever was decided there meanwhile stands; what is there already needs no call.
        let stands = now.stage.is_some_and(|stage| stage.id == plan.stage);
        if now.archived.is_some() {
            return Ok(());
        }
        if stands {
            return Ok(write_back::written(store, permit, self.application, plan.version).await?);
        }
        self.write(context, &candidacy, &*connector, &plan).await
    }

    async fn given_up(&self, context: &Context, _code: &str) -> Result<(), hiring::Error> {
        let (store, permit) = (context.store(), &context.permit);
        match write_back::plan(store, permit, self.application).await? {
            Some(plan) => {
                write_back::not_written(store, permit, self.application, plan.version).await
            }
            None => Ok(()),
        }
    }
}

impl WriteStage {
    async fn write(
        &self,
        context: &Context,
        candidacy: &Candidacy<'_>,
        connector: &dyn Connector,
        plan: &write_back::Plan,
    ) -> Result<(), TaskError> {
        let (store, permit) = (context.store(), &context.permit);
        context.hold().await?;
        // Known before it is sent: its news may be faster than its answer.
        write_back::writing(store, permit, self.application, plan).await?;
        match connector.set_stage(candidacy.remote(), &plan.stage).await {
            Ok(()) => {
                metrics::counter!("clara_stages_written_total").increment(1);
                Ok(write_back::written(store, permit, self.application, plan.version).await?)
            }
            // The next try looks first.
            Err(ConnectorError::Uncertain) => Err(TaskError::Retry("stage_uncertain")),
            Err(error) => {
                write_back::not_written(store, permit, self.application, plan.version).await?;
                if error == ConnectorError::Forbidden {
                    let admin = permit.to::<ManageIntegrations>();
                    let integration = candidacy.integration();
                    tracing::warn!(%integration, "stages may no longer be written: write-back is off");
                    write_back::end(store, &admin, integration, write_back::PERMISSION_LOST)
                        .await?;
                    return Ok(());
                }
                Err(gone_or(error))
            }
        }
    }
}
