//! What a reviewer would see, before anything is shared: the same pages from the same functions, on the terms that are being chosen. Keeps nothing.

use sqlx::query;

use super::draft::{chosen, written};
use super::review::{self, Own};
use super::send::check_of_job;
use super::{Review, Reviewed, Terms};
use crate::db::{RowExt, statements_block};
use crate::permission::ShareCandidates;
use crate::{ApplicationId, Error, JobId, Millis, Permit, Store};

statements_block! {
    HEAD = "SELECT j.title, j.location, o.name AS organization_name, (SELECT name FROM accounts WHERE id = $3) AS sharer \
        FROM jobs j JOIN organizations o ON o.id = j.organization_id WHERE j.organization_id = $1 AND j.id = $2";
}

/// What is to be looked at: as a [`Draft`](super::Draft), for nobody yet. Made by [`Preview::new`] only.
#[derive(Clone, Debug)]
pub struct Preview {
    job: JobId,
    applications: Vec<ApplicationId>,
    message: String,
    terms: Terms,
    due_at: Option<Millis>,
}

impl Preview {
    /// Candidates of `job`; named twice is named once.
    ///
    /// # Errors
    /// [`Error::Invalid`] as for a draft: without a candidate, and beyond the limits.
    pub fn new(
        job: JobId,
        applications: impl IntoIterator<Item = ApplicationId>,
        message: &str,
        terms: Terms,
        due_at: Option<Millis>,
    ) -> Result<Self, Error> {
        Ok(Self {
            job,
            applications: chosen(applications)?,
            message: written(message)?,
            terms,
            due_at,
        })
    }
}

/// The share as its reviewers would see it.
///
/// # Errors
/// [`Error::NotFound`] for a job or a candidate that is not there.
pub async fn preview(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    preview: &Preview,
) -> Result<Review, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(HEAD)
        .bind(organization)
        .bind(preview.job)
        .bind(permit.actor().account())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    check_of_job(
        &mut connection,
        organization,
        preview.job,
        &preview.applications,
    )
    .await?;
    let undecided = preview
        .applications
        .iter()
        .map(|application| (*application, Own::default()))
        .collect();
    let asked = review::asked(&mut connection, organization, preview.terms, undecided).await?;
    Ok(Review {
        organization_name: row.get_as("organization_name")?,
        job_title: row.get_as("title")?,
        job_location: row.get_as("location")?,
        shared_by: row.get_as::<Option<String>>("sharer")?.unwrap_or_default(),
        message: preview.message.clone(),
        terms: preview.terms,
        due_at: preview.due_at,
        asked,
    })
}

/// One candidate of it, as a reviewer would see them who has not decided yet.
///
/// # Errors
/// [`Error::NotFound`] for a candidate who is not in it, or not there.
pub async fn preview_candidate(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    preview: &Preview,
    application: ApplicationId,
) -> Result<Reviewed, Error> {
    if !preview.applications.contains(&application) {
        return Err(Error::NotFound);
    }
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    check_of_job(&mut connection, organization, preview.job, &[application]).await?;
    let mut seen = review::seen(
        &mut connection,
        organization,
        preview.terms,
        application,
        Own::default(),
    )
    .await?;
    // Nobody was asked yet, so nobody has decided.
    let shows = preview.terms.votes.shown(seen.own.decision);
    seen.votes = shows.then(Vec::new);
    Ok(seen)
}
