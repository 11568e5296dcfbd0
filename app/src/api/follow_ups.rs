//! What *Follow-up Questions* asks for.

use leptos::prelude::*;
use questions::{Asking, QuestionSet, Stage};

use crate::{
    error::ClaraError,
    wire::follow_ups::{AskedPage, DryRun, FollowUps, Questions},
};

/// How many of those who were asked stand on a page.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

/// How a connection asks, and what.
#[server(endpoint = "follow-ups/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_follow_ups(integration: String) -> Result<FollowUps, ClaraError> {
    use super::convert_follow_ups::{job_questions, questions};
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        follow_ups::{self, Scope},
        integrations, jobs,
        permission::{ViewIntegrations, ViewJobs},
    };
    let (store, permit) = permitted::<ViewIntegrations>()?;
    let (_, views) = permitted::<ViewJobs>()?;
    let id = parsed(&integration)?;
    let settings = follow_ups::read(&store, &permit, id)
        .await
        .map_err(refuse)?;
    let known = integrations::read(&store, &permit, id)
        .await
        .map_err(refuse)?;
    let own = follow_ups::own_sets(&store, &permit)
        .await
        .map_err(refuse)?;
    let summaries = jobs::list(&store, &views).await.map_err(refuse)?;
    let set = follow_ups::questions(&store, &permit, Scope::Organization)
        .await
        .map_err(refuse)?;
    Ok(FollowUps {
        ats: ::integrations::label(known.provider).to_owned(),
        active: settings.active,
        asking: settings.asking,
        jobs: job_questions(summaries, id, &own),
        questions: questions(set),
    })
}

/// The stages of the pipeline, asked of the ATS.
#[server(endpoint = "follow-ups/stages", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_stages(integration: String) -> Result<Vec<Stage>, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::{permission::ManageIntegrations, status_mapping::StatusKind};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let system = store.system(permit.organization());
    let connector = request()?
        .integrations
        .connector(&system, parsed(&integration)?)
        .await
        .map_err(refuse)?;
    let statuses = connector
        .statuses()
        .await
        .map_err(|error| refuse(integrations::Error::from(error)))?;
    Ok(statuses
        .into_iter()
        .filter(|status| status.kind == StatusKind::Stage)
        .map(|stage| Stage {
            id: stage.remote_id,
            name: stage.name,
        })
        .collect())
}

/// The questions that a job asks: its own, or the organization's.
#[server(endpoint = "follow-ups/questions", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_questions(job: String) -> Result<Questions, ClaraError> {
    use super::convert_follow_ups::questions;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        follow_ups::{self, Scope},
        permission::ViewIntegrations,
    };
    let (store, permit) = permitted::<ViewIntegrations>()?;
    let version = follow_ups::questions(&store, &permit, Scope::Job(parsed(&job)?))
        .await
        .map_err(refuse)?;
    Ok(questions(version))
}

/// Writes how a connection asks. How many who stand in a new stage already are asked, too. As JSON: a form cannot say an empty list.
#[server(endpoint = "follow-ups/save", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn save_asking(
    integration: String,
    asking: Asking,
    active: bool,
    with_those_present: bool,
) -> Result<u64, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        follow_ups::{self, Start},
        permission::ManageIntegrations,
    };
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let start = if with_those_present {
        Start::WithThosePresent
    } else {
        Start::FromNowOn
    };
    follow_ups::write(
        &store,
        &permit,
        parsed(&integration)?,
        asking,
        active,
        start,
    )
    .await
    .map_err(refuse)
}

/// Asks nobody any more.
#[server(endpoint = "follow-ups/switch-off", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn switch_off(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ManageIntegrations};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    follow_ups::switch_off(&store, &permit, parsed(&integration)?)
        .await
        .map_err(refuse)
}

/// Who would get a mail now, were those who stand in these stages asked.
#[server(endpoint = "follow-ups/dry-run", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn count_people(integration: String, asking: Asking) -> Result<DryRun, ClaraError> {
    use super::convert_follow_ups::dry_run;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ManageIntegrations};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let would = follow_ups::dry_run(&store, &permit, parsed(&integration)?, &asking)
        .await
        .map_err(refuse)?;
    Ok(dry_run(would))
}

/// Writes questions: a job's own, or with none those of all others. The new version.
#[server(endpoint = "follow-ups/save-questions", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn save_questions(job: Option<String>, set: QuestionSet) -> Result<i64, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        follow_ups::{self, Scope},
        permission::ManageIntegrations,
    };
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let scope = match job {
        Some(job) => Scope::Job(parsed(&job)?),
        None => Scope::Organization,
    };
    follow_ups::write_questions(&store, &permit, scope, set)
        .await
        .map_err(refuse)
}

/// Has a job ask what the others ask.
#[server(endpoint = "follow-ups/share-questions", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn share_questions(job: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ManageIntegrations};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    follow_ups::share_questions(&store, &permit, parsed(&job)?)
        .await
        .map_err(refuse)
}

/// Whom a connection asked, the newest first.
#[server(endpoint = "follow-ups/asked", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_asked(integration: String, page: u32) -> Result<AskedPage, ClaraError> {
    use super::convert_follow_ups::asked;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ViewIntegrations};
    let (store, permit) = permitted::<ViewIntegrations>()?;
    let offset = page.saturating_mul(PAGE);
    let found = follow_ups::list(&store, &permit, parsed(&integration)?, PAGE, offset)
        .await
        .map_err(refuse)?;
    Ok(AskedPage {
        rows: found.items.into_iter().map(asked).collect(),
        more: found.more,
    })
}

/// Takes the link back that one person was sent.
#[server(endpoint = "follow-ups/withdraw", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn withdraw_follow_up(follow_up: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ScreenCandidates};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    follow_ups::withdraw(&store, &permit, parsed(&follow_up)?)
        .await
        .map_err(refuse)
}

/// Asks one person again, with a new link.
#[server(endpoint = "follow-ups/ask-again", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn ask_again(follow_up: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{follow_ups, permission::ScreenCandidates};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    follow_ups::ask_again(&store, &permit, parsed(&follow_up)?)
        .await
        .map_err(refuse)
}
