//! Every address of the simulator.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{delete, get, post, put},
};

use crate::{
    admin,
    app::Shared,
    applications,
    apply::{self, MAX_FILE},
    archive_reasons,
    auth::authenticate,
    contacts, documents,
    error::ApiError,
    faults::{disturb, lever_headers},
    files, guard, labels, notes, oauth, opportunities, opportunity_writes, postings, resumes,
    stages, ui, users, webhooks,
};

/// The whole server.
pub(crate) fn routes(app: Shared) -> Router {
    let api = api()
        .layer(from_fn_with_state(app.clone(), authenticate))
        .layer(from_fn_with_state(app.clone(), disturb))
        .layer(from_fn(lever_headers));
    let token = Router::new()
        .route("/oauth/token", post(oauth::token::handle))
        .layer(from_fn_with_state(app.clone(), disturb));
    let pages = Router::new()
        .route(
            "/authorize",
            get(oauth::authorize::show).post(oauth::authorize::decide),
        )
        .merge(ui::routes())
        .nest("/sim/api", admin::routes())
        .layer(from_fn_with_state(app.clone(), guard::same_origin));
    let storage = Router::new().route("/storage/{opportunity}/{document}", get(documents::storage));
    Router::new()
        .nest("/v1", api)
        .merge(token)
        .merge(pages)
        .merge(storage)
        .with_state(app)
}

fn api() -> Router<Shared> {
    let with_file = DefaultBodyLimit::max(MAX_FILE + 1024 * 1024);
    Router::new()
        .route("/users", get(users::list))
        .route("/users/{id}", get(users::get))
        .route("/stages", get(stages::list))
        .route("/stages/{id}", get(stages::get))
        .route("/disposition_stages", get(stages::dispositions))
        .route("/archive_reasons", get(archive_reasons::list))
        .route("/archive_reasons/{id}", get(archive_reasons::get))
        .route("/tags", get(labels::tags))
        .route("/sources", get(labels::sources))
        .route("/postings", get(postings::list))
        .route("/postings/deleted", get(postings::deleted))
        .route("/postings/{id}", get(postings::get))
        .route("/postings/{id}/users", get(postings::members))
        .route("/postings/{id}/apply", get(apply::form).post(apply::submit))
        .route("/uploads", post(apply::upload).layer(with_file))
        .route(
            "/opportunities",
            get(opportunities::list).post(opportunity_writes::create),
        )
        .route("/opportunities/deleted", get(opportunities::deleted))
        .route("/opportunities/{id}", get(opportunities::get))
        .route("/opportunities/{id}/stage", put(opportunity_writes::stage))
        .route(
            "/opportunities/{id}/archived",
            put(opportunity_writes::archived),
        )
        .route(
            "/opportunities/{id}/{action}",
            post(opportunity_writes::labels),
        )
        .route("/opportunities/{id}/applications", get(applications::list))
        .route(
            "/opportunities/{id}/applications/{application}",
            get(applications::get),
        )
        .route("/applications/deleted", get(applications::deleted))
        .route("/opportunities/{id}/resumes", get(resumes::list))
        .route("/opportunities/{id}/resumes/{resume}", get(resumes::get))
        .route(
            "/opportunities/{id}/resumes/{resume}/download",
            get(resumes::download),
        )
        .route(
            "/opportunities/{id}/files",
            get(files::list).post(files::create).layer(with_file),
        )
        .route(
            "/opportunities/{id}/files/{file}",
            get(files::get).delete(files::delete),
        )
        .route(
            "/opportunities/{id}/files/{file}/download",
            get(files::download),
        )
        .route(
            "/opportunities/{id}/notes",
            get(notes::list).post(notes::create),
        )
        .route(
            "/opportunities/{id}/notes/{note}",
            get(notes::get).put(notes::update).delete(notes::delete),
        )
        .route("/contacts/{id}", get(contacts::get).put(contacts::put))
        .route(
            "/webhooks",
            get(webhooks::list)
                .post(webhooks::create)
                .put(webhooks::update),
        )
        .route("/webhooks/{id}", delete(webhooks::delete))
        .fallback(async || ApiError::no_such_path())
        .method_not_allowed_fallback(async || ApiError::no_such_path())
}
