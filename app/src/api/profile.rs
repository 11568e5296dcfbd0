//! What a profile asks for.

use leptos::prelude::*;
use screening::model::Verdict;

use crate::{
    error::ClaraError,
    wire::{
        profile::{DocumentText, Profile},
        timeline::Entry,
        unread::Unread,
    },
};

/// All that the profile shows.
#[server(endpoint = "profile/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_profile(application: String) -> Result<Unread<Profile>, ClaraError> {
    use crate::{
        api::{convert::ats_name, convert_profile::profile},
        context::{permitted, refuse},
    };
    use hiring::{
        applications,
        documents::{self, DocumentKind},
        follow_ups, integrations,
        permission::ViewJobs,
    };
    let (store, permit) = permitted::<ViewJobs>()?;
    let read = applications::profile(&store, &permit, application.parse().map_err(refuse)?)
        .await
        .map_err(refuse)?;
    let integration = match read.job.integration {
        Some(id) => integrations::read(&store, &permit, id).await.ok(),
        None => None,
    };
    let form = match read.documents.iter().find(|document| {
        document.kind == DocumentKind::Answers && !follow_ups::is_ours(&document.remote_id)
    }) {
        Some(document) => documents::text(&store, &permit, document.id)
            .await
            .map_err(refuse)?
            .unwrap_or_default(),
        None => String::new(),
    };
    let asked = follow_ups::of_application(&store, &permit, read.card.application)
        .await
        .map_err(refuse)?;
    Unread::of(&profile(read, ats_name(integration.as_ref()), &form, asked))
        .map_err(|_| refuse(ClaraError::Unavailable))
}

/// What happened to an application, the newest first.
#[server(endpoint = "profile/timeline", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_timeline(application: String) -> Result<Vec<Entry>, ClaraError> {
    use super::convert_timeline::timeline;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{applications, columns, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let read = applications::timeline(&store, &permit, parsed(&application)?)
        .await
        .map_err(refuse)?;
    let columns = columns::list(&store, &permit).await.map_err(refuse)?;
    Ok(timeline(read, &columns))
}

/// A document's visible text.
#[server(endpoint = "profile/document", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_document(document: String) -> Result<DocumentText, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{documents, permission::ViewJobs};
    let (store, permit) = permitted::<ViewJobs>()?;
    let text = documents::text(&store, &permit, document.parse().map_err(refuse)?)
        .await
        .map_err(refuse)?;
    Ok(DocumentText {
        id: document,
        text: text.unwrap_or_default(),
    })
}

/// Puts the member's verdict in place of the engine's.
#[server(endpoint = "profile/overrule", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn overrule(
    application: String,
    requirement: String,
    verdict: Verdict,
    reason: String,
) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{overrules, permission::ScreenCandidates};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    overrules::set(
        &store,
        &permit,
        application.parse().map_err(refuse)?,
        &requirement,
        verdict,
        &reason,
    )
    .await
    .map_err(refuse)
}

/// Takes the member's verdict back.
#[server(endpoint = "profile/withdraw-overrule", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn withdraw_overrule(application: String, requirement: String) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{overrules, permission::ScreenCandidates};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    overrules::clear(
        &store,
        &permit,
        application.parse().map_err(refuse)?,
        &requirement,
    )
    .await
    .map_err(refuse)
}
