//! What came back: answers as the worker takes them to applications, as the engine and the profile read them; and what is left over, forgotten.

use questions::{Answer, Entries, KeptFile};
use sqlx::any::AnyRow;
use sqlx::query;

use crate::applications::materials::inputs_changed;
use crate::db::{Connection, Json, RowExt, statements_block};
use crate::permission::Operate;
use crate::queue::{Task, enqueue_all};
use crate::{
    ApplicationId, Error, FollowUpId, JobId, Millis, OrganizationId, Permit, Store, files,
    screenings,
};

statements_block! {
    ANSWERED = "SELECT id, candidate_id, scope, answers, answered_at FROM follow_ups WHERE organization_id = $1 AND id = $2 AND state = 'answered'";
    APPLICATION = "SELECT application_id FROM follow_ups WHERE organization_id = $1 AND id = $2";
    APPLICATIONS = "SELECT a.id, a.job_id FROM follow_ups f JOIN applications a ON a.organization_id = f.organization_id AND a.candidate_id = f.candidate_id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE f.organization_id = $1 AND f.id = $2 AND a.removed_at IS NULL AND f.scope = CASE WHEN j.own_questions = 1 THEN j.id ELSE 'organization' END ORDER BY a.id";
    OF_APPLICATION = "SELECT f.id, f.candidate_id, f.scope, f.answers, f.answered_at FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN follow_ups f ON f.organization_id = a.organization_id AND f.candidate_id = a.candidate_id \
        AND (f.application_id = a.id OR f.scope = CASE WHEN j.own_questions = 1 THEN j.id ELSE 'organization' END) \
        WHERE a.organization_id = $1 AND a.id = $2 AND f.state = 'answered' ORDER BY f.answered_at, f.id";
    IS_USED = "SELECT (SELECT COUNT(*) FROM documents d WHERE d.organization_id = $1 AND d.sha256 = $3) + \
        (SELECT COUNT(*) FROM follow_ups f WHERE f.organization_id = $1 AND f.id <> $2 AND (f.entries LIKE $4 OR f.answers LIKE $4)) AS many";
    LEFT_OVER = "SELECT id, entries FROM follow_ups WHERE organization_id = $1 AND entries IS NOT NULL AND (state = 'withdrawn' OR expires_at <= $2) LIMIT 100";
    FORGET_ENTRIES = "UPDATE follow_ups SET entries = NULL, saved_at = NULL WHERE organization_id = $1 AND id = $2";
    FORGET_LINKS = "DELETE FROM follow_up_links WHERE organization_id = $1 AND expires_at <= $2";
}

/// The application by which somebody is asked.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn application(
    store: &Store,
    permit: &Permit<Operate>,
    id: FollowUpId,
) -> Result<ApplicationId, Error> {
    query(APPLICATION)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *store.database().reader().await?)
        .await?
        .ok_or(Error::NotFound)?
        .get_as("application_id")
}

/// Begins the ids of documents that came by follow-up questions: the ATS does not know them.
const OURS: &str = "clara:follow-up/";

/// The document that holds the answers, or the file that answers one question.
#[must_use]
pub fn document_id(follow_up: FollowUpId, question: Option<&str>) -> String {
    question.map_or_else(
        || format!("{OURS}{follow_up}"),
        |question| format!("{OURS}{follow_up}/{question}"),
    )
}

/// Whether a document came by follow-up questions.
#[must_use]
pub fn is_ours(remote_id: &str) -> bool {
    remote_id.starts_with(OURS)
}

/// Answers that were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Of whom they were asked.
    pub follow_up: FollowUpId,
    /// Questions with their answers.
    pub answers: Vec<Answer>,
    /// When.
    pub at: Millis,
}

/// Answers with the applications that they belong to: all of that person, on jobs that ask the same set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The answers.
    pub received: Received,
    /// The applications.
    pub applications: Vec<ApplicationId>,
}

/// An answer that knocks out.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct KnockOut {
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// Why that knocks out.
    pub reason: String,
}

/// Answers, to be taken to their applications.
///
/// # Errors
/// [`Error::NotFound`] if there are none.
pub async fn answered(
    store: &Store,
    permit: &Permit<Operate>,
    id: FollowUpId,
) -> Result<Answered, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(ANSWERED)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let applications = query(APPLICATIONS)
        .bind(organization)
        .bind(id)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("id"))
        .collect::<Result<_, _>>()?;
    Ok(Answered {
        received: received_row(&row)?,
        applications,
    })
}

/// The answers stand with these applications: they are scored anew.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn taken(store: &Store, permit: &Permit<Operate>, id: FollowUpId) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let places = query(APPLICATIONS)
        .bind(organization)
        .bind(id)
        .fetch_all(tx.connection())
        .await?;
    let mut tasks = Vec::new();
    for place in &places {
        let (application, job): (ApplicationId, JobId) =
            (place.get_as("id")?, place.get_as("job_id")?);
        inputs_changed(&mut tx, organization, application).await?;
        screenings::mark_scoring(&mut tx, organization, job, application).await?;
        tasks.push(Task::screen(application));
    }
    enqueue_all(&mut tx, tasks.iter().map(|task| (organization, task))).await?;
    tx.commit().await
}

/// The answers that belong to an application, the oldest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn received(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Vec<Received>, Error> {
    let mut connection = store.database().reader().await?;
    received_in(&mut connection, permit.organization(), application).await
}

pub(crate) async fn received_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Received>, Error> {
    query(OF_APPLICATION)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
        .iter()
        .map(received_row)
        .collect()
}

/// Those among the answers that knock out.
pub(crate) fn knock_outs(received: &[Received]) -> Vec<KnockOut> {
    received
        .iter()
        .flat_map(|received| &received.answers)
        .filter_map(|answer| {
            Some(KnockOut {
                question: answer.asked.clone(),
                answer: answer.answer.clone(),
                reason: answer.knocks_out.clone()?,
            })
        })
        .collect()
}

/// The bytes of a file that answers a question.
///
/// # Errors
/// [`Error::NotFound`] if they are gone.
pub async fn file(
    store: &Store,
    permit: &Permit<Operate>,
    file: &KeptFile,
) -> Result<Vec<u8>, Error> {
    files::get(store, permit.organization(), file.sha256.clone()).await
}

/// Forgets what was entered and never sent where the link has ended, and the link with it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prune(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let rows = query(LEFT_OVER)
        .bind(organization)
        .bind(now)
        .fetch_all(tx.connection())
        .await?;
    let mut left_over: Vec<(FollowUpId, Entries)> = Vec::new();
    for row in &rows {
        let id = row.get_as("id")?;
        tx.execute(query(FORGET_ENTRIES).bind(organization).bind(id))
            .await?;
        left_over.push((id, row.json("entries")?));
    }
    tx.execute(query(FORGET_LINKS).bind(organization).bind(now))
        .await?;
    tx.commit().await?;
    for (id, entries) in left_over {
        for file in entries.files.values() {
            forget_file(store, organization, id, &file.sha256).await?;
        }
    }
    Ok(())
}

/// Forgets the bytes of a file that this form no longer needs, unless a document or another form has the same.
pub(super) async fn forget_file(
    store: &Store,
    organization: OrganizationId,
    id: FollowUpId,
    sha256: &str,
) -> Result<(), Error> {
    let used = query(IS_USED)
        .bind(organization)
        .bind(id)
        .bind(sha256)
        .bind(format!("%{sha256}%"))
        .fetch_one(&mut *store.database().reader().await?)
        .await?
        .count("many")?;
    if used == 0 {
        files::delete(store, organization, sha256.to_owned()).await?;
    }
    Ok(())
}

fn received_row(row: &AnyRow) -> Result<Received, Error> {
    let answers: Option<Json<Vec<Answer>>> = row.get_as("answers")?;
    Ok(Received {
        follow_up: row.get_as("id")?,
        answers: answers.map(|answers| answers.0).unwrap_or_default(),
        at: row
            .get_as::<Option<Millis>>("answered_at")?
            .unwrap_or_default(),
    })
}
