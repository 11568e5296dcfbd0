//! `/opportunities/{id}/interviews` and `/panels`. Only panels that are managed from outside can be written, and interviews only inside them.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    fields::Expand,
    opportunities::visible,
    query::Query,
    records::{Record, Resource, Shelf, Target},
    state::{Event, World, now},
    templates::NO_FEEDBACK,
};

pub(crate) const INTERVIEWS: Resource = Resource {
    shelf: Shelf::Interviews,
    name: "interviews",
    scope: "interviews",
    expandable: &[
        ("user", Target::User),
        ("stage", Target::Stage),
        ("postings", Target::Posting),
        ("feedbackForms", Target::Record(Shelf::Feedback)),
    ],
};
pub(crate) const PANELS: Resource = Resource {
    shelf: Shelf::Panels,
    name: "panels",
    scope: "panels",
    expandable: &[("user", Target::User), ("stage", Target::Stage)],
};

/// The account's.
const TIMEZONE: &str = "Europe/Dublin";
/// How often interviewers are reminded, unless it is said.
const REMINDER: &str = "daily";

/// `POST …/interviews` with `{panel, subject?, note?, interviewers, date, duration, location?, feedbackTemplate?, feedbackReminder?}`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "interviews")?;
    let panel = fields.required("panel")?.to_owned();
    app.change(|world| {
        writable(world, &caller, &id, &panel)?;
        let user = world.needed_performer(&query)?;
        let object = world.interview(&id, &user, &fields.0)?;
        let interview = world.add_interview(&id, &panel, object)?;
        let object = world.record(&INTERVIEWS, &interview)?.object.clone();
        Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
    })
}

/// `PUT …/interviews/{interview}`: replaces the whole object.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, interview)): Path<(String, String)>,
    query: Query,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "interviews")?;
    app.change(|world| {
        let known = INTERVIEWS
            .of(world, &caller, &id, &interview)?
            .object
            .clone();
        let panel = known["panel"].as_str().unwrap_or_default();
        writable(world, &caller, &id, panel)?;
        let user = world.needed_performer(&query)?;
        let mut object = world.interview(&id, &user, &fields.0)?;
        for field in ["id", "panel", "createdAt", "feedbackForms"] {
            object[field] = known[field].clone();
        }
        object["feedbackTemplate"] = fields.0["feedbackTemplate"].clone();
        world
            .record_mut(&INTERVIEWS, &interview)?
            .object
            .clone_from(&object);
        world.tell_interview("interviewUpdated", &object, "updatedAt");
        Ok(Json(json!({ "data": object })))
    })
}

/// `DELETE …/interviews/{interview}`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, interview)): Path<(String, String)>,
    query: Query,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "interviews")?;
    app.change(|world| {
        let object = INTERVIEWS
            .of(world, &caller, &id, &interview)?
            .object
            .clone();
        writable(
            world,
            &caller,
            &id,
            object["panel"].as_str().unwrap_or_default(),
        )?;
        world.needed_performer(&query)?;
        world.remove_interview(&interview)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `POST …/panels` with `{timezone, interviews, applications?, note?, externalUrl?, feedbackReminder?}`
pub(crate) async fn create_panel(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "panels")?;
    app.change(|world| {
        let stage = visible(world, &caller, &id)?.stage.clone();
        let user = world.needed_performer(&query)?;
        let interviews = world.interviews(&id, &user, &fields)?;
        let object = json!({
            "createdAt": now(), "canceledAt": null, "externallyManaged": true, "externalUrl": fields.0["externalUrl"],
            "timezone": fields.text("timezone").unwrap_or(TIMEZONE), "note": fields.text("note"),
            "feedbackReminder": fields.text("feedbackReminder").unwrap_or(REMINDER), "user": user, "stage": stage,
            "applications": fields.0["applications"].as_array().cloned().unwrap_or_default(),
        });
        let panel = world.file(Shelf::Panels, Some(&id), object);
        for interview in interviews {
            world.add_interview(&id, &panel, interview)?;
        }
        let object = PANELS.render(&app, world, world.record(&PANELS, &panel)?, &Expand::none());
        Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
    })
}

/// `PUT …/panels/{panel}`: replaces what the panel says of itself, and its interviews where they are given.
pub(crate) async fn update_panel(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, panel)): Path<(String, String)>,
    query: Query,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "panels")?;
    app.change(|world| {
        writable(world, &caller, &id, &panel)?;
        let user = world.needed_performer(&query)?;
        let interviews = world.interviews(&id, &user, &fields)?;
        let object = &mut world.record_mut(&PANELS, &panel)?.object;
        for field in ["externalUrl", "timezone", "note", "feedbackReminder"] {
            object[field] = fields.0[field].clone();
        }
        if fields.0["interviews"].is_array() {
            for gone in of_panel(world, &panel) {
                world.remove_interview(&gone)?;
            }
            for interview in interviews {
                world.add_interview(&id, &panel, interview)?;
            }
        }
        let object = PANELS.render(&app, world, world.record(&PANELS, &panel)?, &Expand::none());
        Ok(Json(json!({ "data": object })))
    })
}

/// `DELETE …/panels/{panel}`, with its interviews.
pub(crate) async fn delete_panel(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, panel)): Path<(String, String)>,
    query: Query,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "panels")?;
    app.change(|world| {
        writable(world, &caller, &id, &panel)?;
        world.needed_performer(&query)?;
        for gone in of_panel(world, &panel) {
            world.remove_interview(&gone)?;
        }
        world.discard(&PANELS, &panel)?;
        Ok(StatusCode::NO_CONTENT)
    })
}

fn writable(
    world: &World,
    caller: &Caller,
    opportunity: &str,
    panel: &str,
) -> Result<(), ApiError> {
    if PANELS.of(world, caller, opportunity, panel)?.object["externallyManaged"] == true {
        Ok(())
    } else {
        Err(ApiError::bad_request("The panel is not externally managed"))
    }
}

/// The ids of a panel's interviews.
fn of_panel(world: &World, panel: &str) -> Vec<String> {
    world
        .shelf(Shelf::Interviews)
        .iter()
        .filter(|record| record.object["panel"] == panel)
        .map(|record| record.id().to_owned())
        .collect()
}

/// A panel shows its interviews, from when to when they go, and the application that they are about.
pub(crate) fn fill_panel(world: &World, record: &Record, panel: &mut Value) {
    let interviews: Vec<Value> = (world.shelf(Shelf::Interviews).iter())
        .filter(|interview| interview.object["panel"] == record.id())
        .map(|interview| in_panel(&interview.object))
        .collect();
    let end = |interview: &Value| {
        let minutes = interview["duration"].as_i64()?;
        Some((interview["date"].as_i64()?).saturating_add(minutes.saturating_mul(60_000)))
    };
    let about = (record.opportunity.as_deref())
        .and_then(|id| world.opportunity(id).ok())
        .and_then(|opportunity| opportunity.application.as_ref());
    let begins = interviews.iter().filter_map(|one| one["date"].as_i64());
    panel["start"] = json!(begins.min());
    panel["end"] = json!(interviews.iter().filter_map(end).max());
    if panel["applications"].is_null() {
        panel["applications"] = about.iter().map(|application| &*application.id).collect();
    }
    panel["interviews"] = interviews.into();
}

/// What a panel shows of an interview; here alone it is said who comes.
fn in_panel(interview: &Value) -> Value {
    let mut shown = json!({});
    for field in [
        "id",
        "date",
        "duration",
        "feedbackReminder",
        "feedbackTemplate",
        "interviewers",
        "location",
        "note",
        "subject",
    ] {
        shown[field] = interview[field].clone();
    }
    for interviewer in shown["interviewers"].as_array_mut().into_iter().flatten() {
        interviewer["responseStatus"] = json!("needsAction");
    }
    shown
}

impl World {
    fn add_interview(
        &mut self,
        opportunity: &str,
        panel: &str,
        mut object: Value,
    ) -> Result<String, ApiError> {
        object["panel"] = json!(panel);
        let id = self.file(Shelf::Interviews, Some(opportunity), object);
        let object = self.record(&INTERVIEWS, &id)?.object.clone();
        self.tell_interview("interviewCreated", &object, "createdAt");
        Ok(id)
    }

    fn remove_interview(&mut self, id: &str) -> Result<(), ApiError> {
        let gone = self.discard(&INTERVIEWS, id)?.object;
        self.tell_interview("interviewDeleted", &gone, "deletedAt");
        Ok(())
    }

    /// Calls off the interviews of an opportunity that are still to come.
    pub fn cancel_interviews(&mut self, opportunity: &str) {
        let now = now();
        let mut canceled = Vec::new();
        for record in self.shelf_mut(Shelf::Interviews) {
            let ahead = record.object["date"]
                .as_i64()
                .is_some_and(|date| date > now);
            if record.opportunity.as_deref() == Some(opportunity) && ahead {
                record.object["canceledAt"] = json!(now);
                canceled.push(record.object.clone());
            }
        }
        for interview in canceled {
            self.tell_interview("interviewUpdated", &interview, "updatedAt");
        }
    }

    /// Those that a panel is given: all of them are in order, or none is made.
    fn interviews(
        &self,
        opportunity: &str,
        user: &str,
        fields: &Fields,
    ) -> Result<Vec<Value>, ApiError> {
        let given = fields.0["interviews"].as_array().into_iter().flatten();
        given
            .map(|given| self.interview(opportunity, user, given))
            .collect()
    }

    /// One that has no panel yet.
    fn interview(&self, opportunity: &str, user: &str, given: &Value) -> Result<Value, ApiError> {
        let found = self.opportunity(opportunity)?;
        let wrong = |field: &str| ApiError::bad_request(format!("Missing required field: {field}"));
        let date = given["date"].as_i64().ok_or_else(|| wrong("date"))?;
        let duration = given["duration"]
            .as_i64()
            .ok_or_else(|| wrong("duration"))?;
        let interviewers = given["interviewers"]
            .as_array()
            .ok_or_else(|| wrong("interviewers"))?;
        let interviewers = interviewers
            .iter()
            .map(|given| {
                let user = self.user(given["id"].as_str().unwrap_or_default())?;
                let template = given["feedbackTemplate"].as_str().unwrap_or(NO_FEEDBACK);
                Ok(json!({ "id": user.id, "name": user.name, "email": user.email, "feedbackTemplate": template }))
            })
            .collect::<Result<Vec<Value>, ApiError>>()?;
        Ok(json!({
            "subject": given["subject"].as_str().unwrap_or_default(), "note": given["note"].as_str().unwrap_or_default(),
            "interviewers": interviewers, "timezone": given["timezone"].as_str().unwrap_or(TIMEZONE), "createdAt": now(), "date": date,
            "duration": duration, "location": given["location"].as_str(),
            "feedbackTemplate": given["feedbackTemplate"].as_str().unwrap_or(NO_FEEDBACK),
            "feedbackForms": [], "feedbackReminder": given["feedbackReminder"].as_str().unwrap_or(REMINDER), "user": user, "stage": found.stage,
            "canceledAt": null, "postings": found.application.iter().map(|application| &application.posting).collect::<Vec<_>>(),
            "gcalEventUrl": null, "opportunityId": opportunity,
        }))
    }

    fn tell_interview(&mut self, name: &'static str, interview: &Value, when: &str) {
        let mut data = json!({
            "interviewId": interview["id"], "panelId": interview["panel"], "opportunityId": interview["opportunityId"],
        });
        data[when] = json!(now());
        self.outbox.push(Event {
            name,
            origin: String::new(),
            data,
        });
    }
}
