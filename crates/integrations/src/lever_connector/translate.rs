//! Lever's shapes in CLARA's words.

use hiring::Millis;
use hiring::applications::{FetchedCandidate, Label, Phone};
use hiring::status_mapping::{FetchedStatus, StatusKind};
use lever::Ref;
use lever::resources::{
    Application, ArchiveReason, ArchiveType, Archived, File, Opportunity, Posting, Resume, Stage,
    StageId, User,
};

use super::description;
use crate::connector::{
    RemoteApplication, RemoteArchived, RemoteChange, RemoteDocument, RemoteDocumentKind, RemoteJob,
    RemotePerson,
};

pub(super) fn job(posting: &Posting) -> RemoteJob {
    let categories = &posting.categories;
    let location = if categories.all_locations.is_empty() {
        categories.location.clone().unwrap_or_default()
    } else {
        categories.all_locations.join(", ")
    };
    RemoteJob {
        id: posting.id.to_string(),
        title: posting.text.clone().unwrap_or_default(),
        team: categories.team.clone().unwrap_or_default(),
        location,
        state: posting.state.as_str().to_owned(),
        url: posting.urls.as_ref().and_then(|urls| urls.show.clone()),
        description: description::plain_text(&posting.content),
        hiring_manager: posting
            .hiring_manager
            .as_ref()
            .and_then(Ref::object)
            .and_then(person),
    }
}

/// A user to whom somebody can write; none without an address, and for whoever has left.
fn person(user: &User) -> Option<RemotePerson> {
    if user.deactivated_at.is_some() {
        return None;
    }
    Some(RemotePerson {
        name: user.name.clone().unwrap_or_default(),
        email: user.email.clone()?,
    })
}

pub(super) fn change(opportunity: &Opportunity) -> RemoteChange {
    RemoteChange {
        application: opportunity.id.to_string(),
        job: job_of(opportunity),
        updated_at: opportunity.updated_at.map(millis),
        anonymized: opportunity.is_anonymized,
    }
}

pub(super) fn application(
    opportunity: &Opportunity,
    archived: Option<RemoteArchived>,
) -> RemoteApplication {
    let application = opportunity.application();
    RemoteApplication {
        id: opportunity.id.to_string(),
        application_id: application.map(|application| application.id.to_string()),
        job: job_of(opportunity),
        candidate: candidate(opportunity),
        stage: opportunity.stage.as_ref().map(stage),
        stage_since: opportunity.stage_since().map(millis),
        archived,
        source: opportunity.sources.first().cloned(),
        origin: opportunity.origin.clone(),
        url: opportunity.urls.show.clone(),
        applied_at: application
            .and_then(|application| application.created_at)
            .or(opportunity.created_at)
            .map(millis),
        updated_at: opportunity.updated_at.map(millis),
        cover_letter: application.and_then(|application| application.comments.clone()),
        answers: application.map(answers).unwrap_or_default(),
        anonymized: opportunity.is_anonymized,
        no_contact: !opportunity.may_be_contacted(),
    }
}

fn candidate(opportunity: &Opportunity) -> FetchedCandidate {
    // Without a contact the candidacy itself stands for the person, so that nobody is taken for somebody else.
    let id = opportunity
        .contact_id()
        .map_or_else(|| opportunity.id.to_string(), ToString::to_string);
    FetchedCandidate {
        remote_id: Some(id),
        name: opportunity.name.clone().unwrap_or_default(),
        headline: opportunity.headline.clone().unwrap_or_default(),
        location: opportunity.location.clone().unwrap_or_default(),
        emails: opportunity.emails.clone(),
        phones: opportunity.phones.iter().filter_map(phone).collect(),
        links: opportunity.links.clone(),
    }
}

fn phone(phone: &lever::resources::Phone) -> Option<Phone> {
    Some(Phone {
        kind: phone.kind.clone(),
        number: phone.value.clone()?,
    })
}

pub(super) fn archived(archived: &Archived, reason: Option<&ArchiveReason>) -> RemoteArchived {
    let id = archived
        .reason
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let text = reason
        .and_then(|reason| reason.text.clone())
        .unwrap_or_else(|| id.clone());
    RemoteArchived {
        reason: Label { id, text },
        hired: reason.is_some_and(|reason| reason.kind == ArchiveType::Hired),
        at: archived.archived_at.map(millis),
    }
}

/// None for a resume without a file, which was made from a web profile.
pub(super) fn resume(resume: &Resume) -> Option<RemoteDocument> {
    let file = resume.file.as_ref()?;
    Some(RemoteDocument {
        id: resume.id.to_string(),
        kind: RemoteDocumentKind::Resume,
        name: file_name(file.name.as_deref(), file.ext.as_deref(), "resume"),
        uploaded_at: file.uploaded_at.or(resume.created_at).map(millis),
        size: file.size.and_then(|size| u64::try_from(size).ok()),
    })
}

pub(super) fn file(file: &File) -> RemoteDocument {
    let name = file_name(file.name.as_deref(), file.ext.as_deref(), "file");
    RemoteDocument {
        id: file.id.to_string(),
        kind: if is_cover_letter(&name) {
            RemoteDocumentKind::CoverLetter
        } else {
            RemoteDocumentKind::File
        },
        name,
        uploaded_at: file.uploaded_at.map(millis),
        size: file.size.and_then(|size| u64::try_from(size).ok()),
    }
}

pub(super) fn stage_status(stage: Stage) -> FetchedStatus {
    let id = stage.id.to_string();
    FetchedStatus {
        kind: StatusKind::Stage,
        name: stage.text.unwrap_or_else(|| id.clone()),
        remote_id: id,
        hired: false,
    }
}

pub(super) fn reason_status(reason: ArchiveReason) -> FetchedStatus {
    let id = reason.id.to_string();
    FetchedStatus {
        kind: StatusKind::ArchiveReason,
        name: reason.text.unwrap_or_else(|| id.clone()),
        remote_id: id,
        hired: reason.kind == ArchiveType::Hired,
    }
}

fn millis(time: lever::Millis) -> Millis {
    Millis(time.0)
}

fn job_of(opportunity: &Opportunity) -> Option<String> {
    opportunity
        .application()?
        .posting
        .as_ref()
        .map(ToString::to_string)
}

fn stage(stage: &Ref<StageId, Stage>) -> Label {
    match stage {
        Ref::Id(id) => label(Stage {
            id: id.clone(),
            text: None,
        }),
        Ref::Object(stage) => label(stage.clone()),
    }
}

/// A stage without a name is called by its id.
fn label(stage: Stage) -> Label {
    let id = stage.id.to_string();
    Label {
        text: stage.text.unwrap_or_else(|| id.clone()),
        id,
    }
}

fn answers(application: &Application) -> Vec<(String, String)> {
    application
        .custom_questions
        .iter()
        .flat_map(|form| &form.fields)
        .filter_map(|field| Some((field.text.clone()?, field.value.clone()?)))
        .collect()
}

/// The name, with its extension where it lacks one.
fn file_name(name: Option<&str>, ext: Option<&str>, otherwise: &str) -> String {
    let name = name.unwrap_or(otherwise);
    let ext = ext.unwrap_or_default().trim_start_matches('.');
    let has_it = name
        .rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case(ext));
    if ext.is_empty() || has_it {
        name.to_owned()
    } else {
        format!("{name}.{ext}")
    }
}

/// "Cover letter.pdf", "cover_letter-okafor.docx", "Motivation letter", "Anschreiben".
fn is_cover_letter(name: &str) -> bool {
    let words: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let pair = |first: &str, second: &str| words.windows(2).any(|two| two == [first, second]);
    pair("cover", "letter")
        || pair("motivation", "letter")
        || pair("motivational", "letter")
        || words.iter().any(|word| {
            matches!(
                *word,
                "coverletter" | "anschreiben" | "motivationsschreiben"
            )
        })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn link(urls: &Value) -> Option<String> {
        let opportunity = serde_json::from_value(json!({ "id": "o1", "urls": urls }));
        application(&opportunity.expect("an opportunity"), None).url
    }

    #[test]
    fn a_candidacy_is_opened_where_the_ats_that_told_of_it_shows_it() {
        for origin in [
            "https://hire.lever.co",
            "https://hire.sandbox.lever.co",
            "http://127.0.0.1:3100",
        ] {
            let list = format!("{origin}/candidates");
            let show = format!("{list}/o1");
            assert_eq!(link(&json!({ "list": list, "show": show })), Some(show));
        }
        for silent in [json!(null), json!({}), json!({ "show": "" })] {
            assert_eq!(link(&silent), None, "{silent}");
        }
    }
}
