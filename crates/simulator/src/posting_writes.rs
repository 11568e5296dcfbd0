//! Creating and changing postings, with `postings:write:admin` and `perform_as`.

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
    model::{Content, Posting, Salary},
    postings::render,
    query::Query,
    state::now,
};

const STATES: &[&str] = &[
    "published",
    "internal",
    "closed",
    "draft",
    "pending",
    "rejected",
];

/// `POST /postings?perform_as=`; a draft unless a state is given.
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "postings")?;
    fields.required("text")?;
    app.change(|world| {
        let user = world.needed_performer(&query)?;
        let now = now();
        let mut posting = Posting {
            id: world.ids.next(),
            job: None,
            text: String::new(),
            state: "draft".to_owned(),
            channels: None,
            user: Some(user.clone()),
            owner: Some(user),
            hiring_manager: None,
            commitment: String::new(),
            department: String::new(),
            team: String::new(),
            location: String::new(),
            all_locations: Vec::new(),
            country: String::new(),
            workplace: "unspecified".to_owned(),
            salary: None,
            content: Content::default(),
            questions: Vec::new(),
            confidential: fields.text("confidentiality") == Some("confidential"),
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        alter(&mut posting, &fields)?;
        let data = render(&app, world, &posting, &Expand::none());
        world.postings.push(posting);
        Ok((StatusCode::CREATED, Json(json!({ "data": data }))))
    })
}

/// `POST /postings/{id}?perform_as=`, and `PUT` as Lever's Postman collection has it: changes the fields that are given.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "postings")?;
    app.change(|world| {
        world.needed_performer(&query)?;
        let mut posting = world.posting(&id)?.clone();
        alter(&mut posting, &fields)?;
        posting.updated_at = now();
        let data = render(&app, world, &posting, &Expand::none());
        if let Some(place) = world.postings.iter_mut().find(|known| known.id == id) {
            *place = posting;
        }
        Ok(Json(json!({ "data": data })))
    })
}

fn alter(posting: &mut Posting, fields: &Fields) -> Result<(), ApiError> {
    if let Some(state) = fields.text("state") {
        if !STATES.contains(&state) {
            return Err(ApiError::bad_request(format!("{state} is not a state")));
        }
        state.clone_into(&mut posting.state);
    }
    let set = |place: &mut String, value: &Value| {
        if let Some(text) = value.as_str() {
            text.clone_into(place);
        }
    };
    let (body, categories, content) = (&fields.0, &fields.0["categories"], &fields.0["content"]);
    set(&mut posting.text, &body["text"]);
    set(&mut posting.country, &body["country"]);
    set(&mut posting.workplace, &body["workplaceType"]);
    set(&mut posting.commitment, &categories["commitment"]);
    set(&mut posting.department, &categories["department"]);
    set(&mut posting.team, &categories["team"]);
    set(&mut posting.location, &categories["location"]);
    set(&mut posting.content.description, &content["description"]);
    set(
        &mut posting.content.description_html,
        &content["descriptionHtml"],
    );
    set(&mut posting.content.closing, &content["closing"]);
    set(&mut posting.content.closing_html, &content["closingHtml"]);
    if let Some(lists) = content["lists"].as_array() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        posting.content.lists = lists
            .iter()
            .map(|list| (text(&list["text"]), text(&list["content"])))
            .collect();
    }
    if body["distributionChannels"].is_array() {
        posting.channels = Some(fields.texts("distributionChannels")?);
    }
    if categories["allLocations"].is_array() {
        posting.all_locations = Fields(categories.clone()).texts("allLocations")?;
    } else if posting.all_locations.is_empty() && !posting.location.is_empty() {
        posting.all_locations = vec![posting.location.clone()];
    }
    for (field, place) in [
        ("owner", &mut posting.owner),
        ("hiringManager", &mut posting.hiring_manager),
    ] {
        if let Some(user) = body[field].as_str() {
            *place = Some(user.to_owned());
        }
    }
    if body["salaryRange"].is_object() {
        let salary = serde_json::from_value::<Salary>(body["salaryRange"].clone());
        posting.salary = Some(salary.map_err(|_| {
            ApiError::bad_request("salaryRange needs min, max, currency and interval")
        })?);
    }
    // Channels belong to published postings only.
    posting.channels = match posting.state.as_str() {
        "published" => posting
            .channels
            .take()
            .or_else(|| Some(vec!["internal".to_owned(), "public".to_owned()])),
        _ => None,
    };
    Ok(())
}
