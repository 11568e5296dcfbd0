//! An empty place that says what to do next.

use leptos::prelude::*;

/// What stands where nothing is yet.
#[component]
pub fn Empty(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// Why, and what to do: text and actions.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <div class="empty-text">{children()}</div>
        </div>
    }
}
