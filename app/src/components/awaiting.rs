//! What stands for something that is on its way.

use leptos::{children::ViewFnOnce, prelude::*};

/// A `Transition` of one type: each type of its own would be more for a browser to load.
#[component]
pub fn Awaiting(
    /// What is shown meanwhile; nothing, if there is nothing to say.
    #[prop(optional, into)]
    fallback: ViewFnOnce,
    /// What waits.
    children: Children,
) -> impl IntoView {
    view! { <Transition fallback=fallback>{children()}</Transition> }.into_any()
}
