//! Mails that are owed: queue rows written with their cause. A worker asks here what to say, renders, sends, and says so.
//!
//! The row's payload is the cause's id; names, addresses and links are read when the mail is sent, so a revoked invitation sends nothing.

use serde::{Deserialize, Serialize};
use sqlx::query;

use crate::db::{RowExt, Tx, statements_block, text_enum};
use crate::follow_ups::link;
use crate::integrations::{self, Provider};
use crate::queue::{self, Leased, Task};
use crate::{
    AccountId, Error, FollowUpId, IntegrationId, InvitationId, Millis, OrganizationId,
    PasswordResetId, Role, Secret, Store, invitations, passwords,
};

/// The kind of the queue's rows.
pub const SEND_MAIL: &str = "send_mail";

statements_block! {
    FORGET_FAILED = "DELETE FROM queue WHERE organization_id = $1 AND kind = $2 AND dedupe = $3 AND state = 'dead'";
}

text_enum! {
    /// How a mail fares.
    pub enum Delivery {
        /// On its way, or to be tried again.
        Waiting = "waiting",
        /// Handed to the mail server.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
    }
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cause {
    Invitation(InvitationId),
    PasswordReset(PasswordResetId),
    FollowUp(FollowUpId),
    FollowUpReminder(FollowUpId),
    /// Access was revoked in the ATS; to one of those who can connect again.
    Revoked {
        integration: IntegrationId,
        account: AccountId,
    },
}

impl Cause {
    pub(crate) fn key(self) -> String {
        match self {
            Self::Invitation(id) => id.to_string(),
            Self::PasswordReset(id) => id.to_string(),
            Self::FollowUp(id) => id.to_string(),
            Self::FollowUpReminder(id) => format!("{id}/reminder"),
            Self::Revoked {
                integration,
                account,
            } => format!("{integration}/{account}"),
        }
    }
}

/// A mail that is owed.
#[derive(Clone, Debug)]
pub enum Mail {
    /// Somebody is invited.
    Invitation {
        /// Mail address.
        to: String,
        /// To which organization.
        organization: String,
        /// As what.
        role: Role,
        /// By whom.
        invited_by: Option<String>,
        /// What the link carries.
        token: Secret,
        /// Until when it works.
        expires_at: Millis,
    },
    /// Somebody lost their password.
    PasswordReset {
        /// Mail address.
        to: String,
        /// Their name.
        name: String,
        /// What the link carries.
        token: Secret,
        /// Until when it works.
        expires_at: Millis,
    },
    /// A candidate is asked follow-up questions.
    FollowUp {
        /// Mail address.
        to: String,
        /// Their name; may be empty.
        name: String,
        /// Who asks.
        organization: String,
        /// About which job.
        job: String,
        /// How many questions.
        questions: usize,
        /// What the link carries.
        token: Secret,
        /// Until when it works.
        expires_at: Millis,
        /// They were asked before.
        reminder: bool,
    },
    /// Access to an ATS was revoked there.
    Revoked {
        /// Mail address.
        to: String,
        /// Their name.
        name: String,
        /// Of which organization.
        organization: String,
        /// To which ATS.
        provider: Provider,
        /// When CLARA noticed.
        at: Millis,
    },
}

/// Queues a mail, in the transaction of its cause; a failed one about the same is forgotten.
pub(crate) async fn owe(
    tx: &mut Tx,
    organization: OrganizationId,
    cause: Cause,
) -> Result<(), Error> {
    forget_failed(tx, organization, cause).await?;
    let payload = serde_json::to_value(cause).unwrap_or_default();
    let task = Task::new(SEND_MAIL, payload).keyed(cause.key());
    queue::enqueue_in(tx, organization, &task).await
}

/// Forgets that a mail could not be sent.
pub(crate) async fn forget_failed(
    tx: &mut Tx,
    organization: OrganizationId,
    cause: Cause,
) -> Result<(), Error> {
    query(FORGET_FAILED)
        .bind(organization)
        .bind(SEND_MAIL)
        .bind(cause.key())
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// What a leased row owes.
///
/// # Errors
/// [`Error::NotFound`] if nothing is to be sent any more: revoked, accepted, used, too late, connected again, or sent already.
pub async fn owed(store: &Store, leased: &Leased) -> Result<Mail, Error> {
    match cause(leased)? {
        Cause::Invitation(id) => invitations::mail(store, leased.organization, id).await,
        Cause::PasswordReset(id) => passwords::reset::mail(store, leased.organization, id).await,
        Cause::FollowUp(id) => link::mail(store, leased.organization, id, false).await,
        Cause::FollowUpReminder(id) => link::mail(store, leased.organization, id, true).await,
        Cause::Revoked {
            integration,
            account,
        } => integrations::revoked::mail(store, leased.organization, integration, account).await,
    }
}

/// The mail server has the mail: what only the mail needed is forgotten, and the row goes.
///
/// # Errors
/// [`Error::Unavailable`]: it may be sent once more, under the same id.
pub async fn sent(store: &Store, leased: &Leased) -> Result<(), Error> {
    if let Cause::PasswordReset(id) = cause(leased)? {
        passwords::reset::forget_token(store, leased.organization, id).await?;
    }
    queue::done(store, leased).await.map(drop)
}

fn cause(leased: &Leased) -> Result<Cause, Error> {
    serde_json::from_value(leased.payload.clone()).map_err(|_| Error::NotFound)
}

pub(crate) fn delivery(row: &sqlx::any::AnyRow) -> Result<Delivery, Error> {
    let state: Option<queue::RowState> = row.get_as("mail_state")?;
    Ok(match state {
        None => Delivery::Sent,
        Some(queue::RowState::Dead) => Delivery::Failed,
        Some(queue::RowState::Waiting | queue::RowState::Running) => Delivery::Waiting,
    })
}
