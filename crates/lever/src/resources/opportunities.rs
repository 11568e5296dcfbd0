//! Opportunities (candidacies). Scope `opportunities:read:admin`.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Application, ApplicationId, ArchiveReasonId, Confidentiality, ContactId, Data, OpportunityId,
    PostingId, Stage, StageId, User, UserId,
};
use crate::client::Client;
use crate::error::Error;
use crate::lenient::{self, Millis, Ref};
use crate::page::Pages;

/// A candidacy. It carries no posting: that stands in its (at most one) application.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opportunity {
    /// Id.
    pub id: OpportunityId,
    /// The person's name; absent where it was never given, and for anonymized people.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The person.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub contact: Option<Ref<ContactId, Contact>>,
    /// One line, often the last employers.
    #[serde(default, deserialize_with = "lenient::text")]
    pub headline: Option<String>,
    /// Where in the pipeline.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub stage: Option<Ref<StageId, Stage>>,
    /// Confidential or not.
    #[serde(default)]
    pub confidentiality: Confidentiality,
    /// Where the person is.
    #[serde(default, deserialize_with = "lenient::text")]
    pub location: Option<String>,
    /// Telephone numbers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub phones: Vec<Phone>,
    /// Mail addresses; often none.
    #[serde(default, deserialize_with = "lenient::list")]
    pub emails: Vec<String>,
    /// Profiles on the web.
    #[serde(default, deserialize_with = "lenient::list")]
    pub links: Vec<String>,
    /// Rejected or hired.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub archived: Option<Archived>,
    /// Tags.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<String>,
    /// Where the person was found.
    #[serde(default, deserialize_with = "lenient::list")]
    pub sources: Vec<String>,
    /// `agency`, `applied`, `internal`, `referred`, `sourced`, `university`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub origin: Option<String>,
    /// The owner in Lever.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub owner: Option<Ref<UserId, User>>,
    /// At most one, by Lever's documentation.
    #[serde(default, deserialize_with = "lenient::list")]
    pub applications: Vec<Ref<ApplicationId, Application>>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
    /// When it was last changed; may be absent, and then no filter finds it.
    #[serde(default, deserialize_with = "lenient::time")]
    pub updated_at: Option<Millis>,
    /// Addresses in Lever.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub urls: OpportunityUrls,
    /// The person was anonymized: personal fields are blank.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_anonymized: bool,
    /// The way through the stages.
    #[serde(default, deserialize_with = "lenient::list")]
    pub stage_changes: Vec<StageChange>,
    /// What the person allows; absent where nobody asked.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub data_protection: Option<DataProtection>,
}

impl Opportunity {
    /// Since when it stands in its stage, as far as its way tells.
    pub fn stage_since(&self) -> Option<Millis> {
        let stage = self.stage_id()?;
        let last = self
            .stage_changes
            .iter()
            .filter(|change| change.updated_at.is_some())
            .max_by_key(|change| change.updated_at)?;
        last.updated_at
            .filter(|_| last.to_stage_id.as_ref() == Some(stage))
    }

    /// Whether the person may be contacted: only a plain no is one.
    pub fn may_be_contacted(&self) -> bool {
        let contact = self
            .data_protection
            .as_ref()
            .and_then(|data| data.contact.as_ref());
        contact.and_then(|consent| consent.allowed) != Some(false)
    }

    /// The stage's id, expanded or not.
    pub fn stage_id(&self) -> Option<&StageId> {
        match self.stage.as_ref()? {
            Ref::Id(id) => Some(id),
            Ref::Object(stage) => Some(&stage.id),
        }
    }

    /// The contact's id, expanded or not.
    pub fn contact_id(&self) -> Option<&ContactId> {
        match self.contact.as_ref()? {
            Ref::Id(id) => Some(id),
            Ref::Object(contact) => Some(&contact.id),
        }
    }

    /// The application, where `expand=applications` was asked for and there is one.
    pub fn application(&self) -> Option<&Application> {
        self.applications.iter().find_map(Ref::object)
    }
}

/// A step on the way through the stages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StageChange {
    /// Where it led.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub to_stage_id: Option<StageId>,
    /// When.
    #[serde(default, deserialize_with = "lenient::time")]
    pub updated_at: Option<Millis>,
}

/// What a person allows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DataProtection {
    /// To be contacted.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub contact: Option<Consent>,
}

/// Whether something is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Consent {
    /// Yes or no, where it was said.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub allowed: Option<bool>,
}

/// A candidacy that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedOpportunity {
    /// The id that it had.
    pub id: OpportunityId,
    /// When it was deleted.
    #[serde(default, deserialize_with = "lenient::time")]
    pub deleted_at: Option<Millis>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Id.
    pub id: ContactId,
    /// Name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Mail addresses.
    #[serde(default, deserialize_with = "lenient::list")]
    pub emails: Vec<String>,
    /// The person was anonymized.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_anonymized: bool,
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Phone {
    /// `mobile`, `home`, …
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The number.
    #[serde(default, deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

/// That, when and why a candidacy ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Archived {
    /// The reason; its type tells hired from rejected.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub reason: Option<ArchiveReasonId>,
    /// When.
    #[serde(default, deserialize_with = "lenient::time")]
    pub archived_at: Option<Millis>,
}

/// Addresses of an opportunity in Lever's web application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct OpportunityUrls {
    /// Its profile.
    #[serde(default, deserialize_with = "lenient::text")]
    pub show: Option<String>,
}

/// What may be swapped for its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expand {
    /// Applications, and with them the posting's id.
    Applications,
    /// The stage with its name.
    Stage,
    /// The person.
    Contact,
    /// The owner.
    Owner,
}

impl Expand {
    fn as_str(self) -> &'static str {
        match self {
            Self::Applications => "applications",
            Self::Stage => "stage",
            Self::Contact => "contact",
            Self::Owner => "owner",
        }
    }
}

/// What [`Client::opportunities`] asks for; the default is everything non-confidential, archived or not.
#[derive(Clone, Debug, Default)]
pub struct OpportunityFilter {
    /// Of these postings; empty: of any or none.
    pub postings: Vec<PostingId>,
    /// In these stages.
    pub stages: Vec<StageId>,
    /// Only archived, or only not archived.
    pub archived: Option<bool>,
    /// Changed at or after.
    pub updated_at_start: Option<Millis>,
    /// Changed at or before.
    pub updated_at_end: Option<Millis>,
    /// Made at or after.
    pub created_at_start: Option<Millis>,
    /// Which to include.
    pub confidentiality: Confidentiality,
    /// What to swap for objects.
    pub expand: Vec<Expand>,
    /// Page size, 1–100.
    pub limit: Option<u8>,
}

impl OpportunityFilter {
    fn apply(&self, url: &mut Url) {
        let mut query = url.query_pairs_mut();
        query.append_pair(
            "limit",
            &self.limit.unwrap_or(100).clamp(1, 100).to_string(),
        );
        for posting in &self.postings {
            query.append_pair("posting_id", posting.as_str());
        }
        for stage in &self.stages {
            query.append_pair("stage_id", stage.as_str());
        }
        if let Some(archived) = self.archived {
            query.append_pair("archived", if archived { "true" } else { "false" });
        }
        for (name, time) in [
            ("updated_at_start", self.updated_at_start),
            ("updated_at_end", self.updated_at_end),
            ("created_at_start", self.created_at_start),
        ] {
            if let Some(time) = time {
                query.append_pair(name, &time.0.to_string());
            }
        }
        if self.confidentiality != Confidentiality::NonConfidential {
            query.append_pair("confidentiality", self.confidentiality.as_str());
        }
        expand(&mut query, &self.expand);
    }
}

fn expand(query: &mut url::form_urlencoded::Serializer<'_, url::UrlQuery<'_>>, what: &[Expand]) {
    for item in what {
        query.append_pair("expand", item.as_str());
    }
}

#[derive(Serialize)]
struct NewStage<'a> {
    stage: &'a StageId,
}

impl Client {
    /// Opportunities in pipeline order, not in order of creation: one that moves while the list is read can be missed or seen twice. Upsert by id, and use time windows.
    pub fn opportunities(&self, filter: &OpportunityFilter) -> Pages<Opportunity> {
        let url = self.url(&["opportunities"]).map(|mut url| {
            filter.apply(&mut url);
            url
        });
        Pages::new(self.clone(), url, "/opportunities")
    }

    /// Those deleted at or after a time, in no order. Their personal data are not read.
    pub fn deleted_opportunities(&self, since: Millis) -> Pages<DeletedOpportunity> {
        let url = self.url(&["opportunities", "deleted"]).map(|mut url| {
            url.query_pairs_mut()
                .append_pair("limit", "100")
                .append_pair("deleted_at_start", &since.0.to_string());
            url
        });
        Pages::new(self.clone(), url, "/opportunities/deleted")
    }

    /// One opportunity. Confidential ones are [`Error::Forbidden`] without the scope for them.
    pub async fn opportunity(
        &self,
        id: &OpportunityId,
        what: &[Expand],
    ) -> Result<Opportunity, Error> {
        let mut url = self.url(&["opportunities", id.as_str()])?;
        if !what.is_empty() {
            expand(&mut url.query_pairs_mut(), what);
        }
        let found: Data<Opportunity> = self.get(url, "/opportunities/:id").await?;
        Ok(found.data)
    }

    /// Moves it to a stage. Scope `opportunities:write:admin`. The answer leaves personal fields blank, so it is not read.
    /// After [`Error::Uncertain`] look where it stands before another try.
    pub async fn set_stage(&self, id: &OpportunityId, stage: &StageId) -> Result<(), Error> {
        let url = self.url(&["opportunities", id.as_str(), "stage"])?;
        self.put_once(url, &NewStage { stage }, "/opportunities/:id/stage")
            .await
    }
}
