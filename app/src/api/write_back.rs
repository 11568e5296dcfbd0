//! What *Write-back* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::write_back::WriteBack};

/// The write-back of a connection.
#[server(endpoint = "write-back/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_write_back(integration: String) -> Result<WriteBack, ClaraError> {
    use super::convert_mapping::{job, targets};
    use crate::{
        context::{parsed, permitted, refuse},
        wire::status_mapping::Target,
    };
    use hiring::{
        columns,
        permission::{ManageWriteBack, ViewIntegrations, ViewJobs},
        status_mapping::{self, StatusKind},
        write_back,
    };
    let (store, owner) = permitted::<ManageWriteBack>()?;
    let (_, views) = permitted::<ViewJobs>()?;
    let (_, permit) = permitted::<ViewIntegrations>()?;
    let id = parsed(&integration)?;
    let known = hiring::integrations::read(&store, &owner, id).await;
    let scope = integrations::WRITE_BACK_SCOPE.0;
    let granted = hiring::integrations::grants(&store, &owner, id, scope).await;
    let mapping = status_mapping::read(&store, &owner, id).await;
    let jobs = write_back::list(&store, &permit, id).await;
    let columns = columns::list(&store, &views).await.map_err(refuse)?;
    let statuses = mapping.map_err(refuse)?.statuses.into_iter();
    Ok(WriteBack {
        ats: integrations::label(known.map_err(refuse)?.provider).to_owned(),
        granted: granted.map_err(refuse)?,
        scope: scope.to_owned(),
        columns: targets(columns),
        stages: statuses
            .filter(|status| status.key.kind == StatusKind::Stage)
            .map(|status| Target {
                id: status.key.id,
                name: status.name,
            })
            .collect(),
        jobs: jobs.map_err(refuse)?.into_iter().map(job).collect(),
    })
}

/// Switches a job's write-back on with these stages, or off.
#[server(endpoint = "write-back/switch", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn switch_write_back(
    job: String,
    on: bool,
    stages: Vec<(String, String)>,
) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        jobs,
        permission::{ManageWriteBack, ViewJobs},
        write_back,
    };
    let (store, permit) = permitted::<ManageWriteBack>()?;
    let (_, views) = permitted::<ViewJobs>()?;
    let id = parsed(&job)?;
    let known = jobs::read(&store, &views, id).await.map_err(refuse)?;
    let integration = known
        .integration
        .ok_or(ClaraError::NotFound)
        .map_err(refuse)?;
    let scope = integrations::WRITE_BACK_SCOPE.0;
    let granted = hiring::integrations::grants(&store, &permit, integration, scope).await;
    if on && !granted.map_err(refuse)? {
        let words = "The permission to move stages was not granted yet, so nothing was switched on. Press “Ask for the permission” first.";
        return Err(refuse(ClaraError::Invalid(words.to_owned())));
    }
    let stages = stages
        .into_iter()
        .map(|(column, stage)| Ok((parsed(&column)?, stage)))
        .collect::<Result<Vec<_>, ClaraError>>()?;
    let switched = write_back::switch(&store, &permit, id, on, &stages).await;
    switched.map_err(refuse)
}

/// Leads to the ATS's consent page, for the permission to move stages.
#[server(endpoint = "write-back/ask", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn ask_write_back(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageWriteBack;
    let (_, owner) = permitted::<ManageWriteBack>()?;
    let request = request()?;
    let session = request.session_hash.ok_or(ClaraError::NotSignedIn)?;
    let id = parsed(&integration)?;
    let url =
        integrations::connect::begin_write_back(&request.integrations, &owner, id, &session).await;
    leptos_axum::redirect(url.map_err(refuse)?.as_str());
    Ok(())
}
