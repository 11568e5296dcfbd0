//! The state of the account: every record, found by id. [`crate::changes`] alters it, [`crate::seed`] fills it.

use std::collections::{BTreeSet, HashMap, VecDeque};

use rand::{RngCore, SeedableRng, rngs::SmallRng};
use serde::{Deserialize, Serialize};
use uuid::Builder;

use crate::{
    error::ApiError,
    model::{ArchiveReason, Contact, Opportunity, Posting, Stage, Upload, User},
    oauth::OAuth,
    query::Query,
    records::{Record, Shelf},
    webhooks::{Delivery, EVENTS, Webhook},
};

/// Everything that Lever would keep in its database.
#[derive(Serialize, Deserialize)]
pub(crate) struct World {
    pub users: Vec<User>,
    /// In pipeline order.
    pub stages: Vec<Stage>,
    pub archive_reasons: Vec<ArchiveReason>,
    pub postings: Vec<Posting>,
    pub contacts: HashMap<String, Contact>,
    pub opportunities: HashMap<String, Opportunity>,
    pub deleted: Vec<DeletedOpportunity>,
    pub uploads: HashMap<String, Upload>,
    pub oauth: OAuth,
    pub webhooks: Vec<Webhook>,
    #[serde(default)]
    pub records: HashMap<Shelf, Vec<Record>>,
    /// As tokens and some webhooks name it.
    #[serde(default)]
    pub account_id: String,
    /// Newest last, the last 1,000.
    pub deliveries: VecDeque<Delivery>,
    /// The events that a Super Admin switched on.
    pub event_groups: BTreeSet<String>,
    /// What happened and is not yet handed to the webhooks.
    #[serde(skip)]
    pub outbox: Vec<Event>,
    #[serde(skip, default = "fresh_ids")]
    pub ids: Ids,
}

/// A deleted opportunity, kept for `/opportunities/deleted`.
#[derive(Serialize, Deserialize)]
pub(crate) struct DeletedOpportunity {
    pub opportunity: Opportunity,
    pub deleted_by: Option<String>,
    pub deleted_at: i64,
}

/// Something that webhooks tell about.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub name: &'static str,
    /// The origin of the opportunity, for the webhooks' conditions.
    pub origin: String,
    pub data: serde_json::Value,
}

/// The source of ids: random, or determined by a seed.
pub(crate) struct Ids(SmallRng);

impl Ids {
    pub fn seeded(seed: u64) -> Self {
        Self(SmallRng::seed_from_u64(seed))
    }

    /// A UUID as text.
    pub fn next(&mut self) -> String {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid().to_string()
    }
}

fn fresh_ids() -> Ids {
    Ids(SmallRng::from_seed(std::array::from_fn(|_| {
        uuid::Uuid::new_v4().as_bytes()[0]
    })))
}

impl World {
    pub fn empty(ids: Ids, event_groups: bool) -> Self {
        Self {
            users: Vec::new(),
            stages: Vec::new(),
            archive_reasons: Vec::new(),
            postings: Vec::new(),
            contacts: HashMap::new(),
            opportunities: HashMap::new(),
            deleted: Vec::new(),
            uploads: HashMap::new(),
            oauth: OAuth::default(),
            webhooks: Vec::new(),
            records: HashMap::new(),
            account_id: String::new(),
            deliveries: VecDeque::new(),
            event_groups: EVENTS
                .iter()
                .filter(|_| event_groups)
                .map(|(name, _)| (*name).to_owned())
                .collect(),
            outbox: Vec::new(),
            ids,
        }
    }

    pub fn user(&self, id: &str) -> Result<&User, ApiError> {
        self.users
            .iter()
            .find(|user| user.id == id)
            .ok_or_else(|| ApiError::not_found("users", id))
    }

    pub fn user_mut(&mut self, id: &str) -> Result<&mut User, ApiError> {
        self.users
            .iter_mut()
            .find(|user| user.id == id)
            .ok_or_else(|| ApiError::not_found("users", id))
    }

    /// The user named by `perform_as`, where one must be named.
    pub fn needed_performer(&self, query: &Query) -> Result<String, ApiError> {
        self.performer(query.one("perform_as"))?
            .ok_or_else(|| ApiError::bad_request("Missing required parameter: perform_as"))
    }

    /// The user named by `perform_as`, who must be active.
    pub fn performer(&self, id: Option<&str>) -> Result<Option<String>, ApiError> {
        match id {
            None => Ok(None),
            Some(id) => match self.user(id) {
                Ok(user) if user.deactivated_at.is_none() => Ok(Some(user.id.clone())),
                _ => Err(ApiError::bad_request("perform_as is not an active user")),
            },
        }
    }

    pub fn stage(&self, id: &str) -> Result<&Stage, ApiError> {
        self.stages
            .iter()
            .find(|stage| stage.id == id)
            .ok_or_else(|| ApiError::not_found("stages", id))
    }

    pub fn stage_rank(&self, id: &str) -> i64 {
        self.stage(id).map_or(0, |stage| stage.rank)
    }

    pub fn archive_reason(&self, id: &str) -> Result<&ArchiveReason, ApiError> {
        self.archive_reasons
            .iter()
            .find(|reason| reason.id == id)
            .ok_or_else(|| ApiError::not_found("archive_reasons", id))
    }

    pub fn posting(&self, id: &str) -> Result<&Posting, ApiError> {
        self.postings
            .iter()
            .find(|posting| posting.id == id && posting.deleted_at.is_none())
            .ok_or_else(|| ApiError::not_found("postings", id))
    }

    pub fn opportunity(&self, id: &str) -> Result<&Opportunity, ApiError> {
        self.opportunities
            .get(id)
            .ok_or_else(|| ApiError::not_found("opportunities", id))
    }

    pub fn opportunity_mut(&mut self, id: &str) -> Result<&mut Opportunity, ApiError> {
        self.opportunities
            .get_mut(id)
            .ok_or_else(|| ApiError::not_found("opportunities", id))
    }

    /// The person of an opportunity.
    ///
    /// # Panics
    /// When an opportunity has no contact, which no change leaves behind.
    pub fn contact_of(&self, opportunity: &Opportunity) -> &Contact {
        self.contacts
            .get(&opportunity.contact)
            .expect("every opportunity has a contact")
    }
}

/// The time now.
pub(crate) fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
