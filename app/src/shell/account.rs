//! The account menu: who one is, organization, theme, sign out. Plain forms: it works before and without hydration.

use leptos::prelude::*;

use super::{Live, around, session, theme::ThemeChoice};
use crate::components::{Awaiting, drawing};

/// The avatar with its menu.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let live = expect_context::<Live>();
    session().map(|session| {
        let here = session.organization.id.clone();
        view! {
            <button type="button" class="avatar" popovertarget="account-menu" aria-label=format!("{}: account of {}", session.initials(), session.name)>{session.initials()}</button>
            <div id="account-menu" class="menu account-menu" popover="auto">
                <div class="menu-part">
                    <strong>{session.name.clone()}</strong>
                    <span class="dim">{session.email.clone()}</span>
                    <span class="dim">{session.role.label()} " · " {session.organization.name.clone()}</span>
                </div>
                <div class="menu-part"><a class="menu-item" href="/account" rel="external">"Your account"</a></div>
                <Awaiting>{organizations(here, live)}</Awaiting>
                <div class="menu-part"><span class="menu-label">"Theme"</span><ThemeChoice/></div>
                <form class="menu-part" method="post" action="/auth/sign-out" on:submit=move |_| live.leaving()>
                    <button type="submit" class="menu-item">"Sign out"</button>
                </form>
            </div>
        }
    })
}

/// The organizations to switch between, where there are several.
fn organizations(here: String, live: Live) -> AnyView {
    let all = around(|around| around.organizations.clone());
    drawing(move || {
        let all = all.get().filter(|all| all.len() > 1);
        all.map(|all| view! {
            <form class="menu-part" method="post" action="/auth/organization" on:submit=move |_| live.leaving()>
                <span class="menu-label">"Organization"</span>
                {all.into_iter().map(|organization| {
                    let current = organization.id == here;
                    view! {
                        <button type="submit" class="menu-item" name="organization" value=organization.id aria-current=current.then_some("true")>
                            <span>{organization.name}</span> {current.then_some("✓")}
                        </button>
                    }
                }).collect_view()}
            </form>
        }.into_any())
    })
}
