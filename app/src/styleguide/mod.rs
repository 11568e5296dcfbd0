//! `/styleguide`: the set of components with all their states, for whoever works on the interface. Only in development builds of the server;
//! the browser's half does not hold it, so nothing on it is hydrated.

mod controls;
mod data;
mod feedback;
mod overlays;

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::HashedStylesheet;

use crate::shell::Hydrated;
use controls::Controls;
use data::Data;
use feedback::Feedback;
use overlays::Overlays;

/// The document.
pub fn styleguide(options: LeptosOptions) -> impl IntoView {
    provide_context(Hydrated(RwSignal::new(false)));
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>"Styleguide · CLARA"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet id="style" options=options/>
                <style nonce=use_nonce()>{include_str!("styleguide.css")}</style>
            </head>
            <body>
                <main class="page styleguide">
                    <header class="page-head"><h1>"Styleguide"</h1></header>
                    <Colours/>
                    <Controls/>
                    <Data/>
                    <Feedback/>
                    <Overlays/>
                </main>
            </body>
        </html>
    }
    .into_any()
}

/// A component with its states.
#[component]
fn Specimen(
    /// The component.
    title: &'static str,
    /// When to use it.
    about: &'static str,
    /// Its states.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="specimen">
            <header><h2>{title}</h2><p class="dim">{about}</p></header>
            <div class="specimen-states">{children()}</div>
        </section>
    }
    .into_any()
}

/// One state with its name.
#[component]
fn State(
    /// Its name.
    name: &'static str,
    /// The component in it.
    children: Children,
) -> impl IntoView {
    view! { <div class="specimen-state"><span class="dim small">{name}</span><div>{children()}</div></div> }.into_any()
}

/// Roles of colours.
#[component]
fn Colours() -> impl IntoView {
    let swatch = |role: &'static str| {
        view! {
            <li><svg width="40" height="40" aria-hidden="true"><rect class=format!("swatch-{role}") width="40" height="40" rx="8"></rect></svg><code>{role}</code></li>
        }
    };
    let roles = [
        "ground",
        "sunken",
        "surface",
        "raised",
        "line",
        "line-2",
        "ink",
        "ink-2",
        "ink-3",
        "accent",
        "accent-soft",
        "good",
        "good-soft",
        "part",
        "part-soft",
        "bad",
        "bad-soft",
        "neutral-soft",
        "mark",
    ];
    view! {
        <Specimen title="Colours" about="By role, the same names in both themes.">
            <ul class="swatches" role="list">{roles.map(swatch).collect_view()}</ul>
        </Specimen>
    }
}
