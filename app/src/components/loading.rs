//! Progress for a wait: it becomes visible after 300 ms (a delay in the style), so that quick answers do not flicker.

use leptos::prelude::*;

/// A quiet bar with a word for screen readers.
#[component]
pub fn Loading(
    /// What is awaited, as "Loading candidates".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! { <div class="loading" role="status"><span class="visually-hidden">{label} "…"</span></div> }
}
