//! What *Status mapping* asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::status_mapping::{Choice, Mapping, Preview},
};

/// The mapping, with the ATS's newest list where it answers.
#[server(endpoint = "status-mapping/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_mapping(integration: String) -> Result<Mapping, ClaraError> {
    use super::convert_mapping::mapping;
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::{
        columns,
        permission::{ManageIntegrations, ViewJobs},
        status_mapping,
    };
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let (_, views) = permitted::<ViewJobs>()?;
    let id = parsed(&integration)?;
    let known = hiring::integrations::read(&store, &permit, id).await;
    let known = known.map_err(refuse)?;
    // An ATS that is away must not keep anybody from what is known.
    let fresh = integrations::statuses::refresh(&request()?.integrations, &permit, id).await;
    let read = status_mapping::read(&store, &permit, id).await;
    let suggested = status_mapping::defaults(&store, &permit, id).await;
    let columns = columns::list(&store, &views).await.map_err(refuse)?;
    Ok(mapping(
        integrations::label(known.provider),
        read.map_err(refuse)?,
        suggested.map_err(refuse)?,
        columns,
        fresh.err().map(|error| error.to_string()),
    ))
}

/// What saving these choices would move.
#[server(endpoint = "status-mapping/preview", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn preview_mapping(
    integration: String,
    choices: Vec<Choice>,
) -> Result<Preview, ClaraError> {
    use super::convert_mapping::chosen;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ManageIntegrations, status_mapping};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let choices = chosen(choices).map_err(refuse)?;
    let found = status_mapping::preview(&store, &permit, parsed(&integration)?, &choices).await;
    let found = found.map_err(refuse)?;
    Ok(Preview {
        moves: found.moves,
        stay: found.stay,
    })
}

/// Saves the mapping that was seen as `version`; `apply` moves cards that stand already.
#[server(endpoint = "status-mapping/save", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn save_mapping(
    integration: String,
    version: i64,
    choices: Vec<Choice>,
    apply: bool,
) -> Result<(), ClaraError> {
    use super::convert_mapping::chosen;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        permission::ManageIntegrations,
        status_mapping::{self, Saved},
    };
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let choices = chosen(choices).map_err(refuse)?;
    let saved = status_mapping::save(&store, &permit, id, version, &choices, apply).await;
    match saved.map_err(refuse)? {
        Saved::Done(_) => Ok(()),
        Saved::Changed(_) => Err(refuse(ClaraError::Conflict)),
    }
}
