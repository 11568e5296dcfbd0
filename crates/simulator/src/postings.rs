//! `/postings`: the jobs. Their application forms are in [`crate::apply`].

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
    model::Posting,
    paging::{Place, page},
    query::Query,
    state::World,
    users,
};

const EXPANDABLE: &[&str] = &["user", "owner", "hiringManager", "followers"];
/// `updated_at_*` may be combined with these only.
const BESIDE_UPDATED_AT: &[&str] = &[
    "updated_at_start",
    "updated_at_end",
    "confidentiality",
    "limit",
    "offset",
    "include",
    "expand",
];

/// `GET /postings`, newest first.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "postings")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    let updated = query.range("updated_at")?;
    if (updated.start.is_some() || updated.end.is_some())
        && let Some(name) = query.names().find(|name| !BESIDE_UPDATED_AT.contains(name))
    {
        return Err(ApiError::bad_request(format!(
            "updated_at_start and updated_at_end cannot be combined with {name}"
        )));
    }
    let confidentiality = Confidentiality::parse(&query, &caller)?;
    app.read(|world| {
        let postings = world
            .postings
            .iter()
            .filter(|posting| {
                posting.deleted_at.is_none() && confidentiality.admits(posting.confidential)
            })
            .filter(|posting| updated.admits(Some(posting.updated_at)) && matches(posting, &query))
            .map(|posting| (Place::new(0, posting.created_at, &posting.id), posting));
        page(&app.bookmarks, "postings", &query, postings, |posting| {
            render(&app, world, posting, &expand)
        })
    })
    .map(Json)
}

/// `GET /postings/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "postings")?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    app.read(|world| {
        let posting = world.posting(&id)?;
        if posting.confidential && !caller.sees_confidential() {
            return Err(ApiError::forbidden("The posting is confidential"));
        }
        Ok(one(&query, render(&app, world, posting, &expand)))
    })
}

/// `GET /postings/deleted`
pub(crate) async fn deleted(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "postings")?;
    let range = query
        .range("deleted_at")?
        .within_thirty_days("deleted_at")?;
    let confidentiality = Confidentiality::parse(&query, &caller)?;
    app.read(|world| {
        let postings = world
            .postings
            .iter()
            .filter(|posting| posting.deleted_at.is_some() && range.admits(posting.deleted_at))
            .filter(|posting| confidentiality.admits(posting.confidential))
            .map(|posting| {
                (
                    Place::new(0, posting.deleted_at.unwrap_or_default(), &posting.id),
                    posting,
                )
            });
        page(
            &app.bookmarks,
            "postings/deleted",
            &query,
            postings,
            |posting| {
                let mut object = render(&app, world, posting, &Expand::none());
                object["deletedAt"] = json!(posting.deleted_at);
                object
            },
        )
    })
    .map(Json)
}

/// `GET /postings/{id}/users`: who has a role on the posting. It has no `data`.
pub(crate) async fn members(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "postings")?;
    app.read(|world| {
        let posting = world.posting(&id)?;
        Ok(Json(json!({ "posting": { "id": posting.id, "text": posting.text }, "users": [], "roles": [
            { "id": "hiring-manager", "name": "Hiring manager", "isReadOnly": false }, { "id": "posting-owner", "name": "Posting owner", "isReadOnly": true },
        ] })))
    })
}

/// Which records a list shows.
#[derive(Clone, Copy)]
pub(crate) struct Confidentiality {
    open: bool,
    confidential: bool,
}

impl Confidentiality {
    /// The parameter `confidentiality`, held to what the caller may see.
    pub fn parse(query: &Query, caller: &Caller) -> Result<Self, ApiError> {
        let (open, confidential) = match query.one("confidentiality") {
            None | Some("non-confidential") => (true, false),
            Some("confidential") => (false, true),
            Some("all") => (true, true),
            Some(_) => {
                return Err(ApiError::bad_request(
                    "confidentiality must be non-confidential, confidential or all",
                ));
            }
        };
        Ok(Self {
            open,
            confidential: confidential && caller.sees_confidential(),
        })
    }

    pub fn admits(self, confidential: bool) -> bool {
        if confidential {
            self.confidential
        } else {
            self.open
        }
    }
}

fn matches(posting: &Posting, query: &Query) -> bool {
    let channels = posting.channels.clone().unwrap_or_default();
    let internal_site_only = channels == ["internal"];
    // Without a channel asked for, a list of the published ones leaves out those that are only on the internal site.
    let channel = if query.has("distributionChannel") {
        query.admits_any("distributionChannel", &channels)
    } else {
        !(query.one("state") == Some("published") && internal_site_only)
    };
    channel
        && query.admits("state", &posting.state)
        && query.admits("team", &posting.team)
        && query.admits("department", &posting.department)
        && query.admits_any("location", &posting.all_locations)
        && query.admits("commitment", &posting.commitment)
        && query.admits_any("tag", &posting.tags())
        // The account has neither levels nor groups.
        && !query.has("level")
        && !query.has("group")
}

/// A posting as JSON. `expand` turns ids of users into users.
pub(crate) fn render(app: &App, world: &World, posting: &Posting, expand: &Expand) -> Value {
    let user = |field: &str, id: &Option<String>| match id {
        Some(id) if expand.has(field) => world.user(id).map(users::render).unwrap_or_default(),
        id => json!(id),
    };
    let lists: Vec<Value> = posting
        .content
        .lists
        .iter()
        .map(|(text, content)| json!({ "text": text, "content": content }))
        .collect();
    let level: Option<String> = None;
    let mut object = json!({
        "id": posting.id, "text": posting.text, "state": posting.state,
        "distributionChannels": posting.channels.as_ref().filter(|_| posting.state == "published"),
        "user": user("user", &posting.user), "owner": user("owner", &posting.owner), "hiringManager": user("hiringManager", &posting.hiring_manager),
        "categories": {
            "commitment": posting.commitment, "department": posting.department, "level": level, "location": posting.location,
            "team": posting.team, "allLocations": posting.all_locations,
        },
        "tags": [],
        "content": {
            "description": posting.content.description, "descriptionHtml": posting.content.description_html, "lists": lists,
            "closing": posting.content.closing, "closingHtml": posting.content.closing_html,
        },
        "country": posting.country,
        "followers": posting.owner.iter().map(|owner| user("followers", &Some(owner.clone()))).collect::<Vec<_>>(),
        "reqCode": null, "requisitionCodes": [],
        "urls": posting.is_open().then(|| urls(app, posting)),
        "confidentiality": confidentiality(posting.confidential),
        "createdAt": posting.created_at, "updatedAt": posting.updated_at,
        "workplaceType": posting.workplace,
        "transcribeInterviews": false, "screening": { "enabled": false },
    });
    if let Some(salary) = &posting.salary {
        object["salaryRange"] = json!({ "min": salary.min, "max": salary.max, "currency": salary.currency, "interval": salary.interval });
    }
    object
}

fn urls(app: &App, posting: &Posting) -> Value {
    let show = format!("{}/jobs/{}", app.origin, posting.id);
    json!({ "list": format!("{}/", app.origin), "apply": format!("{}/add?posting={}", app.origin, posting.id), "show": show })
}

/// The word for it.
pub(crate) fn confidentiality(confidential: bool) -> &'static str {
    if confidential {
        "confidential"
    } else {
        "non-confidential"
    }
}
