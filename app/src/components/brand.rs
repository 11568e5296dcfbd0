//! The mark of the product: three columns of a board.

use leptos::prelude::*;

/// The mark; decoration only, so the name stands beside it.
#[component]
pub fn BrandMark(
    /// Width and height, in pixels.
    size: &'static str,
) -> impl IntoView {
    view! {
        <svg width=size height=size viewBox="0 0 20 20" aria-hidden="true">
            <rect class="brand-a" x="1" y="1" width="5" height="18" rx="2"></rect>
            <rect class="brand-b" x="7.5" y="1" width="5" height="12" rx="2"></rect>
            <rect class="brand-c" x="14" y="1" width="5" height="7" rx="2"></rect>
        </svg>
    }
}
