//! An icon out of the one sprite.

use leptos::prelude::*;

/// Where the sprite is served.
const SPRITE: &str = "/icons.svg";

/// An icon by its name in the sprite; decoration only, so a label stands beside it or on its button.
#[component]
pub fn Icon(
    /// The symbol's id.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" width="18" height="18" aria-hidden="true" focusable="false">
            <use href=format!("{SPRITE}#{name}")></use>
        </svg>
    }
}
