//! A posting that was changed in the ATS, as a person decides about it.

use hiring::jobs::posting::{self, Decision};
use hiring::permission::{ScreenCandidates, ViewJobs};
use hiring::{JobId, Permit, jobs};

use crate::Integrations;
use crate::error::Error;
use crate::screen;

/// Reads the requirements out of the changed posting: a new version is active, and scores keep theirs until they are made anew. Answers its number.
///
/// # Errors
/// [`hiring::Error::NotFound`] if there is nothing to decide.
pub async fn read_anew(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
) -> Result<i64, Error> {
    let store = integrations.store();
    let known = jobs::read(
        store,
        &permit.also::<ViewJobs>().map_err(hiring::Error::from)?,
        job,
    )
    .await?;
    if known.posting_changed_at.is_none() {
        return Err(hiring::Error::NotFound.into());
    }
    let version = screen::read_anew(store, permit, known).await?;
    posting::decide(store, permit, job, Decision::Read).await?;
    Ok(version)
}

/// Leaves the requirements as they are.
///
/// # Errors
/// [`hiring::Error::NotFound`] if there is nothing to decide.
pub async fn keep(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
) -> Result<(), Error> {
    Ok(posting::decide(integrations.store(), permit, job, Decision::Keep).await?)
}
