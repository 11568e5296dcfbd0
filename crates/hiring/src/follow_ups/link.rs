//! The link to the questions: who holds it may answer, and nothing else. Looking changes nothing; a link that is wrong, too old or taken back
//! does not exist.

use questions::{Answer, Entries, QuestionSet};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

use super::{Scope, State, sets, taken};
use crate::db::{Connection, Json, RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::key_rotation::SealedColumn;
use crate::mails::Mail;
use crate::permission::Actor;
use crate::queue::{Task, enqueue_in};
use crate::{
    ApplicationId, CandidateId, Error, FollowUpId, JobId, Millis, OrganizationId, Secret, Store,
    audit, files, token,
};

statements_block! {
    ISSUE = "INSERT INTO follow_up_links (organization_id, id, token_hash, token, expires_at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organization_id, id) DO UPDATE SET token_hash = excluded.token_hash, token = excluded.token, expires_at = excluded.expires_at";
    FIND = "SELECT organization_id, id FROM follow_up_links WHERE token_hash = $1 AND expires_at > $2";
    READ = "SELECT f.application_id, f.candidate_id, a.job_id, f.scope, f.version, f.state, f.saved_at, f.answered_at, f.expires_at, f.entries, \
        c.name, j.title, o.name AS organization_name FROM follow_ups f \
        JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN candidates c ON c.organization_id = f.organization_id AND c.id = f.candidate_id \
        JOIN organizations o ON o.id = f.organization_id WHERE f.organization_id = $1 AND f.id = $2";
    MAIL = "SELECT f.scope, f.version, l.token, l.expires_at, c.name, c.emails, j.title, o.name AS organization_name FROM follow_ups f \
        JOIN follow_up_links l ON l.organization_id = f.organization_id AND l.id = f.id \
        JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN candidates c ON c.organization_id = f.organization_id AND c.id = f.candidate_id \
        JOIN organizations o ON o.id = f.organization_id \
        WHERE f.organization_id = $1 AND f.id = $2 AND f.state = 'asked' AND l.expires_at > $3 AND l.token IS NOT NULL \
        AND a.removed_at IS NULL AND a.archived_at IS NULL AND a.barred IS NULL AND c.opted_out_at IS NULL";
    SAVE = "UPDATE follow_ups SET entries = $3, saved_at = $4 WHERE organization_id = $1 AND id = $2";
    ANSWER = "UPDATE follow_ups SET state = 'answered', answers = $3, answered_at = $4, entries = NULL WHERE organization_id = $1 AND id = $2";
    DECLINE = "UPDATE follow_ups SET state = 'declined', entries = NULL WHERE organization_id = $1 AND id = $2";
    OPT_OUT = "UPDATE candidates SET opted_out_at = $3 WHERE organization_id = $1 AND id = $2 AND opted_out_at IS NULL";
    FORGET_TOKEN = "UPDATE follow_up_links SET token = NULL WHERE organization_id = $1 AND id = $2";
    OF_OTHER_KEYS = "SELECT organization_id, id, token AS sealed FROM follow_up_links WHERE token IS NOT NULL AND token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE follow_up_links SET token = $4 WHERE organization_id = $1 AND id = $2 AND token = $3";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// The form as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Who asks.
    pub organization: String,
    /// Who is asked; may be empty.
    pub candidate: String,
    /// About which job.
    pub job: String,
    /// What is asked.
    pub set: QuestionSet,
    /// What was entered so far.
    pub entries: Entries,
    /// When that was saved.
    pub saved_at: Option<Millis>,
    /// When the answers were sent: nothing can be changed then.
    pub answered_at: Option<Millis>,
    /// The candidate does not want to be asked.
    pub declined: bool,
    /// Until when the link works.
    pub expires_at: Millis,
}

/// What became of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// They are kept, and on their way to the application.
    Now,
    /// They were sent before, or the questions were declined: nothing was changed.
    Before,
}

/// The form that a link leads to.
///
/// # Errors
/// [`Error::NotFound`] for a link that is wrong, too old or taken back.
pub async fn open(store: &Store, token: &str) -> Result<Form, Error> {
    let mut connection = store.database().reader().await?;
    let (organization, id) = find(&mut connection, token, store.now()).await?;
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let held = held(organization, id, &row)?;
    Ok(Form {
        set: held.set(&mut connection).await?,
        organization: row.get_as("organization_name")?,
        candidate: row.get_as("name")?,
        job: row.get_as("title")?,
        entries: held.entries,
        saved_at: row.get_as("saved_at")?,
        answered_at: row.get_as("answered_at")?,
        declined: held.state == State::Declined,
        expires_at: row
            .get_as::<Option<Millis>>("expires_at")?
            .unwrap_or_default(),
    })
}

/// Keeps the bytes of a file that was chosen in the form; answers their SHA-256.
///
/// # Errors
/// [`Error::NotFound`] for a dead link.
pub async fn keep_file(store: &Store, token: &str, bytes: Vec<u8>) -> Result<String, Error> {
    let (organization, _) =
        find(&mut *store.database().reader().await?, token, store.now()).await?;
    files::put(store, organization, bytes).await
}

/// Keeps what was entered so far, to go on later. False: the answers were sent already, and nothing was changed.
///
/// # Errors
/// [`Error::NotFound`] for a dead link.
pub async fn save(store: &Store, token: &str, entries: Entries) -> Result<bool, Error> {
    let (mut tx, held) = hold(store, token).await?;
    if held.state != State::Asked {
        return Ok(false);
    }
    let entries = entries.within(&held.set(tx.connection()).await?);
    let now = tx.now();
    tx.execute(
        query(SAVE)
            .bind(held.organization)
            .bind(held.id)
            .bind(Json(&entries))
            .bind(now),
    )
    .await?;
    tx.tell(held.organization, Pending::card(held.job, held.application));
    tx.commit().await?;
    let replaced = held.entries.files.values().filter(|file| {
        let kept = entries.files.values().map(|kept| &kept.sha256);
        !kept.into_iter().any(|kept| *kept == file.sha256)
    });
    for file in replaced {
        taken::forget_file(store, held.organization, held.id, &file.sha256).await?;
    }
    Ok(true)
}

/// Sends the answers, once. They are queued for the applications that they belong to in the same transaction.
///
/// # Errors
/// [`Error::NotFound`] for a dead link.
pub async fn send(store: &Store, token: &str, answers: &[Answer]) -> Result<Sent, Error> {
    let (mut tx, held) = hold(store, token).await?;
    if held.state != State::Asked {
        return Ok(Sent::Before);
    }
    let now = tx.now();
    tx.execute(
        query(ANSWER)
            .bind(held.organization)
            .bind(held.id)
            .bind(Json(answers))
            .bind(now),
    )
    .await?;
    forget_token(&mut tx, held.organization, held.id).await?;
    enqueue_in(&mut tx, held.organization, &Task::take_answers(held.id)).await?;
    record(&mut tx, &held, "follow_up.answer").await?;
    tx.tell(held.organization, Pending::card(held.job, held.application));
    tx.commit().await?;
    Ok(Sent::Now)
}

/// The candidate does not want to be asked, now or again. What was sent before stays sent.
///
/// # Errors
/// [`Error::NotFound`] for a dead link.
pub async fn decline(store: &Store, token: &str) -> Result<(), Error> {
    let (mut tx, held) = hold(store, token).await?;
    let now = tx.now();
    let opted_out = query(OPT_OUT)
        .bind(held.organization)
        .bind(held.candidate)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if opted_out.rows_affected() == 1 {
        record(&mut tx, &held, "follow_up.decline").await?;
    }
    if held.state == State::Asked {
        tx.execute(query(DECLINE).bind(held.organization).bind(held.id))
            .await?;
        forget_token(&mut tx, held.organization, held.id).await?;
    }
    tx.tell(held.organization, Pending::card(held.job, held.application));
    tx.commit().await?;
    for file in held.entries.files.values() {
        taken::forget_file(store, held.organization, held.id, &file.sha256).await?;
    }
    Ok(())
}

/// Makes a fresh link; the one before stops working.
pub(super) async fn issue(
    tx: &mut Tx,
    organization: OrganizationId,
    id: FollowUpId,
    expires_at: Millis,
) -> Result<(), Error> {
    let token = Secret::new(token::random());
    let sealed = tx
        .store()
        .sealer()
        .seal(organization, &row_name(id), &token)?;
    tx.execute(
        query(ISSUE)
            .bind(organization)
            .bind(id)
            .bind(token::sha256_hex(token.expose()))
            .bind(sealed)
            .bind(expires_at),
    )
    .await?;
    Ok(())
}

/// The mail that asks, or reminds.
pub(crate) async fn mail(
    store: &Store,
    organization: OrganizationId,
    id: FollowUpId,
    reminder: bool,
) -> Result<Mail, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(MAIL)
        .bind(organization)
        .bind(id)
        .bind(store.now())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let set = sets::version(
        &mut connection,
        organization,
        row.get_as("scope")?,
        row.get_as("version")?,
    )
    .await?;
    let sealed: String = row.get_as("token")?;
    Ok(Mail::FollowUp {
        to: super::people::address(row.json("emails")?).ok_or(Error::NotFound)?,
        name: row.get_as("name")?,
        organization: row.get_as("organization_name")?,
        job: row.get_as("title")?,
        questions: set.questions.len(),
        token: store
            .sealer()
            .unseal(organization, &row_name(id), &sealed)?,
        expires_at: row.get_as("expires_at")?,
        reminder,
    })
}

/// What a link gives into somebody's hand.
struct Held {
    organization: OrganizationId,
    id: FollowUpId,
    application: ApplicationId,
    candidate: CandidateId,
    job: JobId,
    scope: Scope,
    version: i64,
    state: State,
    entries: Entries,
}

impl Held {
    async fn set(&self, connection: &mut Connection) -> Result<QuestionSet, Error> {
        sets::version(connection, self.organization, self.scope, self.version).await
    }
}

/// What the link is for, with nobody else at work on it.
async fn hold(store: &Store, token: &str) -> Result<(Tx, Held), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let (organization, id) = find(tx.connection(), token, now).await?;
    tx.alone_on(id).await?;
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let held = held(organization, id, &row)?;
    Ok((tx, held))
}

async fn find(
    connection: &mut Connection,
    token: &str,
    now: Millis,
) -> Result<(OrganizationId, FollowUpId), Error> {
    let row = query(FIND)
        .bind(token::sha256_hex(token))
        .bind(now)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.get_as("organization_id")?, row.get_as("id")?))
}

fn held(organization: OrganizationId, id: FollowUpId, row: &AnyRow) -> Result<Held, Error> {
    let entries: Option<Json<Entries>> = row.get_as("entries")?;
    Ok(Held {
        organization,
        id,
        application: row.get_as("application_id")?,
        candidate: row.get_as("candidate_id")?,
        job: row.get_as("job_id")?,
        scope: row.get_as("scope")?,
        version: row
            .get_as::<Option<i64>>("version")?
            .ok_or(Error::NotFound)?,
        state: row.get_as("state")?,
        entries: entries.map(|entries| entries.0).unwrap_or_default(),
    })
}

/// Who holds the link is the candidate: no account, and nothing of what they wrote.
async fn record(tx: &mut Tx, held: &Held, action: &str) -> Result<(), Error> {
    let (target, detail) = (held.id.to_string(), json!({ "by": "link" }));
    audit::record_by(
        tx,
        held.organization,
        Actor::System,
        action,
        &target,
        &detail,
    )
    .await
}

async fn forget_token(
    tx: &mut Tx,
    organization: OrganizationId,
    id: FollowUpId,
) -> Result<(), Error> {
    tx.execute(query(FORGET_TOKEN).bind(organization).bind(id))
        .await?;
    Ok(())
}

/// The row that a token is sealed for.
fn row_name(id: impl std::fmt::Display) -> String {
    format!("follow_up/{id}")
}
