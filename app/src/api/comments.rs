//! What *Comments* on a profile asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::comments::{Comment, Mentionable, Wording},
};

/// The comments on an application, oldest first.
#[server(endpoint = "profile/comments", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_comments(application: String) -> Result<Vec<Comment>, ClaraError> {
    use super::convert_comments::comment;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let all = comments::list(&store, &permit, parsed(&application)?)
        .await
        .map_err(refuse)?;
    Ok(all.into_iter().map(|read| comment(read, &permit)).collect())
}

/// Adds a comment, or answers one.
#[server(endpoint = "profile/add-comment", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn add_comment(
    application: String,
    text: String,
    reply_to: Option<String>,
) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::Comment};
    let (store, permit) = permitted::<Comment>()?;
    let application = parsed(&application)?;
    let added = match reply_to {
        Some(to) => comments::reply(&store, &permit, application, parsed(&to)?, &text).await,
        None => comments::add(&store, &permit, application, &text).await,
    };
    added.map(drop).map_err(refuse)
}

/// Changes one's own comment.
#[server(endpoint = "profile/edit-comment", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn edit_comment(comment: String, text: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::Comment};
    let (store, permit) = permitted::<Comment>()?;
    comments::edit(&store, &permit, parsed(&comment)?, &text)
        .await
        .map_err(refuse)
}

/// Deletes a comment.
#[server(endpoint = "profile/delete-comment", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn delete_comment(comment: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::Comment};
    let (store, permit) = permitted::<Comment>()?;
    comments::delete(&store, &permit, parsed(&comment)?)
        .await
        .map_err(refuse)
}

/// Shows a comment to the hiring managers with whom the candidate is shared, or makes it internal again.
#[server(endpoint = "profile/show-comment", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn show_comment(comment: String, shown: bool) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::Comment};
    let (store, permit) = permitted::<Comment>()?;
    comments::show(&store, &permit, parsed(&comment)?, shown)
        .await
        .map_err(refuse)
}

/// What a comment said before it was changed, the newest first.
#[server(endpoint = "profile/comment-history", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn comment_history(comment: String) -> Result<Vec<Wording>, ClaraError> {
    use super::convert_comments::wording;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let all = comments::history(&store, &permit, parsed(&comment)?)
        .await
        .map_err(refuse)?;
    Ok(all.into_iter().map(wording).collect())
}

/// The members whom a comment on an application can tell.
#[server(endpoint = "profile/mentionable", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_mentionable(application: String) -> Result<Vec<Mentionable>, ClaraError> {
    use super::convert_comments::mentionable;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{comments, permission::Comment};
    let (store, permit) = permitted::<Comment>()?;
    let members = comments::mentionable(&store, &permit, parsed(&application)?)
        .await
        .map_err(refuse)?;
    Ok(mentionable(&members))
}
