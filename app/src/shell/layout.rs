//! Pages of members: strangers are sent to sign in.

use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};

use super::{frame::Frame, session, sign_in_address};

/// The page inside its frame, or the way to sign in.
#[component]
pub fn Layout() -> impl IntoView {
    if session().is_none() {
        let location = use_location();
        return view! { <Redirect path=untrack(|| sign_in_address(&location))/> }.into_any();
    }
    view! { <Frame><Outlet/></Frame> }.into_any()
}
