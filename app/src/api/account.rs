//! What *Your account* asks for: always about whoever is signed in.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::account::Session};

/// Where one is signed in.
#[server(endpoint = "account/sessions", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_sessions() -> Result<Vec<Session>, ClaraError> {
    use super::convert_people::session;
    use crate::context::{refuse, signed_in};
    use hiring::sessions;
    let (store, member, current) = signed_in()?;
    let all = sessions::list(&store, &member, &current)
        .await
        .map_err(refuse)?;
    Ok(all.into_iter().map(session).collect())
}

/// Ends one session.
#[server(endpoint = "account/end-session", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn end_session(session: String) -> Result<(), ClaraError> {
    use crate::context::{refuse, signed_in};
    use hiring::sessions;
    let (store, member, _) = signed_in()?;
    sessions::end(&store, &member, &session)
        .await
        .map_err(refuse)
}

/// Ends all sessions but this one.
#[server(endpoint = "account/end-other-sessions", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn end_other_sessions() -> Result<(), ClaraError> {
    use crate::context::{refuse, signed_in};
    use hiring::sessions;
    let (store, member, current) = signed_in()?;
    sessions::end_others(&store, &member, &current)
        .await
        .map_err(refuse)
}

/// Takes another name.
#[server(endpoint = "account/rename", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn rename(name: String) -> Result<(), ClaraError> {
    use crate::context::{refuse, signed_in};
    use hiring::accounts;
    let (store, member, _) = signed_in()?;
    accounts::rename(&store, &member, &name)
        .await
        .map_err(refuse)
}

/// Takes another password; all other sessions end.
#[server(endpoint = "account/password", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn change_password(present: String, new: String) -> Result<(), ClaraError> {
    use crate::context::{refuse, signed_in};
    use hiring::{Secret, passwords};
    let (store, member, current) = signed_in()?;
    let (present, new) = (Secret::new(present), Secret::new(new));
    passwords::change(&store, &member, &present, &new, &current)
        .await
        .map_err(refuse)
}
