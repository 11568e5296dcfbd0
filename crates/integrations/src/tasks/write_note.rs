//! Writes the score as a note on the candidacy: once, edited when only its words changed, new when score or column changed.

use std::time::Duration;

use async_trait::async_trait;
use hiring::applications::{self, Locator};
use hiring::notes::{self, Note, Plan, Telling};
use hiring::permission::ViewJobs;
use hiring::{ApplicationId, board, queue};
use serde::{Deserialize, Serialize};

use super::{About, Context, Task, TaskError};
use crate::connector::{Connector, ConnectorError};
use crate::note_text;

/// *Look* leads to another plan, which can be another one of these; then the row comes again.
const STEPS: usize = 3;
/// A note that was sent by a process that died, or by a call that gave up, may still be carried out a little later: looked for too soon, it would
/// be missed, and sent twice.
const ON_ITS_WAY: Duration = Duration::from_secs(15);

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
        let (Some(integration), Some(remote)) = (place.integration, &place.remote_id) else {
            return Ok(());
        };
        // Only asked for when there is something to say: most rows end in an unchanged text.
        let ats = Ats {
            context,
            integration,
            remote,
            place: &place,
        };
        for _ in 0..STEPS {
            match notes::plan(store, permit, self.application).await? {
                Plan::Nothing => return Ok(()),
                Plan::Look(note) => ats.look(&note).await?,
                Plan::Post(note, telling) => return ats.post(&note, &telling).await,
                Plan::Edit(note, telling) => return ats.edit(&note, &telling).await,
            }
        }
        Err(TaskError::Retry("note_unsettled"))
    }
}

/// The candidacy in the ATS.
struct Ats<'a> {
    context: &'a Context,
    integration: hiring::IntegrationId,
    remote: &'a str,
    place: &'a Locator,
}

impl Ats<'_> {
    async fn connector(&self) -> Result<std::sync::Arc<dyn Connector>, TaskError> {
        let integrations = &self.context.integrations;
        Ok(integrations
            .connector(&self.context.permit, self.integration)
            .await?)
    }

    async fn look(&self, note: &Note) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let since_sent = store.now().since(note.updated_at);
        if since_sent < ON_ITS_WAY {
            return Err(TaskError::Postpone(
                ON_ITS_WAY - since_sent,
                "note_on_its_way",
            ));
        }
        let found = self
            .connector()
            .await?
            .find_note(self.remote, &note.marker)
            .await;
        match found {
            Ok(Some(id)) => notes::written(store, permit, note.id, &id, None).await?,
            Ok(None) => notes::not_sent(store, permit, note.id).await?,
            Err(ConnectorError::NotFound) => return Err(TaskError::Gone),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn post(&self, note: &Note, telling: &Telling) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let connector = self.connector().await?;
        if !connector.takes_notes() {
            return Ok(());
        }
        let text = self.text(note, telling).await?;
        // Whoever lost the row must not write beside the one who has it now.
        self.context.hold().await?;
        // From here on a crash means: look first.
        notes::sending(store, permit, note.id).await?;
        match connector.create_note(self.remote, &text).await {
            Ok(id) => {
                count("posted");
                Ok(notes::written(store, permit, note.id, &id, Some(&text)).await?)
            }
            Err(ConnectorError::Uncertain) => Err(TaskError::Retry("note_uncertain")),
            Err(error) => {
                // Refused for certain: nothing was made.
                notes::not_sent(store, permit, note.id).await?;
                Err(gone_or(error))
            }
        }
    }

    async fn edit(&self, note: &Note, telling: &Telling) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let text = self.text(note, telling).await?;
        let Some(id) = &note.remote_id else {
            return Err(TaskError::Dead("note_without_id"));
        };
        if note.body_sha256.as_deref() == Some(&*notes::body_sha256(&text)) {
            return Ok(());
        }
        // A note that somebody deleted in the ATS stays deleted.
        match self
            .connector()
            .await?
            .update_note(self.remote, id, &text)
            .await
        {
            Ok(()) => {
                count("edited");
                Ok(notes::written(store, permit, note.id, id, Some(&text)).await?)
            }
            Err(error) => Err(gone_or(error)),
        }
    }

    async fn text(&self, note: &Note, telling: &Telling) -> Result<String, TaskError> {
        let permit = self.context.permit.to::<ViewJobs>();
        let card = board::card(self.context.store(), &permit, self.place.application).await?;
        let link = self
            .context
            .integrations
            .address(&format!("applications/{}", self.place.application));
        Ok(note_text::compose(&card, telling, &link, &note.marker))
    }
}

fn count(what: &'static str) {
    metrics::counter!("clara_notes_total", "what" => what).increment(1);
}

fn gone_or(error: ConnectorError) -> TaskError {
    match error {
        ConnectorError::NotFound => TaskError::Gone,
        error => error.into(),
    }
}
