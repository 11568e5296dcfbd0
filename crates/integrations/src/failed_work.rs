//! Work that was given up, in words for people: what it was, why it failed, what it is about, what helps.

use hiring::applications::Locator;
use hiring::mails::SEND_MAIL;
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::queue::{self, DeadRow};
use hiring::{
    ApplicationId, Error, JobId, Millis, Permit, applications, follow_ups, integrations, jobs,
};

use crate::tasks::{
    About, ApplyMapping, AskCandidate, CreateWebhooks, EraseFiles, FetchApplication,
    ImportApplication, ImportJob, PurgeConnection, PurgeJob, Reconcile, ReconcileApplication,
    RemindReviewer, ScreenApplication, TakeAnswers, Task, WatchConnection, WriteDecisionNote,
    WriteImportedNote, WriteNote, WriteStage, WriteStatusNote, about,
};
use crate::{Integrations, label};

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedWork {
    /// The row.
    pub id: String,
    /// Its kind, by which all of it can be tried again.
    pub kind: String,
    /// The kind in words.
    pub title: &'static str,
    /// Why it failed last, and what helps.
    pub reason: String,
    /// The code of the reason, for support.
    pub code: String,
    /// What it is about.
    pub subject: Subject,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was first asked for.
    pub since: Millis,
    /// When it was given up.
    pub at: Millis,
}

/// What a piece of work is about, as far as it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An application: candidate's name, job's title.
    Application(ApplicationId, String, String),
    /// A job and its title.
    Job(JobId, String),
    /// A connection, by the name of its ATS.
    Connection(&'static str),
    /// A candidacy that did not come in, by the name of its ATS.
    NotHere(&'static str),
    /// Something that is gone, or that this version does not know.
    Unknown,
}

/// What was given up, newest first, at most `limit`.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(
    everything: &Integrations,
    permit: &Permit<ManageIntegrations>,
    limit: u32,
) -> Result<Vec<FailedWork>, Error> {
    let mut listed = Vec::new();
    for row in queue::dead(everything.store(), permit, limit).await? {
        let subject = match about(&row.kind, &row.payload) {
            Some(about) => match subject(everything, permit, &about).await {
                Err(Error::NotFound) => Subject::Unknown,
                outcome => outcome?,
            },
            None => Subject::Unknown,
        };
        listed.push(in_words(row, subject));
    }
    Ok(listed)
}

fn in_words(row: DeadRow, subject: Subject) -> FailedWork {
    FailedWork {
        title: title(&row.kind),
        reason: reason(&row.error_code).to_owned(),
        id: row.id,
        kind: row.kind,
        code: row.error_code,
        subject,
        attempts: row.attempts,
        since: row.since,
        at: row.at,
    }
}

async fn subject(
    everything: &Integrations,
    permit: &Permit<ManageIntegrations>,
    about: &About,
) -> Result<Subject, Error> {
    let store = everything.store();
    let system = store.system(permit.organization());
    let name = async |id| {
        let known = integrations::read(store, permit, id).await?;
        Ok::<_, Error>(label(known.provider))
    };
    let application = |place: Locator| {
        Subject::Application(place.application, place.candidate_name, place.job_title)
    };
    Ok(match about {
        About::Connection(id) => Subject::Connection(name(*id).await?),
        About::Job(id) => {
            let job = jobs::read(store, &system.to::<ViewJobs>(), *id).await?;
            Subject::Job(job.id, job.title)
        }
        About::Application(id) => application(applications::locate(store, &system, *id).await?),
        About::FollowUp(id) => {
            let asked = follow_ups::application(store, &system, *id).await?;
            application(applications::locate(store, &system, asked).await?)
        }
        About::Candidacy(id, remote) => {
            let places = applications::by_remote_id(store, &system, *id, remote).await?;
            match places.into_iter().find(|place| !place.removed) {
                Some(place) => application(place),
                None => Subject::NotHere(name(*id).await?),
            }
        }
        About::Nothing => Subject::Unknown,
    })
}

/// What kind of work it was.
fn title(kind: &str) -> &'static str {
    match kind {
        FetchApplication::KIND => "Read an application",
        ImportApplication::KIND => "Import an application",
        ImportJob::KIND => "Import a job",
        ScreenApplication::KIND => "Score an application",
        WriteDecisionNote::KIND => "Write a note of a decision",
        WriteNote::KIND => "Write a score note",
        WriteImportedNote::KIND => "Write a score note after an import",
        RemindReviewer::KIND => "Remind a hiring manager",
        AskCandidate::KIND => "Ask a candidate follow-up questions",
        TakeAnswers::KIND => "Take in answers",
        WriteStatusNote::KIND => "Write a note of a move",
        WriteStage::KIND => "Move a stage",
        ApplyMapping::KIND => "Apply the status mapping",
        PurgeJob::KIND => "Forget a job’s candidates",
        CreateWebhooks::KIND => "Set up webhooks",
        WatchConnection::KIND => "Look for changes",
        Reconcile::KIND => "Compare with the applicant tracking system",
        ReconcileApplication::KIND => "Read an application that differs",
        PurgeConnection::KIND => "Erase what a connection brought",
        SEND_MAIL => "Send a mail",
        EraseFiles::KIND => "Remove files of somebody who was erased",
        _ => "Other work",
    }
}

/// Why it failed, and what helps.
fn reason(code: &str) -> &'static str {
    match code {
        "ats_unauthorized" => {
            "The applicant tracking system does not accept CLARA’s credential. Check client id and secret in the configuration, then retry."
        }
        "ats_forbidden" | "ats_confidential" => {
            "The applicant tracking system does not let CLARA see this: a permission is missing, or it is confidential. Give access there and retry, or discard it."
        }
        "ats_wrong_environment" => {
            "The credential belongs to another environment of the applicant tracking system: its sandbox, or the real one. Connect again with the right one, then retry."
        }
        "stage_uncertain" => {
            "It could not be made certain whether the stage was moved. Retry: CLARA looks there first."
        }
        "ats_not_found" => {
            "It no longer exists in the applicant tracking system. Discard it, unless it was restored there."
        }
        "ats_unavailable" | "ats_busy" | "ats_stale_page" => {
            "The applicant tracking system did not answer properly, however often it was asked. Retry when it works again."
        }
        "ats_uncertain" | "note_uncertain" | "note_unsettled" | "note_without_id" => {
            "It could not be made certain whether the note stands in the applicant tracking system. Retry: CLARA looks there first and writes none twice."
        }
        "ats_unprocessable" | "ats_refused" | "too_large" => {
            "The applicant tracking system refused this request. Look there for what is unusual about it, then retry or discard it."
        }
        "store_unavailable" | "conflict" | "inputs_changed" => {
            "CLARA’s own database did not answer, or somebody changed the same thing again and again. Retry."
        }
        "lease_ran_out" | "panicked" | "reader_stopped" | "screening_stopped" => {
            "CLARA stopped every time in the middle of this work. Retry once; if it fails again, tell support the code."
        }
        "bad_address" | "refused_by_server" | "bounced" => {
            "The mail server refused this mail for good, or it came back: the address does not exist, or takes no mail. Correct the address where it comes from, or discard it."
        }
        "no_answer" | "broken_off" => {
            "It is not certain whether this mail arrived: CLARA or its mail server stopped while it was handed over. CLARA sends none twice by itself. Retry if they do not have it, else discard it."
        }
        "busy_server" | "slow_server" | "no_server" | "no_tls" | "untrusted_server"
        | "no_starttls" | "no_login" | "wrong_login" | "sender_refused" => {
            "The mail server did not take this mail for three days. Settings, Mail says why as long as mails wait. Retry when it works."
        }
        "reader_not_started" => {
            "The program that reads documents could not be started. Check CLARA_DOCUMENT_READER and the machine’s memory, then retry."
        }
        _ => {
            "CLARA could not make sense of this work. Retry after an update; if it fails again, tell support the code."
        }
    }
}
