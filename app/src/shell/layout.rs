//! Pages of members: strangers are sent to sign in.

use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};

use super::{frame::Frame, session, sign_in_address};
use crate::api::client;

/// The page inside its frame, or the way to sign in.
#[component]
pub fn Layout() -> impl IntoView {
    let Some(session) = session() else {
        let location = use_location();
        return view! { <Redirect path=untrack(|| sign_in_address(&location))/> }.into_any();
    };
    client::shows(&session.organization.id);
    view! { <Frame><Outlet/></Frame> }.into_any()
}
