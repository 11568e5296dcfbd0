//! Records of which the simulator knows the shape and little more: feedback, forms, interviews, offers and the like. They are JSON objects with an
//! id, one shelf for each kind. Reading is the same for all of them and is here; what can be written is in a module of each kind.

use axum::{
    Json,
    extract::{Path, State},
    routing::{MethodRouter, get},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    auth::{Access, Caller},
    error::ApiError,
    fields::{Expand, one},
    interviews::fill_panel,
    opportunities::visible,
    paging::{Place, page},
    postings,
    query::Query,
    stages,
    state::World,
    users,
};

/// Where records of a kind stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Shelf {
    Feedback,
    FeedbackTemplates,
    Forms,
    FormTemplates,
    Interviews,
    Panels,
    Offers,
    Referrals,
    Requisitions,
    RequisitionFields,
    AuditEvents,
}

/// A record, and the opportunity that it belongs to if it does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub opportunity: Option<String>,
    pub object: Value,
}

impl Record {
    pub fn id(&self) -> &str {
        self.object["id"].as_str().unwrap_or_default()
    }

    fn created_at(&self) -> i64 {
        self.object["createdAt"].as_i64().unwrap_or_default()
    }
}

/// A kind of records as the API shows it.
pub(crate) struct Resource {
    pub shelf: Shelf,
    /// As in paths and in “offers 7d… was not found”.
    pub name: &'static str,
    pub scope: &'static str,
    /// Fields whose ids can become objects.
    pub expandable: &'static [(&'static str, Target)],
}

/// What an expanded id leads to.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    User,
    Stage,
    Posting,
    Record(Shelf),
}

pub(crate) const REFERRALS: Resource = Resource {
    shelf: Shelf::Referrals,
    name: "referrals",
    scope: "referrals",
    expandable: &[("user", Target::User)],
};

impl World {
    pub fn shelf(&self, shelf: Shelf) -> &[Record] {
        self.records
            .get(&shelf)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub fn shelf_mut(&mut self, shelf: Shelf) -> &mut Vec<Record> {
        self.records.entry(shelf).or_default()
    }

    /// Puts a record on its shelf under a new id; the id.
    pub fn file(&mut self, shelf: Shelf, opportunity: Option<&str>, mut object: Value) -> String {
        let id = self.ids.next();
        object["id"] = json!(id);
        self.shelf_mut(shelf).push(Record {
            opportunity: opportunity.map(str::to_owned),
            object,
        });
        id
    }

    pub fn record(&self, resource: &Resource, id: &str) -> Result<&Record, ApiError> {
        self.shelf(resource.shelf)
            .iter()
            .find(|record| record.id() == id)
            .ok_or_else(|| ApiError::not_found(resource.name, id))
    }

    pub fn record_mut(&mut self, resource: &Resource, id: &str) -> Result<&mut Record, ApiError> {
        self.shelf_mut(resource.shelf)
            .iter_mut()
            .find(|record| record.id() == id)
            .ok_or_else(|| ApiError::not_found(resource.name, id))
    }

    pub fn discard(&mut self, resource: &Resource, id: &str) -> Result<Record, ApiError> {
        let shelf = self.shelf_mut(resource.shelf);
        match shelf.iter().position(|record| record.id() == id) {
            Some(place) => Ok(shelf.remove(place)),
            None => Err(ApiError::not_found(resource.name, id)),
        }
    }
}

impl Resource {
    fn expand(&self, query: &Query) -> Result<Expand, ApiError> {
        let fields: Vec<&str> = self.expandable.iter().map(|(field, _)| *field).collect();
        Expand::parse(query, &fields)
    }

    /// The record if the caller may see it and it is this opportunity's.
    pub fn of<'w>(
        &self,
        world: &'w World,
        caller: &Caller,
        opportunity: &str,
        id: &str,
    ) -> Result<&'w Record, ApiError> {
        visible(world, caller, opportunity)?;
        let record = world.record(self, id)?;
        if record.opportunity.as_deref() == Some(opportunity) {
            Ok(record)
        } else {
            Err(ApiError::not_found(self.name, id))
        }
    }

    /// A record as JSON, with what is to be expanded.
    pub fn render(&self, app: &App, world: &World, record: &Record, expand: &Expand) -> Value {
        let mut object = record.object.clone();
        if self.shelf == Shelf::Panels {
            fill_panel(world, record, &mut object);
        }
        for (field, target) in self.expandable {
            if expand.has(field) {
                let expanded = match &object[field] {
                    Value::Array(ids) => ids.iter().map(|id| target.of(app, world, id)).collect(),
                    id => target.of(app, world, id),
                };
                object[field] = expanded;
            }
        }
        object
    }
}

impl Target {
    fn of(self, app: &App, world: &World, id: &Value) -> Value {
        let Some(text) = id.as_str() else {
            return id.clone();
        };
        let object = match self {
            Self::User => world.user(text).ok().map(users::render),
            Self::Stage => world.stage(text).ok().map(stages::render),
            Self::Posting => (world.posting(text).ok())
                .map(|posting| postings::render(app, world, posting, &Expand::none())),
            Self::Record(shelf) => (world.shelf(shelf).iter())
                .find(|record| record.id() == text)
                .map(|record| record.object.clone()),
        };
        object.unwrap_or_else(|| id.clone())
    }
}

type Answer = Result<Json<Value>, ApiError>;

/// `GET /opportunities/{id}/{resource}`, the newest first.
pub(crate) fn of_opportunity(resource: &'static Resource) -> MethodRouter<Shared> {
    get(
        async |State(app): State<Shared>,
               caller: Caller,
               Path(id): Path<String>,
               query: Query|
               -> Answer {
            caller.may(Access::Read, resource.scope)?;
            let expand = resource.expand(&query)?;
            app.read(|world| {
                visible(world, &caller, &id)?;
                let of_it = |record: &&Record| record.opportunity.as_deref() == Some(&*id);
                listed(&app, world, resource, &query, &expand, of_it)
            })
        },
    )
}

/// `GET /opportunities/{id}/{resource}/{record}`
pub(crate) fn one_of_opportunity(resource: &'static Resource) -> MethodRouter<Shared> {
    get(
        async |State(app): State<Shared>,
               caller: Caller,
               Path((opportunity, id)): Path<(String, String)>,
               query: Query|
               -> Answer {
            caller.may(Access::Read, resource.scope)?;
            let expand = resource.expand(&query)?;
            app.read(|world| {
                let record = resource.of(world, &caller, &opportunity, &id)?;
                Ok(one(&query, resource.render(&app, world, record, &expand)))
            })
        },
    )
}

/// `GET /{resource}`, the newest first.
pub(crate) fn of_account(resource: &'static Resource) -> MethodRouter<Shared> {
    get(
        async |State(app): State<Shared>, caller: Caller, query: Query| -> Answer {
            caller.may(Access::Read, resource.scope)?;
            let expand = resource.expand(&query)?;
            app.read(|world| listed(&app, world, resource, &query, &expand, |_| true))
        },
    )
}

/// `GET /{resource}/{record}`
pub(crate) fn one_of_account(resource: &'static Resource) -> MethodRouter<Shared> {
    get(
        async |State(app): State<Shared>,
               caller: Caller,
               Path(id): Path<String>,
               query: Query|
               -> Answer {
            caller.may(Access::Read, resource.scope)?;
            let expand = resource.expand(&query)?;
            app.read(|world| {
                let record = world.record(resource, &id)?;
                Ok(one(&query, resource.render(&app, world, record, &expand)))
            })
        },
    )
}

/// A page of the records that `admits` lets through.
pub(crate) fn listed(
    app: &App,
    world: &World,
    resource: &Resource,
    query: &Query,
    expand: &Expand,
    admits: impl Fn(&&Record) -> bool,
) -> Answer {
    let records = (world.shelf(resource.shelf).iter())
        .filter(|record| admits(record))
        .map(|record| (Place::new(0, record.created_at(), record.id()), record));
    page(&app.bookmarks, resource.name, query, records, |record| {
        resource.render(app, world, record, expand)
    })
    .map(Json)
}

/// `GET` of something that this account never collected: EEO responses and surveys.
pub(crate) fn nothing(scope: &'static str) -> MethodRouter<Shared> {
    get(async |caller: Caller| -> Answer {
        caller.may(Access::Read, scope)?;
        Ok(Json(json!({ "data": [], "hasNext": false })))
    })
}
