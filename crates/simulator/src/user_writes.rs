//! Creating, replacing, deactivating and reactivating users, with `users:write:admin`.

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
    model::User,
    state::now,
    users::render,
};

/// `POST /users` with `{name, email, accessRole?, jobTitle?, externalDirectoryId?}`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "users")?;
    app.change(|world| {
        let user = user(world.ids.next(), now(), &fields)?;
        if world.users.iter().any(|known| known.email == user.email) {
            return Err(ApiError::bad_request("A user with this email exists"));
        }
        let data = render(&user);
        world.users.push(user);
        Ok((StatusCode::CREATED, Json(json!({ "data": data }))))
    })
}

/// `PUT /users/{id}`: the whole object.
pub(crate) async fn replace(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "users")?;
    app.change(|world| {
        let known = world.user_mut(&id)?;
        let new = user(id.clone(), known.created_at, &fields)?;
        *known = User {
            deactivated_at: known.deactivated_at,
            ..new
        };
        Ok(Json(json!({ "data": render(known) })))
    })
}

/// `POST /users/{id}/deactivate` and `/reactivate`
pub(crate) async fn activity(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, action)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "users")?;
    let deactivated_at = match action.as_str() {
        "deactivate" => Some(now()),
        "reactivate" => None,
        _ => return Err(ApiError::no_such_path()),
    };
    app.change(|world| {
        let user = world.user_mut(&id)?;
        user.deactivated_at = deactivated_at;
        Ok(Json(json!({ "data": render(user) })))
    })
}

fn user(id: String, created_at: i64, fields: &Fields) -> Result<User, ApiError> {
    let email = fields.required("email")?;
    Ok(User {
        id,
        name: fields.required("name")?.to_owned(),
        username: email.split('@').next().unwrap_or_default().to_owned(),
        email: email.to_owned(),
        access_role: fields
            .text("accessRole")
            .unwrap_or("interviewer")
            .to_owned(),
        job_title: fields.text("jobTitle").unwrap_or_default().to_owned(),
        external_directory_id: fields.text("externalDirectoryId").map(str::to_owned),
        created_at,
        deactivated_at: None,
    })
}
