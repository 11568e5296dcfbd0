//! What a status probably means, from its name and its place in the pipeline. Pure.

use super::{FetchedStatus, StatusKind};
use crate::columns::{Column, ColumnKind};

/// Lever's own stages before anybody looked at an application; their ids are words.
const EARLY_IDS: [&str; 4] = [
    "lead-new",
    "lead-reached-out",
    "lead-responded",
    "applicant-new",
];
/// How such stages are called elsewhere.
const EARLY_NAMES: [&str; 8] = [
    "new lead",
    "lead",
    "leads",
    "reached out",
    "responded",
    "new applicant",
    "applied",
    "prospect",
];

/// The organization's column of each status, in the order of `statuses`; none: no change.
pub(super) fn columns<'a>(
    statuses: &[FetchedStatus],
    columns: &'a [Column],
) -> Vec<Option<&'a Column>> {
    let of_kind = |kind| columns.iter().find(|column| column.kind == kind);
    let interview = columns
        .iter()
        .find(|column| column.kind == ColumnKind::Custom && column.name == "Interview")
        .or_else(|| of_kind(ColumnKind::Custom));
    let early = early(statuses);
    let mut stages = 0;
    statuses
        .iter()
        .map(|status| match status.kind {
            StatusKind::Stage => {
                stages += 1;
                interview.filter(|_| stages > early)
            }
            StatusKind::ArchiveReason if status.hired => of_kind(ColumnKind::Hired),
            StatusKind::ArchiveReason => of_kind(ColumnKind::Rejected),
        })
        .collect()
}

/// How many stages, from the first on, say nothing about a decision: up to the last one that is Lever's own, or called so.
fn early(statuses: &[FetchedStatus]) -> usize {
    let stages: Vec<_> = statuses
        .iter()
        .filter(|status| status.kind == StatusKind::Stage)
        .collect();
    let last = |is: &dyn Fn(&FetchedStatus) -> bool| stages.iter().rposition(|stage| is(stage));
    last(&|stage| EARLY_IDS.contains(&&*stage.remote_id))
        .or_else(|| last(&|stage| EARLY_NAMES.contains(&&*stage.name.trim().to_lowercase())))
        .map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ColumnId;

    fn board() -> Vec<Column> {
        [
            (ColumnKind::ToReview, "To review"),
            (ColumnKind::Custom, "Trial day"),
            (ColumnKind::Custom, "Interview"),
            (ColumnKind::Hired, "Hired"),
            (ColumnKind::Rejected, "Rejected"),
        ]
        .into_iter()
        .map(|(kind, name)| Column {
            id: ColumnId::fresh(),
            kind,
            name: name.into(),
            position: 0,
            folded: false,
        })
        .collect()
    }

    fn stage(id: &str, name: &str) -> FetchedStatus {
        FetchedStatus {
            kind: StatusKind::Stage,
            remote_id: id.into(),
            name: name.into(),
            hired: false,
        }
    }

    fn reason(name: &str, hired: bool) -> FetchedStatus {
        FetchedStatus {
            kind: StatusKind::ArchiveReason,
            remote_id: name.into(),
            name: name.into(),
            hired,
        }
    }

    fn guessed(statuses: &[FetchedStatus]) -> Vec<Option<String>> {
        columns(statuses, &board())
            .into_iter()
            .map(|column| column.map(|column| column.name.clone()))
            .collect()
    }

    #[test]
    fn leads_and_new_applicants_change_nothing_and_later_stages_are_interviews() {
        let statuses = [
            stage("lead-new", "New lead"),
            stage("8a3f", "Warm contacts"),
            stage("applicant-new", "New applicant"),
            stage("77aa", "Team lead interview"),
            stage("offer", "Offer"),
            reason("Hired", true),
            reason("Underqualified", false),
        ];
        let interview = || Some("Interview".to_owned());
        assert_eq!(
            guessed(&statuses),
            [
                None,
                None,
                None,
                interview(),
                interview(),
                Some("Hired".into()),
                Some("Rejected".into())
            ]
        );
    }

    #[test]
    fn without_the_built_in_stages_names_tell() {
        let statuses = [
            stage("1", "Leads"),
            stage("2", " New Applicant "),
            stage("3", "Phone screen"),
        ];
        assert_eq!(
            guessed(&statuses),
            [None, None, Some("Interview".to_owned())]
        );
        assert_eq!(
            guessed(&[stage("1", "Alpha")]),
            [Some("Interview".to_owned())],
            "a pipeline that begins with decisions"
        );
    }
}
