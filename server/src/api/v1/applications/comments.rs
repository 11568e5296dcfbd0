//! `GET` and `POST /applications/{application}/comments`

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use hiring::api_tokens::scope::{CommentsRead, CommentsWrite};
use hiring::{ApplicationId, comments};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::{Body, Id};
use crate::api::v1::openapi::{BodyRefusals, Refusals};
use crate::api::v1::time::Time;

/// A comment.
#[derive(Serialize, ToSchema)]
pub struct Comment {
    /// Its id.
    #[schema(format = "uuid", example = "019c1f6c-05aa-7f31-b6d2-8e7c1a2b3c4d")]
    id: String,
    /// The name of the member who wrote it.
    #[schema(example = "Aoife Byrne")]
    author: String,
    /// Plain text.
    #[schema(example = "Strong on SQL; ask about the gap in 2021.")]
    body: String,
    /// When.
    created_at: Time,
    /// When its words were changed last.
    edited_at: Option<Time>,
    /// The id of the comment that it answers; that may be deleted.
    #[schema(format = "uuid")]
    reply_to: Option<String>,
}

/// The comments on an application.
#[derive(Serialize, ToSchema)]
pub struct CommentList {
    /// Oldest first.
    items: Vec<Comment>,
}

/// What to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Plain text.
    #[schema(
        min_length = 1,
        max_length = 10_000,
        example = "Strong on SQL; ask about the gap in 2021."
    )]
    body: String,
}

/// List comments
#[utoipa::path(
    get,
    path = "/applications/{application}/comments",
    tag = "Comments",
    params(("application" = String, Path, format = "uuid", description = "The application's id")),
    responses(
        (status = 200, body = CommentList, description = "The comments"),
        (status = 404, body = Problem, description = "No such application: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["comments:read"]))
)]
pub async fn list_comments(
    allowed: Allowed<CommentsRead>,
    Id(application): Id<ApplicationId>,
) -> Result<Json<CommentList>, ApiError> {
    let all = comments::list(&allowed.store, &allowed.permit, application).await?;
    Ok(Json(CommentList {
        items: all
            .into_iter()
            .filter(|comment| comment.deleted_by.is_none())
            .map(Comment::from)
            .collect(),
    }))
}

/// Add a comment
///
/// In the name of the member who made the token. Every open board shows it at once.
#[utoipa::path(
    post,
    path = "/applications/{application}/comments",
    tag = "Comments",
    params(
        ("application" = String, Path, format = "uuid", description = "The application's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "A fresh word for each comment, such as a UUID: a request that comes again within a day is answered as before, and adds nothing"),
    ),
    request_body = NewComment,
    responses(
        (status = 201, body = Comment, description = "It is written"),
        (status = 404, body = Problem, description = "No such application: code `not_found`"),
        Refusals,
        BodyRefusals,
    ),
    security(("token" = ["comments:write"]))
)]
pub async fn add_comment(
    allowed: Allowed<CommentsWrite>,
    Id(application): Id<ApplicationId>,
    headers: HeaderMap,
    Body(NewComment { body }): Body<NewComment>,
) -> Result<(StatusCode, Json<Comment>), ApiError> {
    let key = allowed.request_key(&headers)?;
    let (store, permit) = (&allowed.store, &allowed.permit);
    let id = match &key {
        Some(key) => comments::add_once(store, permit, key, application, &body).await?,
        None => comments::add(store, permit, application, &body).await?,
    };
    let comment = comments::read(store, permit, id).await?;
    Ok((StatusCode::CREATED, Json(comment.into())))
}

impl From<comments::Comment> for Comment {
    fn from(comment: comments::Comment) -> Self {
        Self {
            id: comment.id.to_string(),
            author: comment.account_name,
            body: comment.body,
            created_at: Time(comment.at),
            edited_at: comment.edited_at.map(Time),
            reply_to: comment.reply_to.map(|id| id.to_string()),
        }
    }
}
