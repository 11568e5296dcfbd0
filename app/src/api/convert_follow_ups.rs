//! From follow-up questions as `hiring` keeps them to what crosses the wire.

use hiring::{
    IntegrationId, JobId, Millis,
    follow_ups::{self, FollowUp, Version, Why},
    jobs::JobSummary,
    mails::Delivery,
};

use crate::wire::follow_ups::{Asked, DryRun, JobQuestions, Questions, Status};

/// A set of questions.
pub fn questions(version: Version) -> Questions {
    Questions {
        version: version.version,
        set: version.set,
    }
}

/// The connection's jobs that are processed, by title.
pub fn job_questions(
    summaries: Vec<JobSummary>,
    integration: IntegrationId,
    own: &[JobId],
) -> Vec<JobQuestions> {
    let mut jobs: Vec<JobQuestions> = summaries
        .into_iter()
        .filter(|summary| summary.job.integration == Some(integration))
        .map(|summary| JobQuestions {
            id: summary.job.id.to_string(),
            own: own.contains(&summary.job.id),
            title: summary.job.title,
        })
        .collect();
    jobs.sort_by(|one, other| one.title.cmp(&other.title));
    jobs
}

/// What would happen.
pub fn dry_run(would: follow_ups::DryRun) -> DryRun {
    let words = |why| match why {
        Why::Asked => "were asked before, or are about to be",
        Why::AppliedTwice => "applied more than once: one mail is enough",
        Why::Archived => "are archived",
        Why::Anonymized => "were anonymized",
        Why::OptedOut => "do not want to be contacted",
        Why::NoMail => "have no mail address",
    };
    DryRun {
        people: would.people,
        fall_out: would
            .fall_out
            .into_iter()
            .map(|(why, many)| (words(why).to_owned(), many))
            .collect(),
    }
}

/// Questions that one person is asked.
pub fn asked(read: FollowUp) -> Asked {
    let status = match read.status {
        follow_ups::Status::Planned => Status::Planned,
        follow_ups::Status::Sending => Status::Sending,
        follow_ups::Status::Failed => Status::Failed,
        follow_ups::Status::Unanswered => Status::Unanswered,
        follow_ups::Status::Begun => Status::Begun,
        follow_ups::Status::Answered => Status::Answered,
        follow_ups::Status::Expired => Status::Expired,
        follow_ups::Status::Declined => Status::Declined,
        follow_ups::Status::Withdrawn => Status::Withdrawn,
    };
    let at: Option<Millis> = match status {
        Status::Planned => Some(read.due_at),
        Status::Answered => read.answered_at,
        Status::Begun => read.saved_at,
        Status::Expired => read.expires_at,
        _ => read.asked_at,
    };
    let failed = read
        .delivered
        .filter(|delivered| delivered.state == Delivery::Failed);
    Asked {
        id: read.id.to_string(),
        application: read.application.to_string(),
        candidate: if read.candidate.is_empty() {
            "No name given".to_owned()
        } else {
            read.candidate
        },
        job: read.job,
        status,
        at: at.unwrap_or(read.due_at).0,
        reminded_at: read.reminded_at.map(|at| at.0),
        open_until: read
            .expires_at
            .map(|at| at.0)
            .filter(|_| matches!(status, Status::Unanswered | Status::Begun | Status::Sending)),
        problem: failed.map(|delivered| reason(delivered.error.as_deref())),
    }
}

/// Why a mail was not delivered, and what helps.
fn reason(code: Option<&str>) -> String {
    match code {
        Some("bad_address") => "The mail address is none. Correct it in the applicant tracking system, then ask again.",
        Some("refused_by_server") => "The mail server refused it for good: the address does not exist, or takes no mail. Correct it in the applicant tracking system, then ask again.",
        Some("bounced") => "The mail was taken and came back later: the address does not exist, or takes no mail. Correct it in the applicant tracking system, then ask again.",
        Some("no_answer" | "broken_off") => "It is not certain that the mail arrived: CLARA or its mail server stopped while it was handed over. Ask again if they do not have it.",
        Some("busy_server" | "slow_server" | "no_server" | "no_tls") => "The mail server could not be reached, however often it was tried. Ask again when it works.",
        Some("untrusted_server" | "no_starttls" | "no_login" | "wrong_login" | "sender_refused") => "The mail server does not let CLARA in. Whoever runs CLARA sees why under Settings, Mail. Ask again when it works.",
        _ => "The mail could not be handed over. Ask again.",
    }
    .to_owned()
}
