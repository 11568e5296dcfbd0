//! The outlines of what is on its way; they appear after 300 ms (a delay in the style), so that quick answers do not flicker.

use leptos::prelude::*;

/// Rows of a list.
#[component]
pub fn SkeletonRows(
    /// What is awaited, as "Loading candidates".
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="skeleton-rows" role="status">
            <span class="visually-hidden">{label}"…"</span>
            {[(); 6].map(|()| view! { <div class="skeleton-row" aria-hidden="true"><i></i><i></i><i></i></div> }).collect_view()}
        </div>
    }
    .into_any()
}

/// Columns of cards.
#[component]
pub fn SkeletonBoard() -> impl IntoView {
    // Cards per column: uneven, as boards are.
    let columns = [3, 5, 4, 2, 1].map(|cards| {
        let cards = [(); 5]
            .iter()
            .take(cards)
            .map(|()| view! { <div class="skeleton-card"><i></i><i></i></div> })
            .collect_view();
        view! { <div class="skeleton-column"><i></i>{cards}</div> }
    });
    view! {
        <div class="skeleton-board" role="status">
            <span class="visually-hidden">"Loading the board…"</span>
            <div class="skeleton-head" aria-hidden="true"><i></i><i></i></div>
            <div class="skeleton-columns" aria-hidden="true">{columns.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// Who it is, what can be done, and requirements.
#[component]
pub fn SkeletonProfile() -> impl IntoView {
    let requirements =
        [(); 4].map(|()| view! { <p aria-hidden="true"><i></i><i class="half"></i></p> });
    view! {
        <div class="skeleton-profile" role="status">
            <span class="visually-hidden">"Loading the profile…"</span>
            <div aria-hidden="true"><i class="round"></i><i class="half"></i><i></i><i class="half"></i></div>
            <i aria-hidden="true"></i>
            {requirements.collect_view()}
        </div>
    }
    .into_any()
}
