//! A person in a circle: the first letters of the name.

use leptos::prelude::*;

use crate::wire::session::initials;

/// A person; the name stands beside it, so it is decoration.
#[component]
pub fn Avatar(
    /// Whose.
    name: String,
) -> impl IntoView {
    view! { <span class="avatar small" aria-hidden="true">{initials(&name)}</span> }
}
