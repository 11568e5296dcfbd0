//! `/opportunities/{id}/applications`: at most one, the link to a posting.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    auth::{Access, Caller},
    error::ApiError,
    fields::{Expand, one},
    model::{Application, Opportunity},
    opportunities::visible,
    paging::{Place, page, page_in_order},
    postings::{self, Confidentiality},
    query::Query,
    requisitions::REQUISITIONS,
    state::World,
    users,
};

const EXPANDABLE: &[&str] = &["posting", "postingOwner", "postingHiringManager", "user"];

/// `GET /opportunities/{id}/applications`
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "applications")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        page_in_order(
            &app.bookmarks,
            "applications",
            &query,
            opportunity.application.iter(),
            |application| render(&app, world, opportunity, application, &expand),
        )
    })
    .map(Json)
}

/// `GET /opportunities/{id}/applications/{application}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, application)): Path<(String, String)>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "applications")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let found = opportunity
            .application
            .as_ref()
            .filter(|known| known.id == application);
        let found = found.ok_or_else(|| ApiError::not_found("applications", &application))?;
        Ok(one(
            &query,
            render(&app, world, opportunity, found, &expand),
        ))
    })
}

/// `GET /applications/deleted`; needs a window of at most 30 days.
pub(crate) async fn deleted(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "applications")?;
    let range = query
        .range("deleted_at")?
        .within_thirty_days("deleted_at")?;
    let confidentiality = Confidentiality::parse(&query, &caller)?;
    let query = query.with_default_limit(50);
    app.read(|world| {
        let found = world
            .deleted
            .iter()
            .filter(|record| {
                range.admits(Some(record.deleted_at))
                    && confidentiality.admits(record.opportunity.confidential)
            })
            .filter_map(|record| {
                record
                    .opportunity
                    .application
                    .as_ref()
                    .map(|application| (record, application))
            })
            .map(|(record, application)| {
                (
                    Place::new(0, record.deleted_at, &application.id),
                    (record, application),
                )
            });
        page(
            &app.bookmarks,
            "applications/deleted",
            &query,
            found,
            |(record, application)| {
                let mut object = render(
                    &app,
                    world,
                    &record.opportunity,
                    application,
                    &Expand::none(),
                );
                object["deletedAt"] = json!(record.deleted_at);
                object
            },
        )
    })
    .map(Json)
}

/// An application as JSON. One added by hand has neither name nor mail: those are on the opportunity.
pub(crate) fn render(
    app: &App,
    world: &World,
    opportunity: &Opportunity,
    application: &Application,
    expand: &Expand,
) -> Value {
    let contact = world.contact_of(opportunity);
    let posting = world.posting(&application.posting).ok();
    let by_hand = application.kind == "user";
    let user = |field: &str, id: Option<&String>| match id {
        Some(id) if expand.has(field) => world.user(id).map(users::render).unwrap_or_default(),
        id => json!(id),
    };
    let phone = contact
        .phones
        .first()
        .filter(|_| !by_hand)
        .map(|phone| json!({ "type": null, "value": phone.value }));
    json!({
        "id": application.id, "type": application.kind, "candidateId": opportunity.id, "opportunityId": opportunity.id,
        "posting": match posting {
            Some(posting) if expand.has("posting") => postings::render(app, world, posting, &Expand::none()),
            _ => json!(application.posting),
        },
        "postingHiringManager": user("postingHiringManager", posting.and_then(|posting| posting.hiring_manager.as_ref())),
        "postingOwner": user("postingOwner", posting.and_then(|posting| posting.owner.as_ref())),
        "name": (!by_hand).then_some(&contact.name),
        "company": application.company.as_ref().filter(|_| !by_hand),
        "phone": phone,
        "email": contact.emails.first().filter(|_| !by_hand),
        "links": if by_hand { &[] } else { opportunity.links.as_slice() },
        "comments": Some(&application.comments).filter(|text| !by_hand || !text.is_empty()),
        "user": user("user", application.user.as_ref()),
        "customQuestions": application.custom_questions,
        "createdAt": application.created_at,
        "archived": application.archived,
        "requisitionForHire": requisition_for_hire(world, application),
        "ipAddress": application.ip_address, "referer": null, "userAgent": null, "acceptLanguage": null, "timezone": null,
    })
}

fn requisition_for_hire(world: &World, application: &Application) -> Value {
    let filled =
        (application.requisition.as_deref()).and_then(|id| world.record(&REQUISITIONS, id).ok());
    match filled {
        Some(record) => json!({
            "id": record.id(), "requisitionCode": record.object["requisitionCode"], "hiringManagerOnHire": record.object["hiringManager"],
        }),
        None => Value::Null,
    }
}
