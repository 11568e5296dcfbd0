//! What decisions do to the cards of a job, as the dialog of shares asks and sets it.

use leptos::prelude::*;
use server_fn::codec::Json;

use crate::{
    error::ClaraError,
    wire::decisions::{JobRule, Rule},
};

/// The rule of a job.
#[server(endpoint = "decisions/rule", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_rule(job: String) -> Result<JobRule, ClaraError> {
    use super::convert::column;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{
        columns,
        permission::{ShareCandidates, ViewJobs},
        shares,
    };
    let (store, permit) = permitted::<ShareCandidates>()?;
    let (_, views) = permitted::<ViewJobs>()?;
    let rule = shares::rule(&store, &permit, parsed(&job)?)
        .await
        .map_err(refuse)?;
    let columns = columns::list(&store, &views).await.map_err(refuse)?;
    Ok(JobRule {
        rule: Rule {
            advance_to: rule.advance_to.map(|id| id.to_string()),
            decline_to: rule.decline_to.map(|id| id.to_string()),
            decline_reason: rule.decline_reason.unwrap_or_default(),
        },
        columns: columns.iter().map(|known| column(known, 0)).collect(),
    })
}

/// Sets the rule of a job, for decisions from now on.
#[server(endpoint = "decisions/set-rule", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = Json)]
pub async fn set_rule(job: String, rule: Rule) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let rule = shares::Rule {
        advance_to: rule.advance_to.as_deref().map(parsed).transpose()?,
        decline_to: rule.decline_to.as_deref().map(parsed).transpose()?,
        decline_reason: Some(rule.decline_reason),
    };
    shares::set_rule(&store, &permit, parsed(&job)?, &rule)
        .await
        .map_err(refuse)
}
