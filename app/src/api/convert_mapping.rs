//! From the status mapping, notes' words and write-back as `hiring` knows them to what crosses the wire, and back.

use std::collections::HashMap;

use hiring::{
    ColumnId,
    columns::Column,
    notes,
    status_mapping::{
        Choice as Chosen, Mapping as Read, Origin as ReadOrigin, StatusKey, StatusKind as ReadKind,
    },
    write_back,
};

use crate::{
    error::ClaraError,
    wire::{
        notes::{Placeholder, Template},
        status_mapping::{Choice, Mapping, Origin, Status, StatusKind, Target},
        write_back::Job,
    },
};

/// The board's columns.
pub fn targets(columns: Vec<Column>) -> Vec<Target> {
    columns
        .into_iter()
        .map(|column| Target {
            id: column.id.to_string(),
            name: column.name,
        })
        .collect()
}

/// The whole mapping.
pub fn mapping(
    ats: &str,
    read: Read,
    suggested: Vec<Chosen>,
    columns: Vec<Column>,
    stale: Option<String>,
) -> Mapping {
    let suggested: HashMap<StatusKey, Option<ColumnId>> = suggested
        .into_iter()
        .map(|choice| (choice.key, choice.column))
        .collect();
    let id = |column: Option<ColumnId>| column.map(|column| column.to_string());
    Mapping {
        ats: ats.to_owned(),
        version: read.version,
        columns: targets(columns),
        statuses: read
            .statuses
            .into_iter()
            .map(|status| Status {
                suggested: id(suggested.get(&status.key).copied().flatten()),
                kind: status.key.kind.into(),
                id: status.key.id,
                name: status.name,
                column: id(status.column),
                origin: match status.origin {
                    ReadOrigin::Guessed => Origin::Guessed,
                    ReadOrigin::Chosen => Origin::Chosen,
                    ReadOrigin::Unmapped => Origin::Unmapped,
                },
                candidates: status.candidates,
            })
            .collect(),
        stale,
    }
}

/// What a person chose.
pub fn chosen(choices: Vec<Choice>) -> Result<Vec<Chosen>, ClaraError> {
    choices
        .into_iter()
        .map(|choice| {
            let column = choice.column.map(|id| id.parse()).transpose();
            Ok(Chosen {
                key: StatusKey {
                    kind: choice.kind.into(),
                    id: choice.id,
                },
                column: column.map_err(|error: hiring::Error| ClaraError::from(error))?,
            })
        })
        .collect()
}

/// A kind of note and its words.
pub fn template(kind: notes::NoteKind, kept: notes::Kept) -> Template {
    let parsed = notes::Template::parse(kind, &kept.text);
    Template {
        kind: kind.as_str().to_owned(),
        default_text: kind.default_text().to_owned(),
        version: kept.version,
        placeholders: kind
            .placeholders()
            .iter()
            .map(|place| Placeholder {
                name: place.name.to_owned(),
                about: place.about.to_owned(),
            })
            .collect(),
        preview: parsed.map(|parsed| parsed.example()).unwrap_or_default(),
        text: kept.text,
    }
}

/// A job's write-back.
pub fn job(read: write_back::WriteBack) -> Job {
    Job {
        id: read.job.to_string(),
        title: read.title,
        on: read.on,
        ended: read.ended.map(|code| match code.as_str() {
            write_back::PERMISSION_LOST => "The permission to move stages was taken away, so write-back switched itself off. Moves stay in CLARA until it is granted and switched on again.".to_owned(),
            _ => "Write-back switched itself off.".to_owned(),
        }),
        stages: read
            .stages
            .into_iter()
            .map(|(column, stage)| (column.to_string(), stage))
            .collect(),
    }
}

impl From<ReadKind> for StatusKind {
    fn from(kind: ReadKind) -> Self {
        match kind {
            ReadKind::Stage => Self::Stage,
            ReadKind::ArchiveReason => Self::ArchiveReason,
        }
    }
}

impl From<StatusKind> for ReadKind {
    fn from(kind: StatusKind) -> Self {
        match kind {
            StatusKind::Stage => Self::Stage,
            StatusKind::ArchiveReason => Self::ArchiveReason,
        }
    }
}
