//! What stands around every page of *Settings*: the list of its parts.

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};

use crate::{shell::session, wire::session::Abilities};

/// A part of *Settings*.
struct Part {
    path: &'static str,
    name: &'static str,
    /// Who is offered it.
    offered: fn(Abilities) -> bool,
}

/// All parts, in order. Another one is a line here and a route.
const PARTS: &[Part] = &[
    Part {
        path: "/settings/integrations",
        name: "Integrations",
        offered: |can| can.view_integrations,
    },
    Part {
        path: "/settings/notes",
        name: "Notes",
        offered: |can| can.manage_settings,
    },
    Part {
        path: "/settings/members",
        name: "Members",
        offered: |can| can.manage_members,
    },
    Part {
        path: "/settings/mail",
        name: "Mail",
        offered: |can| can.manage_settings,
    },
    Part {
        path: "/settings/api-tokens",
        name: "API tokens",
        offered: |can| can.manage_api_tokens,
    },
    Part {
        path: "/settings/failed-work",
        name: "Failed work",
        offered: |can| can.manage_integrations,
    },
];

/// The list of parts, above the page.
#[component]
pub fn SettingsFrame() -> impl IntoView {
    let can = session().map(|session| session.can).unwrap_or_default();
    let parts = PARTS
        .iter()
        .filter(|part| (part.offered)(can))
        .map(|part| view! { <A href=part.path>{part.name}</A> });
    view! {
        <nav class="settings-pages" aria-label="Settings">{parts.collect_view()}</nav>
        <Outlet/>
    }
    .into_any()
}
