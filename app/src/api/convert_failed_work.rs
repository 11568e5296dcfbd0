//! From failed work as `integrations` tells it to what crosses the wire.

use hiring::queue::Dead;
use integrations::failed_work::{FailedWork, Subject as Told};

use crate::{
    error::ClaraError,
    wire::failed_work::{Group, Row, Subject},
};

/// Which work is meant.
///
/// # Errors
/// [`ClaraError::NotFound`] where none is named.
pub fn which<'a>(row: Option<&'a str>, kind: Option<&'a str>) -> Result<Dead<'a>, ClaraError> {
    match (row, kind) {
        (Some(row), _) => Ok(Dead::Row(row)),
        (None, Some(kind)) => Ok(Dead::Kind(kind)),
        (None, None) => Err(ClaraError::NotFound),
    }
}

/// By kind, in the order in which the kinds first appear.
pub fn grouped(rows: Vec<FailedWork>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for work in rows {
        let index = groups
            .iter()
            .position(|group| group.kind == work.kind)
            .unwrap_or_else(|| {
                groups.push(Group {
                    kind: work.kind.clone(),
                    title: work.title.to_owned(),
                    rows: Vec::new(),
                });
                groups.len() - 1
            });
        groups[index].rows.push(row(work));
    }
    groups
}

fn row(work: FailedWork) -> Row {
    Row {
        id: work.id,
        subject: match work.subject {
            Told::Application(id, name, job) => Subject::Application {
                id: id.to_string(),
                name,
                job,
            },
            Told::Job(id, title) => Subject::Job {
                id: id.to_string(),
                title,
            },
            Told::Connection(name) => Subject::Connection(name.to_owned()),
            Told::NotHere(name) => Subject::NotHere(name.to_owned()),
            Told::Unknown => Subject::Unknown,
        },
        reason: work.reason,
        code: work.code,
        attempts: work.attempts,
        since: work.since.0,
        at: work.at.0,
    }
}
