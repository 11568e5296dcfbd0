//! What *Candidates* and the search in the top bar ask for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::candidates::{Candidates, Found},
};

/// Rows of a page of *Candidates*.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

/// Lines of each kind that a search shows.
#[cfg(feature = "ssr")]
const LINES: u32 = 6;

/// A page of applications whose candidate's name or headline contains the words.
#[server(endpoint = "candidates/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_candidates(words: String, page: u32) -> Result<Candidates, ClaraError> {
    use crate::{
        api::convert::candidate_row,
        context::{permitted, refuse},
    };
    use hiring::{candidates, columns, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let columns = columns::list(&store, &permit).await.map_err(refuse)?;
    let mut rows = candidates::search(&store, &permit, &words, PAGE + 1, page.saturating_mul(PAGE))
        .await
        .map_err(refuse)?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    Ok(Candidates {
        rows: rows
            .into_iter()
            .map(|row| candidate_row(row, &columns))
            .collect(),
        more,
    })
}

/// Jobs by title, team or place, and candidates by name.
#[server(endpoint = "search", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn search(words: String) -> Result<Found, ClaraError> {
    use crate::{
        api::convert::candidate_row,
        context::{permitted, refuse},
        wire::candidates::FoundJob,
    };
    use hiring::{candidates, columns, jobs, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return Ok(Found::default());
    }
    let columns = columns::list(&store, &permit).await.map_err(refuse)?;
    let jobs = jobs::list(&store, &permit)
        .await
        .map_err(refuse)?
        .into_iter()
        .map(|summary| summary.job);
    let has = |text: &str| text.to_lowercase().contains(&words);
    Ok(Found {
        jobs: jobs
            .filter(|job| has(&job.title) || has(&job.team) || has(&job.location))
            .take(LINES as usize)
            .map(|job| FoundJob {
                id: job.id.to_string(),
                title: job.title,
                location: job.location,
            })
            .collect(),
        candidates: candidates::search(&store, &permit, &words, LINES, 0)
            .await
            .map_err(refuse)?
            .into_iter()
            .map(|row| candidate_row(row, &columns))
            .collect(),
    })
}
