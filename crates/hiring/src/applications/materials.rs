//! What a screening of one application begins with.

use screening::model;

use crate::db::statements_block;
use crate::documents::{self, Document, DocumentKind};
use crate::permission::Operate;
use crate::requirement_sets::{self, Version};
use crate::{ApplicationId, Error, Millis, OrganizationId, Permit, Store, follow_ups, overrules};
use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{RowExt, Tx};

statements_block! {
    READ = "SELECT a.applied_at, a.inputs, j.requirement_set_version, j.pre_qualified, r.version, r.body, r.created_at, \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM overrules o WHERE o.organization_id = a.organization_id AND o.application_id = a.id) \
        THEN 1 ELSE 0 END AS BIGINT) AS is_overruled, \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM follow_ups f WHERE f.organization_id = a.organization_id AND f.candidate_id = a.candidate_id \
        AND f.state = 'answered') THEN 1 ELSE 0 END AS BIGINT) AS has_answered \
        FROM applications a JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        LEFT JOIN requirement_sets r ON r.organization_id = j.organization_id AND r.job_id = j.id AND r.version = j.requirement_set_version \
        WHERE a.organization_id = $1 AND a.id = $2 AND a.removed_at IS NULL";
    CHANGED = "UPDATE applications SET inputs = inputs + 1 WHERE organization_id = $1 AND id = $2";
}

/// Which inputs a screening read. It is kept only while they are the newest: one that was begun before an overrule must not end after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputState {
    /// Grows with every change of documents, verdicts of persons and the day.
    inputs: i64,
    requirement_set_version: Option<i64>,
    pre_qualified: i64,
}

/// Notes that what an application's score is made of is another now.
pub(crate) async fn inputs_changed(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<(), Error> {
    tx.execute(query(CHANGED).bind(organization).bind(application))
        .await?;
    Ok(())
}

/// By a row that has its columns.
pub(crate) fn input_state(row: &AnyRow) -> Result<InputState, Error> {
    Ok(InputState {
        inputs: row.get_as("inputs")?,
        requirement_set_version: row.get_as("requirement_set_version")?,
        pre_qualified: row.get_as("pre_qualified")?,
    })
}

/// Everything the engine reads: the same inputs give the same result.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// From which score on the job's engine says *Pre-Qualified*.
    pub pre_qualified: u8,
    /// Its active requirement set; none before its description was read.
    pub requirements: Option<Version>,
    /// The newest resume, cover letters, answers; only what could be read.
    pub documents: Vec<model::Document>,
    /// Why the newest resume could not be read; none also if there is no resume at all.
    pub unreadable_resume: Option<String>,
    /// Whether there is any resume.
    pub has_resume: bool,
    /// Persons' verdicts, on the active set's requirements.
    pub overrides: Vec<model::Override>,
    /// Answers to follow-up questions that knock out.
    pub knock_outs: Vec<follow_ups::KnockOut>,
    /// What "Present" means: when the candidate applied.
    pub as_of: Millis,
    /// Which inputs these are.
    pub state: InputState,
}

/// What a screening begins with.
///
/// # Errors
/// [`Error::NotFound`] if the application is not on a board.
pub async fn inputs(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Inputs, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    // The state first: whatever changes between the statements makes it an old one.
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let state = input_state(&row)?;
    let has_set = row.get_as::<Option<i64>>("version")?.is_some();
    let requirements = has_set
        .then(|| requirement_sets::version(&row))
        .transpose()?;
    let known = documents::materials_in(&mut connection, organization, application).await?;
    let resume = newest_resume(known.iter().map(|(document, _)| document));
    let mut documents = Vec::new();
    for (document, text) in &known {
        let kind = match document.kind {
            DocumentKind::Resume if resume.is_some_and(|resume| resume.id == document.id) => {
                model::DocumentKind::Resume
            }
            DocumentKind::CoverLetter => model::DocumentKind::CoverLetter,
            DocumentKind::Answers => model::DocumentKind::Answers,
            DocumentKind::Resume | DocumentKind::File => continue,
        };
        if let Some(text) = text {
            documents.push(model::Document {
                id: document.id.to_string(),
                kind,
                text: text.clone(),
                hidden: document.hidden.clone(),
            });
        }
    }
    let overrides = match &requirements {
        Some(version) if row.flag("is_overruled")? => {
            overrules::for_set(&mut connection, organization, application, &version.set).await?
        }
        _ => Vec::new(),
    };
    let received = if row.flag("has_answered")? {
        follow_ups::taken::received_in(&mut connection, organization, application).await?
    } else {
        Vec::new()
    };
    Ok(Inputs {
        knock_outs: follow_ups::taken::knock_outs(&received),
        unreadable_resume: resume.and_then(|resume| resume.unreadable.clone()),
        has_resume: resume.is_some(),
        pre_qualified: u8::try_from(state.pre_qualified).unwrap_or(100),
        requirements,
        documents,
        overrides,
        as_of: row.get_as("applied_at")?,
        state,
    })
}

/// The resume that counts: the newest.
pub(crate) fn newest_resume<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
) -> Option<&'a Document> {
    documents
        .into_iter()
        .filter(|document| document.kind == DocumentKind::Resume)
        .max_by_key(|document| (document.uploaded_at, document.id))
}
