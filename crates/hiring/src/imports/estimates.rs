//! How long people were told that an import takes, beside how long it took; and the next estimate, learnt from that.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;

use super::ImportState;
use crate::db::{RowExt, statements_block};
use crate::permission::Operate;
use crate::{Error, ImportId, IntegrationId, Millis, Permit, SelectionId, Store};

statements_block! {
    TELL = "UPDATE imports SET selection_id = $3, estimated_ms = $4 WHERE organization_id = $1 AND id = $2 AND selection_id IS NULL";
    TOLD = "SELECT i.selection_id, i.estimated_ms, i.state, i.done, i.failed, i.started_at, i.finished_at FROM imports i \
        JOIN jobs j ON j.organization_id = i.organization_id AND j.id = i.job_id \
        WHERE i.organization_id = $1 AND j.integration_id = $2 AND i.selection_id IS NOT NULL ORDER BY i.id DESC LIMIT 500";
}

/// So many applications tell how fast a connection is; what it takes to begin weighs too much in fewer.
const ENOUGH: u64 = 20;

/// What people were told when they selected jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// All jobs that were selected together.
    pub selection: SelectionId,
    /// How long they would take, in milliseconds.
    pub milliseconds: u64,
}

/// The imports of jobs that were selected together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Names the selection.
    pub selection: SelectionId,
    /// When the first one began.
    pub started_at: Millis,
    /// How many jobs.
    pub jobs: u64,
    /// How many applications were read, or could not be.
    pub applications: u64,
    /// How long it would take, as people were told.
    pub estimated: Duration,
    /// How long it took; none while one runs, and where one was given up.
    pub took: Option<Duration>,
}

/// Keeps with an import what people were told; the first time counts.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn tell(
    store: &Store,
    permit: &Permit<Operate>,
    import: ImportId,
    estimate: Estimate,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(
        query(TELL)
            .bind(permit.organization())
            .bind(import)
            .bind(estimate.selection)
            .bind(i64::try_from(estimate.milliseconds).unwrap_or(i64::MAX)),
    )
    .await?;
    tx.commit().await
}

/// The newest selections of a connection whose imports people were told a time for.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn selected<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<Vec<Selected>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(TOLD)
        .bind(permit.organization())
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?;
    let mut all: Vec<(Selected, Option<Millis>)> = Vec::new();
    for row in &rows {
        add(&mut all, row)?;
    }
    Ok(all
        .into_iter()
        .map(|(selected, ended)| Selected {
            took: ended.map(|ended| ended.since(selected.started_at)),
            ..selected
        })
        .collect())
}

/// Counts an import to its selection, with the end of the last one as far as all have ended well.
fn add(all: &mut Vec<(Selected, Option<Millis>)>, row: &AnyRow) -> Result<(), Error> {
    let selection: SelectionId = row.get_as("selection_id")?;
    let started_at: Millis = row.get_as("started_at")?;
    let applications = row.count("done")? + row.count("failed")?;
    let ended: Option<Millis> = match row.get_as::<ImportState>("state")? {
        ImportState::Finished => row.get_as("finished_at")?,
        ImportState::Running | ImportState::Failed => None,
    };
    let known = all
        .iter_mut()
        .find(|(known, _)| known.selection == selection);
    if let Some((known, last)) = known {
        known.started_at = known.started_at.min(started_at);
        known.jobs += 1;
        known.applications += applications;
        *last = last.zip(ended).map(|(last, ended)| last.max(ended));
    } else {
        let selected = Selected {
            selection,
            started_at,
            jobs: 1,
            applications,
            estimated: Duration::from_millis(row.count("estimated_ms")?),
            took: None,
        };
        all.push((selected, ended));
    }
    Ok(())
}

/// How long an application took in these imports: the median, so that one in which the connection was away says nothing; none while too little is known.
#[must_use]
pub fn per_application(past: &[Selected]) -> Option<Duration> {
    let mut known: Vec<Duration> = past
        .iter()
        .filter(|selected| selected.applications >= ENOUGH)
        .filter_map(|selected| {
            let applications = u32::try_from(selected.applications).ok()?;
            Some(selected.took? / applications)
        })
        .collect();
    known.sort_unstable();
    known.get(known.len() / 2).copied()
}
