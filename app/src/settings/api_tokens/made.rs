//! A token just made: shown once, to be copied.

use leptos::prelude::*;

use crate::components::CopyField;

/// The token, with *Copy*.
#[component]
pub fn Made(
    /// The token.
    token: String,
    /// Called when it was put away.
    close: Callback<()>,
) -> impl IntoView {
    view! {
        <p>"This is the only time that it is shown: CLARA keeps its fingerprint alone. Put it where your program finds its secrets."</p>
        <CopyField label="Token" value=token/>
        <footer><button type="button" class="button primary" on:click=move |_| close.run(())>"Done"</button></footer>
    }
    .into_any()
}
