//! What strangers may ask who hold a link from a mail. Asking changes nothing.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::members::Offer};

/// What an invitation offers.
#[server(endpoint = "links/invitation", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_invitation(token: String) -> Result<Offer, ClaraError> {
    use super::convert_people::offer;
    use crate::context::{refuse, store};
    use hiring::invitations;
    let read = invitations::read(&store()?, &token).await.map_err(refuse)?;
    Ok(offer(read))
}

/// Whether a password can be reset by this link.
#[server(endpoint = "links/password-reset", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn check_password_reset(token: String) -> Result<(), ClaraError> {
    use crate::context::{refuse, store};
    use hiring::passwords::reset;
    reset::check(&store()?, &token).await.map_err(refuse)
}
