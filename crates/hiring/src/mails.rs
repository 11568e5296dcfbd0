//! Mails that are owed: queue rows written with their cause. A worker asks here what to say, renders, sends, and says so.
//!
//! The row's payload is the cause's id; names, addresses and links are read when the mail is sent, so a revoked invitation sends nothing.
//! No mail is sent twice: see [`hand_over`].

pub(crate) mod bounced;
pub(crate) mod handover;
pub(crate) mod trouble;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::query;

use crate::db::{RowExt, Tx, statements_block, text_enum};
use crate::follow_ups::link;
use crate::integrations::{self, Provider};
use crate::notifications::{self, Cadence, Notification};
use crate::queue::{self, Leased, Task};
use crate::{
    AccountId, Error, FollowUpId, IntegrationId, InvitationId, Millis, OrganizationId,
    PasswordResetId, RecipientId, Role, Secret, Store, invitations, passwords, shares,
};

pub use bounced::bounced;
pub use handover::{hand_over, was_handed_over};
pub use trouble::trouble;

/// The kind of the queue's rows.
pub const SEND_MAIL: &str = "send_mail";

/// How long a mail is tried: a mail server may be down over a weekend.
pub const TRIED_FOR: Duration = Duration::from_secs(72 * 3600);

/// The pause between tries once the usual ones are over.
const REST: Duration = Duration::from_secs(15 * 60);

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
    Share(RecipientId),
    /// News for a member, by how soon they want them.
    News(AccountId, Cadence),
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
            Self::Share(id) => id.to_string(),
            Self::News(account, cadence) => format!("{account}/{cadence}"),
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
    /// Candidates wait for somebody's decision.
    Share(ShareMail),
    /// A member is told what happened.
    News(NewsMail),
}

/// What the mail of a share says.
#[derive(Clone, Debug)]
pub struct ShareMail {
    /// Mail address.
    pub to: String,
    /// Whose candidates.
    pub organization: String,
    /// Who asks.
    pub shared_by: String,
    /// For which job.
    pub job_title: String,
    /// What they wrote; may be empty.
    pub message: String,
    /// The names of those who are not decided on yet.
    pub candidates: Vec<String>,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// That day is over.
    pub is_overdue: bool,
    /// It came before.
    pub is_reminder: bool,
    /// Nobody sent this reminder: it can be switched off.
    pub by_itself: bool,
    /// What the link carries.
    pub token: Secret,
    /// Until when it works.
    pub expires_at: Millis,
}

/// What a mail of news says.
#[derive(Clone, Debug)]
pub struct NewsMail {
    /// Mail address.
    pub to: String,
    /// Their name.
    pub name: String,
    /// Where it happened.
    pub organization: String,
    /// What, the oldest first.
    pub news: Vec<Notification>,
    /// What the link carries that ends such mails.
    pub unsubscribe: Secret,
}

/// Queues a mail, in the transaction of its cause; a failed one about the same is forgotten.
pub(crate) async fn owe(
    tx: &mut Tx,
    organization: OrganizationId,
    cause: Cause,
) -> Result<(), Error> {
    forget_failed(tx, organization, cause).await?;
    queue::enqueue_in(tx, organization, &task(cause)).await
}

/// Queues a mail that goes out later.
pub(crate) async fn owe_at(
    tx: &mut Tx,
    organization: OrganizationId,
    cause: Cause,
    at: Millis,
) -> Result<(), Error> {
    queue::enqueue_in(tx, organization, &task(cause).at(at)).await
}

fn task(cause: Cause) -> Task {
    let payload = serde_json::to_value(cause).unwrap_or_default();
    Task::new(SEND_MAIL, payload).keyed(cause.key())
}

/// Forgets that a mail could not be sent.
pub(crate) async fn forget_failed(
    tx: &mut Tx,
    organization: OrganizationId,
    cause: Cause,
) -> Result<(), Error> {
    tx.execute(
        query(FORGET_FAILED)
            .bind(organization)
            .bind(SEND_MAIL)
            .bind(cause.key()),
    )
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
        Cause::Share(id) => shares::mail(store, leased.organization, id).await,
        Cause::News(account, cadence) => {
            notifications::mail::mail(store, leased, account, cadence).await
        }
    }
}

/// The mail server has the mail: what only the mail needed is forgotten, and the row goes.
///
/// # Errors
/// [`Error::Unavailable`]: it is owed still, and nobody knows that it was sent.
pub async fn sent(store: &Store, leased: &Leased) -> Result<(), Error> {
    match cause(leased)? {
        Cause::PasswordReset(id) => {
            passwords::reset::forget_token(store, leased.organization, id).await?;
        }
        Cause::News(..) => {
            notifications::mail::mailed(store, leased.organization, &leased.id).await?;
        }
        Cause::Invitation(_)
        | Cause::Share(_)
        | Cause::FollowUp(_)
        | Cause::FollowUpReminder(_)
        | Cause::Revoked { .. } => {}
    }
    queue::done(store, leased).await.map(drop)
}

/// The mail server could not be reached, or did not take the mail for now: again later, for [`TRIED_FOR`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn not_sent(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    handover::forget(store, leased).await?;
    if leased.attempt < queue::MAX_ATTEMPTS {
        return queue::retry(store, leased, error_code).await;
    }
    if store.now().since(leased.since) < TRIED_FOR {
        return queue::postpone(store, leased, REST, error_code).await;
    }
    refused(store, leased, error_code).await
}

/// The mail will never arrive: whoever shared is told, once, and whoever shows whom it was for hears of it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn refused(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let died = queue::fail_in(&mut tx, leased, error_code).await?;
    if let (true, Ok(Cause::Share(recipient))) = (died, cause(leased)) {
        shares::undelivered(&mut tx, leased.organization, recipient).await?;
    }
    tx.commit().await?;
    handover::forget(store, leased).await
}

/// Nobody knows whether the mail server took the mail: given up, so that a person decides. News are not told twice, as they stand in the
/// application, too.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn uncertain(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    match cause(leased)? {
        Cause::News(..) => sent(store, leased).await,
        _ => refused(store, leased, error_code).await,
    }
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
