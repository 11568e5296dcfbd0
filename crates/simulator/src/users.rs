//! `/users`.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    error::ApiError,
    fields::one,
    model::User,
    paging::{Place, page},
    query::Query,
};

/// `GET /users`: the active ones, newest first.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "users")?;
    let deactivated_too = query.flag("includeDeactivated")?.unwrap_or(false);
    app.read(|world| {
        let users = world
            .users
            .iter()
            .filter(|user| deactivated_too || user.deactivated_at.is_none())
            .filter(|user| {
                query.admits("email", &user.email)
                    && query.admits("accessRole", &user.access_role)
                    && query.admits_any("external_directory_id", &user.external_directory_id)
            })
            .map(|user| (Place::new(0, user.created_at, &user.id), user));
        page(&app.bookmarks, "users", &query, users, render)
    })
    .map(Json)
}

/// `GET /users/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "users")?;
    app.read(|world| world.user(&id).map(|user| one(&query, render(user))))
}

pub(crate) fn render(user: &User) -> Value {
    json!({
        "id": user.id, "name": user.name, "username": user.username, "email": user.email, "accessRole": user.access_role,
        "photo": null, "createdAt": user.created_at, "deactivatedAt": user.deactivated_at, "externalDirectoryId": user.external_directory_id,
        "linkedContactIds": null, "jobTitle": user.job_title, "managerId": null,
    })
}
