//! Sharing: rows, marks on the cards, mails and news, all or nothing. What somebody has before them already is not put there again.

use std::collections::HashSet;

use serde_json::json;
use sqlx::query;

use super::draft::chosen;
use super::{Draft, GRACE, LASTS, live, marks, reminders, reviewer};
use crate::db::{Connection, Flag, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::mails::{self, Cause};
use crate::notifications::{self, About, NotificationKind};
use crate::permission::ShareCandidates;
use crate::{
    AccountId, ApplicationId, Error, JobId, Millis, OrganizationId, Permit, RecipientId, Secret,
    ShareId, Store, audit, jobs, token,
};

statements_block! {
    INSERT = "INSERT INTO shares (organization_id, id, job_id, shared_by, message, shows_score, shows_evidence, votes, due_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_RECIPIENT = "INSERT INTO share_recipients (organization_id, id, share_id, email, token_hash, token, expires_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_ITEM = "INSERT INTO share_items (organization_id, recipient_id, application_id, share_id, added_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organization_id, recipient_id, application_id) DO UPDATE SET added_at = excluded.added_at, withdrawn_at = NULL, \
        decision = NULL, comment = '', decided_at = NULL, acted_at = NULL, decision_id = NULL";
    OF_JOB = "SELECT id FROM applications WHERE organization_id = $1 AND job_id = $2 AND removed_at IS NULL";
    HAS = concat!(
        "SELECT i.application_id FROM share_items i JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND r.email = $2 AND ",
        live!()
    );
    SHARE = "SELECT job_id, due_at FROM shares WHERE organization_id = $1 AND id = $2";
    RECIPIENTS = "SELECT id, email FROM share_recipients WHERE organization_id = $1 AND share_id = $2 AND revoked_at IS NULL ORDER BY email";
    EXTEND = "UPDATE share_recipients SET expires_at = CASE WHEN expires_at < $3 THEN $3 ELSE expires_at END WHERE organization_id = $1 AND id = $2";
    ACCOUNT = "SELECT m.account_id FROM members m JOIN accounts a ON a.id = m.account_id \
        WHERE m.organization_id = $1 AND a.email = $2 AND m.deactivated_at IS NULL";
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Who gets a mail.
    pub to: Vec<String>,
    /// Who had all of it before them already, and gets none.
    pub already: Vec<String>,
}

/// Shares candidates with hiring managers and owes each a mail.
///
/// # Errors
/// [`Error::NotFound`] for a job or a candidate that is not there; [`Error::Invalid`] if everybody has all of it already, or a program without a person shares.
pub async fn send(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    draft: &Draft,
) -> Result<Sent, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(draft.job).await?;
    let sharer = sharer(permit)?;
    jobs::store::read_in(tx.connection(), organization, draft.job).await?;
    check_of_job(
        tx.connection(),
        organization,
        draft.job,
        &draft.applications,
    )
    .await?;
    let share = ShareId::fresh();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(share)
            .bind(draft.job)
            .bind(sharer)
            .bind(&*draft.message)
            .bind(Flag(draft.terms.score))
            .bind(Flag(draft.terms.evidence))
            .bind(draft.terms.votes)
            .bind(draft.due_at)
            .bind(now),
    )
    .await?;
    let mut sent = Sent {
        to: Vec::new(),
        already: Vec::new(),
    };
    for email in &draft.to {
        let fresh = unseen(&mut tx, organization, email, &draft.applications).await?;
        if fresh.is_empty() {
            sent.already.push(email.clone());
            continue;
        }
        let recipient = invite(&mut tx, organization, share, email, draft.due_at).await?;
        let put = Put {
            job: draft.job,
            share,
            recipient,
            email,
            by: sharer,
            due_at: draft.due_at,
        };
        put.before(&mut tx, organization, &fresh).await?;
        sent.to.push(email.clone());
    }
    if sent.to.is_empty() {
        return Err(Error::invalid(
            "to",
            "Everybody chosen has these candidates before them already, so nothing was sent. Remind them under “Shared before” instead.",
        ));
    }
    let detail = json!({ "job": draft.job, "applications": draft.applications, "recipients": sent.to.len() });
    settle(
        tx,
        permit,
        draft.job,
        "share.send",
        share,
        &detail,
        &draft.applications,
    )
    .await?;
    Ok(sent)
}

/// Puts more candidates before everybody of a share, and owes them a mail.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if everybody has all of it already, or nobody is left in the share.
pub async fn add(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    share: ShareId,
    applications: impl IntoIterator<Item = ApplicationId>,
) -> Result<Sent, Error> {
    let organization = permit.organization();
    let applications = chosen(applications)?;
    let (job, due_at) = read_share(store, permit, share).await?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(job).await?;
    let sharer = sharer(permit)?;
    check_of_job(tx.connection(), organization, job, &applications).await?;
    let mut sent = Sent {
        to: Vec::new(),
        already: Vec::new(),
    };
    let rows = query(RECIPIENTS)
        .bind(organization)
        .bind(share)
        .fetch_all(tx.connection())
        .await?;
    for row in rows {
        let email: String = row.get_as("email")?;
        let recipient = row.get_as("id")?;
        let fresh = unseen(&mut tx, organization, &email, &applications).await?;
        if fresh.is_empty() {
            sent.already.push(email);
            continue;
        }
        extend(&mut tx, organization, recipient, expiry(now, due_at)).await?;
        let put = Put {
            job,
            share,
            recipient,
            email: &email,
            by: sharer,
            due_at,
        };
        put.before(&mut tx, organization, &fresh).await?;
        sent.to.push(email);
    }
    if sent.to.is_empty() {
        return Err(Error::invalid(
            "applications",
            "Everybody of this share has these candidates before them already, or it was revoked. Nothing was sent.",
        ));
    }
    let detail = json!({ "applications": applications });
    settle(tx, permit, job, "share.add", share, &detail, &applications).await?;
    Ok(sent)
}

/// The job of a share, and by when it is to be decided.
pub(crate) async fn read_share(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    share: ShareId,
) -> Result<(JobId, Option<Millis>), Error> {
    let row = query(SHARE)
        .bind(permit.organization())
        .bind(share)
        .fetch_optional(&mut *store.database().reader().await?)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.get_as("job_id")?, row.get_as("due_at")?))
}

/// What every change of a share ends with: cards show it, the log knows, browsers hear.
pub(crate) async fn settle(
    mut tx: Tx,
    permit: &Permit<ShareCandidates>,
    job: JobId,
    action: &str,
    target: impl std::fmt::Display,
    detail: &serde_json::Value,
    applications: &[ApplicationId],
) -> Result<(), Error> {
    let organization = permit.organization();
    for application in applications {
        marks::refresh(&mut tx, organization, *application).await?;
    }
    audit::record(&mut tx, permit, action, &target.to_string(), detail).await?;
    tx.tell(organization, Pending::of_job(EventKind::Share, job));
    tx.commit().await
}

/// The active member of the organization who has this address.
pub(crate) async fn member_at(
    tx: &mut Tx,
    organization: OrganizationId,
    email: &str,
) -> Result<Option<AccountId>, Error> {
    query(ACCOUNT)
        .bind(organization)
        .bind(email)
        .fetch_optional(tx.connection())
        .await?
        .map(|row| row.get_as("account_id"))
        .transpose()
}

/// Has a link work at least until then.
pub(crate) async fn extend(
    tx: &mut Tx,
    organization: OrganizationId,
    recipient: RecipientId,
    until: Millis,
) -> Result<(), Error> {
    tx.execute(query(EXTEND).bind(organization).bind(recipient).bind(until))
        .await?;
    Ok(())
}

/// How long a link works that is mailed now.
pub(crate) fn expiry(now: Millis, due_at: Option<Millis>) -> Millis {
    let at_least = now.after(LASTS);
    due_at.map_or(at_least, |due| due.after(GRACE).max(at_least))
}

fn sharer(permit: &Permit<ShareCandidates>) -> Result<AccountId, Error> {
    permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "Only a person shares."))
}

/// Refuses candidates that are not (any more) of this job.
pub(super) async fn check_of_job(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
    applications: &[ApplicationId],
) -> Result<(), Error> {
    let there = query(OF_JOB)
        .bind(organization)
        .bind(job)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| row.get_as("id"))
        .collect::<Result<HashSet<ApplicationId>, _>>()?;
    if applications.iter().all(|id| there.contains(id)) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Those that this person has not before them yet, in whatever share.
async fn unseen(
    tx: &mut Tx,
    organization: OrganizationId,
    email: &str,
    applications: &[ApplicationId],
) -> Result<Vec<ApplicationId>, Error> {
    let has = query(HAS)
        .bind(organization)
        .bind(email)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| row.get_as("application_id"))
        .collect::<Result<HashSet<ApplicationId>, _>>()?;
    let fresh = applications.iter().filter(|id| !has.contains(id));
    Ok(fresh.copied().collect())
}

async fn invite(
    tx: &mut Tx,
    organization: OrganizationId,
    share: ShareId,
    email: &str,
    due_at: Option<Millis>,
) -> Result<RecipientId, Error> {
    let now = tx.now();
    let (id, token) = (RecipientId::fresh(), Secret::new(token::random()));
    let sealed = reviewer::seal(tx.store(), organization, id, &token)?;
    tx.execute(
        query(INSERT_RECIPIENT)
            .bind(organization)
            .bind(id)
            .bind(share)
            .bind(email)
            .bind(token::sha256_hex(token.expose()))
            .bind(sealed)
            .bind(expiry(now, due_at))
            .bind(now),
    )
    .await?;
    Ok(id)
}

/// Candidates of a share for one person.
struct Put<'a> {
    job: JobId,
    share: ShareId,
    recipient: RecipientId,
    email: &'a str,
    by: AccountId,
    due_at: Option<Millis>,
}

impl Put<'_> {
    async fn before(
        self,
        tx: &mut Tx,
        organization: OrganizationId,
        applications: &[ApplicationId],
    ) -> Result<(), Error> {
        let now = tx.now();
        for application in applications {
            tx.execute(
                query(INSERT_ITEM)
                    .bind(organization)
                    .bind(self.recipient)
                    .bind(*application)
                    .bind(self.share)
                    .bind(now),
            )
            .await?;
        }
        mails::owe(tx, organization, Cause::Share(self.recipient)).await?;
        let (recipient, email) = (self.recipient, self.email);
        reminders::plan(tx, organization, recipient, email, self.job, self.due_at).await?;
        let Some(account) = member_at(tx, organization, self.email).await? else {
            return Ok(());
        };
        tx.tell(organization, Pending::for_one(EventKind::Share, account));
        let about = About {
            job: Some(self.job),
            recipient: Some(self.recipient),
            by: Some(self.by),
            ..About::default()
        };
        notifications::add(tx, organization, account, NotificationKind::Shared, &about).await
    }
}
