//! Jobs, and the columns of their boards.

pub mod applications;
pub mod columns;
pub mod list;
pub mod read;

use hiring::columns::Column as KeptColumn;
use hiring::jobs::CountedJob;
use serde::Serialize;
use utoipa::ToSchema;

use super::time::Time;
use super::words::column_kind;

/// A job.
#[derive(Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    #[schema(format = "uuid", example = "019c1f6a-3b52-7c4e-9d1a-5e8f2b7c6d90")]
    id: String,
    /// Title.
    #[schema(example = "Backend Engineer")]
    title: String,
    /// Where, as the ATS says it; may be empty.
    #[schema(example = "Dublin")]
    location: String,
    /// Which team; may be empty.
    #[schema(example = "Platform")]
    team: String,
    /// The ATS's word for how it stands; may be empty.
    #[schema(example = "published")]
    state: String,
    /// Its page in the ATS.
    url: Option<String>,
    /// Whether CLARA processes it.
    active: bool,
    /// From how many points an application is *Pre-Qualified*.
    #[schema(minimum = 0, maximum = 100, example = 60)]
    pre_qualified_from: u8,
    /// The version of the requirements that new scores use; null before the description was read.
    requirement_set_version: Option<i64>,
    /// The board's columns, left to right, with how many applications stand in each.
    columns: Vec<Column>,
    /// When it was read from the ATS last.
    last_sync_at: Option<Time>,
    /// When it was selected first.
    created_at: Time,
}

/// A column of a job's board.
#[derive(Serialize, ToSchema)]
pub struct Column {
    /// Its id, for moves and filters. All jobs of an organization have the same columns.
    #[schema(format = "uuid", example = "019c1f6a-2c10-7a83-8f55-0d6b1e9a4c37")]
    id: String,
    /// What it means.
    #[schema(schema_with = column_kind)]
    kind: &'static str,
    /// Its heading.
    #[schema(example = "Pre-Qualified")]
    name: String,
    /// How many applications stand in it.
    #[schema(example = 15)]
    applications: u64,
}

impl Job {
    fn new(counted: CountedJob, columns: &[KeptColumn]) -> Self {
        let columns = Column::counted(&counted, columns);
        let job = counted.job;
        Self {
            id: job.id.to_string(),
            title: job.title,
            location: job.location,
            team: job.team,
            state: job.state,
            url: job.url,
            active: job.active,
            pre_qualified_from: job.pre_qualified,
            requirement_set_version: job.requirement_set_version,
            columns,
            last_sync_at: job.last_sync_at.map(Time),
            created_at: Time(job.created_at),
        }
    }
}

impl Column {
    fn counted(job: &CountedJob, columns: &[KeptColumn]) -> Vec<Self> {
        columns
            .iter()
            .map(|column| Self {
                id: column.id.to_string(),
                kind: column.kind.as_str(),
                name: column.name.clone(),
                applications: job
                    .counts
                    .iter()
                    .find(|counted| counted.column == column.id)
                    .map_or(0, |counted| counted.count),
            })
            .collect()
    }
}
