//! What a visible tab says of itself, and asks.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::presence::Here};

/// Says what the tab shows (nothing: it is left or hidden); answers who else looks at the same.
#[server(endpoint = "presence/show", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn show(
    tab: u32,
    job: Option<String>,
    application: Option<String>,
) -> Result<Here, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        permission::ScreenCandidates,
        presence::{self, Shown},
    };
    let (store, permit) = permitted::<ScreenCandidates>()?;
    let shown = Shown {
        job: job.as_deref().map(parsed).transpose()?,
        application: application.as_deref().map(parsed).transpose()?,
    };
    let others = presence::show(&store, &permit, tab, shown)
        .await
        .map_err(refuse)?;
    Ok(Here {
        job: others.job,
        application: others.application,
        again: u32::try_from(others.again.as_millis()).unwrap_or(u32::MAX),
    })
}
