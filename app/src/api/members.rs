//! What *Settings → Members* asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::{members::People, session::Role},
};

/// Members and invitations.
#[server(endpoint = "members/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_people() -> Result<People, ClaraError> {
    use super::convert_people::{invitation, member};
    use crate::context::{permitted, refuse};
    use hiring::{invitations, members, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    let (me, now) = (permit.actor().account(), store.now());
    let members = members::list(&store, &permit).await.map_err(refuse)?;
    let invitations = invitations::list(&store, &permit).await.map_err(refuse)?;
    Ok(People {
        members: members.into_iter().map(|read| member(read, me)).collect(),
        invitations: invitations
            .into_iter()
            .map(|read| invitation(read, now))
            .collect(),
    })
}

/// Invites somebody by mail.
#[server(endpoint = "members/invite", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn invite(email: String, role: Role) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{invitations, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    invitations::invite(&store, &permit, &email, role.into())
        .await
        .map_err(refuse)?;
    Ok(())
}

/// Sends an invitation's mail again, with a new link.
#[server(endpoint = "members/resend", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn resend_invitation(invitation: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{invitations, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    invitations::resend(&store, &permit, parsed(&invitation)?)
        .await
        .map_err(refuse)
}

/// Takes an invitation back.
#[server(endpoint = "members/revoke", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn revoke_invitation(invitation: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{invitations, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    invitations::revoke(&store, &permit, parsed(&invitation)?)
        .await
        .map_err(refuse)
}

/// The link of an invitation, to hand over by other means than mail.
#[server(endpoint = "members/link", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn invitation_link(invitation: String) -> Result<String, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::{invitations, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    let token = invitations::reveal(&store, &permit, parsed(&invitation)?)
        .await
        .map_err(refuse)?;
    Ok(format!(
        "{}/invitation/{}",
        request()?.origin,
        token.expose()
    ))
}

/// Gives a member another role.
#[server(endpoint = "members/role", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn change_role(account: String, role: Role) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{members, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    members::change_role(&store, &permit, parsed(&account)?, role.into())
        .await
        .map_err(refuse)
}

/// Makes another member Owner in one's own place.
#[server(endpoint = "members/hand-over", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn hand_over(account: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{members, permission::ManageOwners};
    let (store, permit) = permitted::<ManageOwners>()?;
    members::hand_over(&store, &permit, parsed(&account)?)
        .await
        .map_err(refuse)
}

/// Locks a member out.
#[server(endpoint = "members/deactivate", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn deactivate(account: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{members, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    members::deactivate(&store, &permit, parsed(&account)?)
        .await
        .map_err(refuse)
}

/// Lets a member in again.
#[server(endpoint = "members/reactivate", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn reactivate(account: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{members, permission::ManageMembers};
    let (store, permit) = permitted::<ManageMembers>()?;
    members::reactivate(&store, &permit, parsed(&account)?)
        .await
        .map_err(refuse)
}
