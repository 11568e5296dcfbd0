//! An error in place of what could not be shown: what happened, what was kept, what to do.

use leptos::prelude::*;

use crate::error::ClaraError;

/// Says why something is not here.
#[component]
pub fn Failure(
    /// Why.
    error: ClaraError,
    /// Tries again, where that can help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let signed_out = error == ClaraError::NotSignedIn;
    let retry = retry.filter(|_| {
        matches!(
            error,
            ClaraError::Offline
                | ClaraError::Failed { .. }
                | ClaraError::Unavailable
                | ClaraError::Full
                | ClaraError::Ats(_)
        )
    });
    let reference = match &error {
        ClaraError::Failed { reference } => Some(reference.clone()),
        _ => None,
    };
    view! {
        <div class="failure" role="alert">
            <h2>{error.title()}</h2>
            <p>{error.to_string()}</p>
            {reference.map(|reference| view! { <p>"If it stays so, tell whoever runs CLARA this reference: "<code>{reference}</code></p> })}
            {retry.map(|retry| view! { <button type="button" class="button" on:click=move |_| retry.run(())>"Try again"</button> })}
            {signed_out.then(|| view! { <a class="button primary" href="/sign-in" rel="external">"Sign in"</a> })}
        </div>
    }
}
