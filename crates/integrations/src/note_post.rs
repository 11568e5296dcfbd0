//! A note on its way to a candidacy: sent once, looked for when nobody knows whether it arrived.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hiring::applications::{self, Locator};
use hiring::notes::{self, Note, Plan};
use hiring::{ApplicationId, IntegrationId};

use crate::connector::{Connector, ConnectorError};
use crate::tasks::{Context, TaskError};

/// What was sent by a process that died, or by a call that gave up, may still be carried out a little later: looked for too soon, it would be
/// missed, and sent twice.
pub(crate) const ON_ITS_WAY: Duration = Duration::from_secs(15);

/// [`Plan::Look`] leads to another plan, which can be another one of these; then the row comes again.
const STEPS: usize = 3;

/// One kind of note: what is to be done about it, and its words.
#[async_trait]
pub(crate) trait NoteTask: Sync {
    /// What it tells.
    type Told: Send + Sync;

    /// Which candidacy's note it is.
    fn application(&self) -> ApplicationId;

    /// What is to be done now.
    async fn plan(&self, context: &Context) -> Result<Plan<Self::Told>, hiring::Error>;

    /// The note's text, its marker included.
    async fn text(
        &self,
        context: &Context,
        told: &Self::Told,
        marker: &str,
    ) -> Result<String, TaskError>;
}

/// Carries out what a note's plan says, until there is nothing left to do.
pub(crate) async fn write<N: NoteTask>(note: &N, context: &Context) -> Result<(), TaskError> {
    let application = note.application();
    let place = applications::locate(context.store(), &context.permit, application).await?;
    let Some(candidacy) = Candidacy::of(context, &place) else {
        return Ok(());
    };
    for _ in 0..STEPS {
        match note.plan(context).await? {
            Plan::Nothing => return Ok(()),
            Plan::Wait(rest) => return Err(TaskError::Postpone(rest, "card_moves")),
            Plan::Look(kept) => candidacy.look(&kept).await?,
            Plan::Post(kept, told) => {
                let text = note.text(context, &told, &kept.marker).await?;
                return candidacy.post(&kept, &text).await;
            }
            Plan::Edit(kept, told) => {
                let text = note.text(context, &told, &kept.marker).await?;
                return candidacy.edit(&kept, &text).await;
            }
        }
    }
    Err(TaskError::Retry("note_unsettled"))
}

/// The candidacy in the ATS. The connection is only asked for when there is something to say.
pub(crate) struct Candidacy<'a> {
    context: &'a Context,
    integration: IntegrationId,
    remote: &'a str,
}

impl<'a> Candidacy<'a> {
    /// Of an application; none if no ATS knows it.
    pub(crate) fn of(context: &'a Context, place: &'a Locator) -> Option<Self> {
        Some(Self {
            context,
            integration: place.integration?,
            remote: place.remote_id.as_deref()?,
        })
    }

    /// Its id in the ATS.
    pub(crate) fn remote(&self) -> &'a str {
        self.remote
    }

    /// Through which connection.
    pub(crate) fn integration(&self) -> IntegrationId {
        self.integration
    }

    pub(crate) async fn connector(&self) -> Result<Arc<dyn Connector>, TaskError> {
        let integrations = &self.context.integrations;
        let connector = integrations
            .connector(&self.context.permit, self.integration)
            .await?;
        Ok(if self.context.is_bulk() {
            connector.for_bulk()
        } else {
            connector
        })
    }

    /// Looks whether a note arrived whose sending was never confirmed.
    pub(crate) async fn look(&self, note: &Note) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let since_sent = store.now().since(note.updated_at);
        if since_sent < ON_ITS_WAY {
            return Err(TaskError::Postpone(
                ON_ITS_WAY - since_sent,
                "note_on_its_way",
            ));
        }
        let connector = self.connector().await?;
        match connector.find_note(self.remote, &note.marker).await {
            Ok(Some(id)) => notes::written(store, permit, note.id, &id, None).await?,
            Ok(None) => notes::not_sent(store, permit, note.id).await?,
            Err(error) => return Err(gone_or(error)),
        }
        Ok(())
    }

    /// Sends a note.
    pub(crate) async fn post(&self, note: &Note, text: &str) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let connector = self.connector().await?;
        if !connector.takes_notes() {
            return Ok(());
        }
        // From here on a crash means: look first. Whoever lost the row must not write beside the one who has it now.
        if !notes::sending(store, &self.context.leased, note.id).await? {
            return Err(TaskError::Lost);
        }
        match connector.create_note(self.remote, text).await {
            Ok(id) => {
                count("posted");
                notes::posted(store, &self.context.leased, note.id, &id, text).await?;
                self.context.row_is_ended();
                Ok(())
            }
            Err(ConnectorError::Uncertain) => Err(TaskError::Retry("note_uncertain")),
            Err(error) => {
                // Refused for certain: nothing was made.
                notes::not_sent(store, permit, note.id).await?;
                Err(gone_or(error))
            }
        }
    }

    /// Replaces the text of a note that stands there, if it differs.
    pub(crate) async fn edit(&self, note: &Note, text: &str) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let Some(id) = &note.remote_id else {
            return Err(TaskError::Dead("note_without_id"));
        };
        if note.body_sha256.as_deref() == Some(&*notes::body_sha256(text)) {
            return Ok(());
        }
        // A note that somebody deleted in the ATS stays deleted.
        let connector = self.connector().await?;
        match connector.update_note(self.remote, id, text).await {
            Ok(()) => {
                count("edited");
                Ok(notes::written(store, permit, note.id, id, Some(text)).await?)
            }
            Err(error) => Err(gone_or(error)),
        }
    }
}

fn count(what: &'static str) {
    metrics::counter!("clara_notes_total", "what" => what).increment(1);
}

/// What is not there any more needs no note.
pub(crate) fn gone_or(error: ConnectorError) -> TaskError {
    match error {
        ConnectorError::NotFound => TaskError::Gone,
        error => error.into(),
    }
}
