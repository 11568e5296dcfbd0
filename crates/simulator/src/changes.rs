//! What can happen to an opportunity, and the events that webhooks hear of it.

use serde_json::{Value, json};

use crate::{
    error::ApiError,
    model::{
        Application, Archived, Contact, File, Opportunity, Phone, Resume, Source, Stage,
        StageChange, extension,
    },
    requisitions::REQUISITIONS,
    state::{DeletedOpportunity, Event, World, now},
};

/// The formats that Lever reads.
const ACCEPTED: &[&str] = &["docx", "doc", "js", "jpg", "png", "pdf", "txt"];

/// A person who applies, or is added by hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewOpportunity {
    pub name: String,
    pub emails: Vec<String>,
    pub phones: Vec<Phone>,
    pub location: String,
    pub headline: String,
    pub links: Vec<String>,
    pub company: Option<String>,
    /// `None`: a lead without an application.
    pub posting: Option<String>,
    /// `None`: the first of those who applied, or of the leads.
    pub stage: Option<String>,
    /// `posting` or `user`, as the application's type.
    pub kind: String,
    pub comments: String,
    pub custom_questions: Vec<Value>,
    pub resume: Option<(String, Source)>,
    pub files: Vec<(String, Vec<u8>)>,
    pub origin: String,
    pub source: Option<String>,
    pub user: Option<String>,
    pub ip_address: Option<String>,
    /// Which of the posting's locations the person prefers.
    pub preferred_location: Option<String>,
}

/// What came of a [`NewOpportunity`].
pub(crate) struct Added {
    pub opportunity: String,
    pub application: Option<String>,
    /// Whether the mail address led to a person who was there already.
    pub deduped: bool,
}

impl World {
    pub fn add_opportunity(&mut self, new: NewOpportunity) -> Result<Added, ApiError> {
        let now = now();
        let posting = new
            .posting
            .as_deref()
            .map(|id| self.posting(id).cloned())
            .transpose()?;
        if let Some(stage) = &new.stage {
            self.stage(stage)?;
        }
        let known = self
            .contacts
            .values()
            .find(|contact| {
                contact
                    .emails
                    .iter()
                    .any(|email| new.emails.contains(email))
            })
            .map(|contact| contact.id.clone());
        let deduped = known.is_some();
        let contact = known.unwrap_or_else(|| self.ids.next());
        if !deduped {
            self.tell_contact("contactCreated", &contact, "createdAt");
        }
        self.contacts
            .entry(contact.clone())
            .or_insert_with(|| Contact {
                id: contact.clone(),
                name: new.name,
                headline: new.headline,
                emails: new.emails,
                phones: new.phones,
                location: new.location,
                anonymized: false,
            });
        let id = self.ids.next();
        let stage = match new.stage.as_deref() {
            Some(stage) => stage,
            None if posting.is_some() => "applicant-new",
            None => "lead-new",
        };
        let application = posting.as_ref().map(|posting| Application {
            id: self.ids.next(),
            kind: new.kind,
            posting: posting.id.clone(),
            company: new.company,
            comments: new.comments,
            user: new.user.clone(),
            custom_questions: new.custom_questions,
            created_at: now,
            archived: None,
            requisition: None,
            ip_address: new.ip_address,
        });
        let resumes = new
            .resume
            .into_iter()
            .map(|(name, source)| self.resume(name, source, now))
            .collect();
        let files = new
            .files
            .into_iter()
            .map(|(name, bytes)| self.new_file(name, bytes))
            .collect();
        let opportunity = Opportunity {
            id: id.clone(),
            contact,
            stage: stage.to_owned(),
            confidential: posting.as_ref().is_some_and(|posting| posting.confidential),
            links: new.links,
            archived: None,
            tags: posting
                .as_ref()
                .map(|posting| posting.tags())
                .unwrap_or_default(),
            sources: new.source.into_iter().collect(),
            stage_changes: vec![self.stage_change(stage, now, new.user.clone())],
            origin: new.origin,
            sourced_by: None,
            owner: posting.as_ref().and_then(|posting| posting.owner.clone()),
            followers: posting
                .as_ref()
                .and_then(|posting| posting.owner.clone())
                .into_iter()
                .collect(),
            location: posting.as_ref().map(|posting| {
                match (new.preferred_location, posting.all_locations.len()) {
                    (Some(preferred), _) => preferred,
                    (None, 2..) => "unspecified".to_owned(),
                    (None, _) => posting.location.clone(),
                }
            }),
            created_at: now,
            updated_at: Some(now),
            last_interaction_at: now,
            last_advanced_at: now,
            snoozed_until: None,
            resumes,
            files,
            notes: Vec::new(),
            application,
        };
        let application = opportunity
            .application
            .as_ref()
            .map(|application| application.id.clone());
        if let Some(application) = &application {
            self.tell(
                "applicationCreated",
                &opportunity,
                json!({ "applicationId": application }),
            );
        }
        self.opportunities.insert(id.clone(), opportunity);
        Ok(Added {
            opportunity: id,
            application,
            deduped,
        })
    }

    /// Adds a resume to an opportunity. As in Lever, neither `updatedAt` moves nor does a webhook tell.
    pub fn add_resume(
        &mut self,
        opportunity: &str,
        name: String,
        bytes: Vec<u8>,
    ) -> Result<String, ApiError> {
        self.opportunity(opportunity)?;
        let resume = self.resume(name, Source::Uploaded(bytes), now());
        let id = resume.id.clone();
        self.opportunity_mut(opportunity)?.resumes.push(resume);
        Ok(id)
    }

    fn resume(&mut self, name: String, source: Source, now: i64) -> Resume {
        let ext = extension(&name);
        let status = match &source {
            Source::Uploaded(bytes) if bytes.is_empty() => "error",
            Source::Uploaded(_) if !ACCEPTED.contains(&ext.as_str()) => "unsupported",
            _ => "processed",
        };
        Resume {
            id: self.ids.next(),
            created_at: now,
            ext,
            name,
            status: status.to_owned(),
            source,
        }
    }

    /// A file as somebody uploaded it.
    pub fn new_file(&mut self, name: String, bytes: Vec<u8>) -> File {
        let ext = extension(&name);
        let status = if ACCEPTED.contains(&ext.as_str()) {
            "processed"
        } else {
            "unsupported"
        };
        File {
            id: self.ids.next(),
            ext,
            name,
            uploaded_at: now(),
            status: status.to_owned(),
            source: Source::Uploaded(bytes),
        }
    }

    /// Moves an opportunity to a stage. The stage it has already is no change, and no event.
    pub fn move_stage(
        &mut self,
        id: &str,
        stage: &str,
        user: Option<String>,
    ) -> Result<(), ApiError> {
        let now = now();
        self.stage(stage)?;
        let change = self.stage_change(stage, now, user);
        let opportunity = self.opportunity_mut(id)?;
        if opportunity.stage == stage {
            return Ok(());
        }
        let from = std::mem::replace(&mut opportunity.stage, stage.to_owned());
        opportunity.stage_changes.push(change);
        opportunity.last_advanced_at = now;
        opportunity.touch(now);
        let opportunity = opportunity.clone();
        self.tell(
            "candidateStageChange",
            &opportunity,
            json!({ "fromStageId": from, "toStageId": stage }),
        );
        Ok(())
    }

    /// Archives as hired for a requisition, which must be open.
    pub fn hire(&mut self, id: &str, reason: &str, requisition: &str) -> Result<(), ApiError> {
        let hired = self.archive_reason(reason)?.hired;
        let record = self.record(&REQUISITIONS, requisition)?;
        if !hired || record.object["status"] != "open" {
            return Err(ApiError::bad_request(
                "A requisition is filled by a hire, and only while it is open",
            ));
        }
        self.archive(id, Some(reason))?;
        let object = &mut self.record_mut(&REQUISITIONS, requisition)?.object;
        object["headcountHired"] = json!(object["headcountHired"].as_i64().unwrap_or(0) + 1);
        if let Some(application) = &mut self.opportunity_mut(id)?.application {
            application.requisition = Some(requisition.to_owned());
        }
        Ok(())
    }

    /// Archives with a reason, or takes an opportunity back with `None`.
    pub fn archive(&mut self, id: &str, reason: Option<&str>) -> Result<(), ApiError> {
        let now = now();
        let hired = reason
            .map(|reason| self.archive_reason(reason).map(|reason| reason.hired))
            .transpose()?
            .unwrap_or(false);
        let opportunity = self.opportunity_mut(id)?;
        let to = reason.map(|reason| Archived {
            reason: reason.to_owned(),
            archived_at: now,
        });
        let from = std::mem::replace(&mut opportunity.archived, to.clone());
        if let Some(application) = &mut opportunity.application {
            application.archived = match (&to, application.archived.take()) {
                (None, _) => None,
                (Some(_), Some(first)) => Some(first),
                (Some(to), None) => Some(to.clone()),
            };
        }
        opportunity.touch(now);
        let opportunity = opportunity.clone();
        if from.is_some() || to.is_some() {
            self.tell(
                "candidateArchiveChange",
                &opportunity,
                json!({ "fromArchived": from, "toArchived": to }),
            );
        }
        if hired {
            self.tell("candidateHired", &opportunity, json!({}));
        }
        Ok(())
    }

    pub fn delete_opportunity(&mut self, id: &str, by: Option<String>) -> Result<(), ApiError> {
        let opportunity = self
            .opportunities
            .remove(id)
            .ok_or_else(|| ApiError::not_found("opportunities", id))?;
        self.tell("candidateDeleted", &opportunity, json!({ "deletedBy": by }));
        self.deleted.push(DeletedOpportunity {
            opportunity,
            deleted_by: by,
            deleted_at: now(),
        });
        Ok(())
    }

    /// A new stage at the end of the pipeline; its id.
    pub fn add_stage(&mut self, text: &str) -> String {
        let id = self.ids.next();
        let last = self.stages.iter().map(|stage| stage.rank).max();
        self.stages.push(Stage {
            id: id.clone(),
            text: text.to_owned(),
            pipeline: "onsite".to_owned(),
            rank: last.unwrap_or_default() + 1,
            has_interview: false,
        });
        id
    }

    fn stage_change(&self, stage: &str, now: i64, user: Option<String>) -> StageChange {
        let index = self
            .stages
            .iter()
            .position(|known| known.id == stage)
            .unwrap_or_default();
        StageChange {
            to_stage_id: stage.to_owned(),
            to_stage_index: index,
            updated_at: now,
            user_id: user,
        }
    }

    /// Tells that a person came or changed.
    pub fn tell_contact(&mut self, name: &'static str, contact: &str, when: &str) {
        let mut data = json!({ "contactId": contact, "accountId": self.account_id });
        data[when] = json!(now());
        self.outbox.push(Event {
            name,
            origin: String::new(),
            data,
        });
    }

    fn tell(&mut self, name: &'static str, opportunity: &Opportunity, mut data: Value) {
        data["opportunityId"] = json!(opportunity.id);
        data["candidateId"] = json!(opportunity.id);
        data["contactId"] = json!(opportunity.contact);
        self.outbox.push(Event {
            name,
            origin: opportunity.origin.clone(),
            data,
        });
    }
}

impl Opportunity {
    /// Marks a change that Lever counts as one.
    pub fn touch(&mut self, now: i64) {
        self.last_interaction_at = now;
        self.updated_at = Some(now);
    }
}
