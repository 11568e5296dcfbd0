//! What CLARA found by looking, although a webhook should have told.

use leptos::prelude::*;

use crate::{components::When, wire::health::Gap};

/// The panel.
#[component]
pub fn Gaps(
    /// The newest ones.
    gaps: Vec<Gap>,
    /// How many in a day.
    lately: u64,
) -> impl IntoView {
    let class = if lately > 0 {
        "badge part"
    } else {
        "badge good"
    };
    view! {
        <section class="panel">
            <header class="panel-head">
                <h2>"Gaps found"</h2>
                <span class=class>{lately} " in a day"</span>
            </header>
            {if gaps.is_empty() {
                view! { <p class="dim">"None: every change that CLARA found by looking had been announced by a webhook."</p> }.into_any()
            } else {
                view! {
                    <p class="dim">"CLARA found these by looking and read them at once. A webhook should have told."</p>
                    <ul class="gaps" role="list">{gaps.into_iter().map(|gap| view! { <li>{gap.what} <span class="dim">" found " <When at=gap.found_at/></span></li> }).collect_view()}</ul>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}
