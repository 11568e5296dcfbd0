//! What *Share with Hiring Manager* and the history of shares ask for.

use leptos::prelude::*;
use server_fn::codec::Json;

use crate::{
    error::ClaraError,
    wire::shares::{NewShare, Person, Sent, Share},
};

/// The hiring managers of the organization.
#[server(endpoint = "shares/people")]
pub async fn list_hiring_managers() -> Result<Vec<Person>, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{Role, accounts, permission::ShareCandidates};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let members = accounts::members(&store, &permit).await.map_err(refuse)?;
    Ok(members
        .into_iter()
        .filter(|member| member.role == Role::HiringManager)
        .map(|member| Person {
            name: member.name,
            email: member.email,
        })
        .collect())
}

/// Shares candidates and sends the mails.
#[server(endpoint = "shares/send", input = Json)]
pub async fn send_share(share: NewShare) -> Result<Sent, ClaraError> {
    use super::convert_shares::{draft, sent};
    use crate::context::{permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let draft = draft(&share).map_err(refuse)?;
    let done = shares::send(&store, &permit, &draft)
        .await
        .map_err(refuse)?;
    Ok(sent(done))
}

/// The shares of a job, the newest first.
#[server(endpoint = "shares/list")]
pub async fn list_shares(job: String) -> Result<Vec<Share>, ClaraError> {
    use super::convert_shares::share;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let now = store.now();
    let all = shares::list(&store, &permit, parsed(&job)?)
        .await
        .map_err(refuse)?;
    Ok(all.into_iter().map(|read| share(read, now)).collect())
}

/// Puts more candidates into a share.
#[server(endpoint = "shares/add", input = Json)]
pub async fn add_to_share(share: String, applications: Vec<String>) -> Result<Sent, ClaraError> {
    use super::convert_shares::sent;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let applications = applications
        .iter()
        .map(|id| parsed(id))
        .collect::<Result<Vec<_>, _>>()?;
    let done = shares::add(&store, &permit, parsed(&share)?, applications)
        .await
        .map_err(refuse)?;
    Ok(sent(done))
}

/// Takes a candidate out of a share.
#[server(endpoint = "shares/withdraw")]
pub async fn withdraw_from_share(share: String, application: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::withdraw(&store, &permit, parsed(&share)?, parsed(&application)?)
        .await
        .map_err(refuse)
}

/// Reminds one hiring manager of a share.
#[server(endpoint = "shares/remind")]
pub async fn remind(recipient: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::remind(&store, &permit, parsed(&recipient)?)
        .await
        .map_err(refuse)
}

/// Takes a share back, from one hiring manager or from all.
#[server(endpoint = "shares/revoke")]
pub async fn revoke_share(share: String, recipient: Option<String>) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    let only = recipient.as_deref().map(parsed).transpose()?;
    shares::revoke(&store, &permit, parsed(&share)?, only)
        .await
        .map_err(refuse)
}

/// What was to be done about the decisions on a candidate is done.
#[server(endpoint = "shares/acted")]
pub async fn acted(application: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ShareCandidates, shares};
    let (store, permit) = permitted::<ShareCandidates>()?;
    shares::acted(&store, &permit, parsed(&application)?)
        .await
        .map_err(refuse)
}
