//! The button that closes the pane: beside a name, or alone above what stands in place of a profile.

use leptos::prelude::*;

use crate::components::Icon;

/// Closes the pane.
#[component]
pub fn CloseButton(
    /// What closes it.
    close: Callback<()>,
) -> impl IntoView {
    view! { <button type="button" class="button quiet icon-only" aria-label="Close the profile" title="Close (Esc)" on:click=move |_| close.run(())><Icon name="close"/></button> }
}
