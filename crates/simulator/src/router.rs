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
    feedback::{self, FEEDBACK},
    files, guard,
    interviews::{self, INTERVIEWS, PANELS},
    labels, notes, oauth,
    offers::{self, OFFERS},
    opportunities, opportunity_creation, opportunity_writes, posting_writes, postings,
    records::{REFERRALS, nothing, of_opportunity, one_of_opportunity},
    requisition_fields, requisitions, resumes, stages,
    templates::{self, FEEDBACK_TEMPLATES, FORM_TEMPLATES, FORMS},
    trouble::{disturb, lever_headers},
    ui, user_writes, users, webhooks,
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
    Router::new()
        .nest("/v1", api)
        .merge(token)
        .merge(pages)
        .with_state(app)
}

/// The storage that downloads may be redirected to, at an origin of its own.
pub(crate) fn storage(app: Shared) -> Router {
    Router::new()
        .route("/storage/{opportunity}/{document}", get(documents::storage))
        .with_state(app)
}

fn api() -> Router<Shared> {
    Router::new()
        .merge(account())
        .merge(jobs())
        .merge(records())
        .nest("/opportunities", candidacies())
        // Deprecated since 2020, and kept: an old candidate's id is an opportunity's.
        .nest("/candidates", candidacies())
        .route("/applications/deleted", get(applications::deleted))
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

/// Who and what the account is made of.
fn account() -> Router<Shared> {
    Router::new()
        .route("/users", get(users::list).post(user_writes::create))
        .route("/users/{id}", get(users::get).put(user_writes::replace))
        .route("/users/{id}/{action}", post(user_writes::activity))
        .route("/stages", get(stages::list))
        .route("/stages/{id}", get(stages::get))
        .route("/disposition_stages", get(stages::dispositions))
        .route("/archive_reasons", get(archive_reasons::list))
        .route("/archive_reasons/{id}", get(archive_reasons::get))
        .route("/tags", get(labels::tags))
        .route("/sources", get(labels::sources))
}

fn jobs() -> Router<Shared> {
    Router::new()
        .route(
            "/postings",
            get(postings::list).post(posting_writes::create),
        )
        .route("/postings/deleted", get(postings::deleted))
        .route(
            "/postings/{id}",
            get(postings::get)
                .post(posting_writes::update)
                .put(posting_writes::update),
        )
        .route("/postings/{id}/users", get(postings::members))
        .route("/postings/{id}/apply", get(apply::form).post(apply::submit))
        .route("/uploads", post(apply::upload).layer(with_file()))
}

/// Below `/opportunities`.
fn candidacies() -> Router<Shared> {
    Router::new()
        .route(
            "/",
            get(opportunities::list)
                .post(opportunity_creation::create)
                .layer(with_file()),
        )
        .route("/deleted", get(opportunities::deleted))
        .route("/{id}", get(opportunities::get))
        .route("/{id}/stage", put(opportunity_writes::stage))
        .route("/{id}/archived", put(opportunity_writes::archived))
        .route("/{id}/{action}", post(opportunity_writes::labels))
        .route("/{id}/applications", get(applications::list))
        .route("/{id}/applications/{application}", get(applications::get))
        .route("/{id}/resumes", get(resumes::list))
        .route("/{id}/resumes/{resume}", get(resumes::get))
        .route("/{id}/resumes/{resume}/download", get(resumes::download))
        .route(
            "/{id}/files",
            get(files::list).post(files::create).layer(with_file()),
        )
        .route("/{id}/files/{file}", get(files::get).delete(files::delete))
        .route("/{id}/files/{file}/download", get(files::download))
        .route("/{id}/file_actions", get(files::actions))
        .route("/{id}/notes", get(notes::list).post(notes::create))
        .route(
            "/{id}/notes/{note}",
            get(notes::get).put(notes::update).delete(notes::delete),
        )
        .route(
            "/{id}/feedback",
            of_opportunity(&FEEDBACK).post(feedback::create),
        )
        .route(
            "/{id}/feedback/{feedback}",
            one_of_opportunity(&FEEDBACK)
                .put(feedback::update)
                .delete(feedback::delete),
        )
        .route(
            "/{id}/forms",
            of_opportunity(&FORMS).post(templates::fill_in),
        )
        .route("/{id}/forms/{form}", one_of_opportunity(&FORMS))
        .route(
            "/{id}/interviews",
            of_opportunity(&INTERVIEWS).post(interviews::create),
        )
        .route(
            "/{id}/interviews/{interview}",
            one_of_opportunity(&INTERVIEWS)
                .put(interviews::update)
                .delete(interviews::delete),
        )
        .route(
            "/{id}/panels",
            of_opportunity(&PANELS).post(interviews::create_panel),
        )
        .route(
            "/{id}/panels/{panel}",
            one_of_opportunity(&PANELS)
                .put(interviews::update_panel)
                .delete(interviews::delete_panel),
        )
        .route("/{id}/offers", of_opportunity(&OFFERS))
        .route("/{id}/offers/{offer}", one_of_opportunity(&OFFERS))
        .route("/{id}/offers/{offer}/download", get(offers::download))
        .route("/{id}/referrals", of_opportunity(&REFERRALS))
        .route("/{id}/referrals/{referral}", one_of_opportunity(&REFERRALS))
}

/// Records of the account.
fn records() -> Router<Shared> {
    Router::new()
        .route("/feedback_templates", templates::all(&FEEDBACK_TEMPLATES))
        .route(
            "/feedback_templates/{id}",
            templates::single(&FEEDBACK_TEMPLATES),
        )
        .route("/form_templates", templates::all(&FORM_TEMPLATES))
        .route("/form_templates/{id}", templates::single(&FORM_TEMPLATES))
        .route(
            "/requisitions",
            get(requisitions::list).post(requisitions::create),
        )
        .route(
            "/requisitions/{id}",
            get(requisitions::get)
                .put(requisitions::update)
                .delete(requisitions::delete),
        )
        .route(
            "/requisition_fields",
            get(requisition_fields::list).post(requisition_fields::create),
        )
        .route(
            "/requisition_fields/{id}",
            put(requisition_fields::update).delete(requisition_fields::delete),
        )
        .route("/audit_events", get(requisitions::audit_events))
        .route("/eeo/responses", nothing("eeo_responses"))
        .route("/eeo/responses/pii", nothing("eeo_responses_pii"))
        .route("/surveys/diversity/{posting}", nothing("diversity_surveys"))
}

fn with_file() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_FILE + 1024 * 1024)
}
