//! `/opportunities`: the candidacies. Their changes are in [`crate::opportunity_writes`].

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    applications,
    auth::{Access, Caller},
    contacts,
    error::ApiError,
    fields::{Expand, one},
    model::Opportunity,
    paging::{Place, page},
    postings::{Confidentiality, confidentiality},
    query::{Query, Range},
    stages,
    state::World,
    users,
};

pub(crate) const EXPANDABLE: &[&str] = &[
    "applications",
    "stage",
    "owner",
    "followers",
    "sourcedBy",
    "contact",
];

/// `GET /opportunities`, by rank of the stage, then the latest advanced first.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "opportunities")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    let filter = Filter::parse(&query, &caller)?;
    app.read(|world| {
        let found = world
            .opportunities
            .values()
            .filter(|opportunity| filter.admits(world, opportunity))
            .map(|opportunity| {
                (
                    Place::new(
                        world.stage_rank(&opportunity.stage),
                        opportunity.last_advanced_at,
                        &opportunity.id,
                    ),
                    opportunity,
                )
            });
        page(
            &app.bookmarks,
            "opportunities",
            &query,
            found,
            |opportunity| render(&app, world, opportunity, &expand),
        )
    })
    .map(Json)
}

/// `GET /opportunities/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "opportunities")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        Ok(one(&query, render(&app, world, opportunity, &expand)))
    })
}

/// `GET /opportunities/deleted`
pub(crate) async fn deleted(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "opportunities")?;
    let range = query.range("deleted_at")?;
    let confidentiality = Confidentiality::parse(&query, &caller)?;
    app.read(|world| {
        let deleted = world
            .deleted
            .iter()
            .filter(|record| {
                range.admits(Some(record.deleted_at))
                    && confidentiality.admits(record.opportunity.confidential)
            })
            .map(|record| {
                (
                    Place::new(0, record.deleted_at, &record.opportunity.id),
                    record,
                )
            });
        page(
            &app.bookmarks,
            "opportunities/deleted",
            &query,
            deleted,
            |record| {
                let mut object = render(&app, world, &record.opportunity, &Expand::none());
                object["deletedBy"] = json!(record.deleted_by);
                object["deletedAt"] = json!(record.deleted_at);
                object
            },
        )
    })
    .map(Json)
}

/// The opportunity, if the caller may see it.
pub(crate) fn visible<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w Opportunity, ApiError> {
    let opportunity = world.opportunity(id)?;
    if opportunity.confidential && !caller.sees_confidential() {
        return Err(ApiError::forbidden("The opportunity is confidential"));
    }
    Ok(opportunity)
}

/// The filters of the list.
struct Filter<'q> {
    query: &'q Query,
    confidentiality: Confidentiality,
    archived: Option<bool>,
    snoozed: Option<bool>,
    created_at: Range,
    updated_at: Range,
    advanced_at: Range,
    archived_at: Range,
}

impl<'q> Filter<'q> {
    fn parse(query: &'q Query, caller: &Caller) -> Result<Self, ApiError> {
        if !query.all("email").all(is_address) {
            return Err(ApiError::bad_request("Email address is not valid"));
        }
        Ok(Self {
            query,
            confidentiality: Confidentiality::parse(query, caller)?,
            archived: query.flag("archived")?,
            snoozed: query.flag("snoozed")?,
            created_at: query.range("created_at")?,
            updated_at: query.range("updated_at")?,
            advanced_at: query.range("advanced_at")?,
            archived_at: query.range("archived_at")?,
        })
    }

    fn admits(&self, world: &World, opportunity: &Opportunity) -> bool {
        let query = self.query;
        let archived = opportunity.archived.as_ref();
        let posting = opportunity
            .application
            .as_ref()
            .map(|application| &application.posting);
        let archived_posting = posting.filter(|_| archived.is_some());
        self.confidentiality.admits(opportunity.confidential)
            && self
                .archived
                .is_none_or(|wanted| wanted == archived.is_some())
            && self
                .snoozed
                .is_none_or(|wanted| wanted == opportunity.snoozed_until.is_some())
            && self.created_at.admits(Some(opportunity.created_at))
            && self.updated_at.admits(opportunity.updated_at)
            && self.advanced_at.admits(Some(opportunity.last_advanced_at))
            && self
                .archived_at
                .admits(archived.map(|archived| archived.archived_at))
            && query.admits_any("posting_id", posting)
            && query.admits_any("archived_posting_id", archived_posting)
            && query.admits("stage_id", &opportunity.stage)
            && query.admits("contact_id", &opportunity.contact)
            && (!query.has("email")
                || query.admits_any("email", &world.contact_of(opportunity).emails))
            && query.admits_any("tag", &opportunity.tags)
            && query.admits_any("source", &opportunity.sources)
            && query.admits("origin", &opportunity.origin)
            && query.admits_any(
                "archive_reason_id",
                archived.map(|archived| &archived.reason),
            )
            && query.admits_any("location", &opportunity.location)
    }
}

/// There is no search by name: whoever puts one here is told so, and does not get an empty list.
fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// An opportunity as JSON.
pub(crate) fn render(
    app: &App,
    world: &World,
    opportunity: &Opportunity,
    expand: &Expand,
) -> Value {
    let contact = world.contact_of(opportunity);
    let user = |field: &str, id: &Option<String>| match id {
        Some(id) if expand.has(field) => world.user(id).map(users::render).unwrap_or_default(),
        id => json!(id),
    };
    let applications: Vec<Value> = opportunity
        .application
        .iter()
        .map(|application| {
            if expand.has("applications") {
                applications::render(app, world, opportunity, application, &Expand::none())
            } else {
                json!(application.id)
            }
        })
        .collect();
    let stage = match world.stage(&opportunity.stage) {
        Ok(stage) if expand.has("stage") => stages::render(stage),
        _ => json!(opportunity.stage),
    };
    let anonymized = contact.anonymized;
    let allowed = json!({ "allowed": true, "expiresAt": null });
    let mut object = json!({
        "id": opportunity.id,
        "name": contact.name,
        "contact": if expand.has("contact") { contacts::render(contact) } else { json!(contact.id) },
        "headline": contact.headline,
        "stage": stage,
        "confidentiality": confidentiality(opportunity.confidential),
        "location": contact.location,
        "phones": contact.phones,
        "emails": contact.emails,
        "links": if anonymized { &[] } else { opportunity.links.as_slice() },
        "archived": opportunity.archived,
        "tags": opportunity.tags,
        "sources": opportunity.sources,
        "stageChanges": opportunity.stage_changes,
        "origin": opportunity.origin,
        "sourcedBy": user("sourcedBy", &opportunity.sourced_by),
        "owner": user("owner", &opportunity.owner),
        "followers": opportunity.followers.iter().map(|id| user("followers", &Some(id.clone()))).collect::<Vec<_>>(),
        "applications": applications,
        "createdAt": opportunity.created_at, "updatedAt": opportunity.updated_at,
        "lastInteractionAt": opportunity.last_interaction_at, "lastAdvancedAt": opportunity.last_advanced_at,
        "snoozedUntil": opportunity.snoozed_until,
        "urls": { "list": format!("{}/candidates", app.origin), "show": format!("{}/candidates/{}", app.origin, opportunity.id) },
        "isAnonymized": anonymized,
        // Somebody who never applied was never asked.
        "dataProtection": opportunity.application.is_some().then(|| json!({ "store": allowed, "contact": allowed })),
    });
    if let Some(location) = &opportunity.location {
        object["opportunityLocation"] = json!(location);
    }
    object
}
