//! An empty place that says what to do next.

use leptos::prelude::*;

use super::Icon;

/// What stands where nothing is yet.
#[component]
pub fn Empty(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// The icon of what is missing.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The place is the whole page: the title is its heading.
    #[prop(optional)]
    page: bool,
    /// Why, and what to do: text and actions.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <span class="empty-icon"><Icon name=icon/></span> })}
            {if page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
            <div class="empty-text">{children()}</div>
        </div>
    }
    .into_any()
}
