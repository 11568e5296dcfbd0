//! An error in place of what could not be shown: what happened, what was kept, what to do.

use leptos::prelude::*;

use super::Icon;
use crate::{error::ClaraError, shell::Live};

/// Says why something is not here. What failed for want of a connection is tried again by itself when the connection is back.
#[component]
pub fn Failure(
    /// Why.
    error: ClaraError,
    /// The failure is the whole page: its title is the heading.
    #[prop(optional)]
    page: bool,
    /// Tries again, where that can help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let retry = retry.filter(|_| error.may_pass());
    if let (Some(retry), Some(live)) = (retry, use_context::<Live>()) {
        live.when_back(move || retry.run(()));
    }
    let title = error.title();
    let words = error.to_string();
    let reference = match &error {
        ClaraError::Failed { reference } => Some(reference.clone()),
        _ => None,
    };
    let action = match error {
        ClaraError::NotSignedIn => Some(view! { <a class="button primary" href="/sign-in" rel="external">"Sign in"</a> }.into_any()),
        ClaraError::NotFound if page => Some(view! { <a class="button" href="/jobs">"To your jobs"</a> }.into_any()),
        _ => retry.map(|retry| view! { <button type="button" class="button" on:click=move |_| retry.run(())>"Try again"</button> }.into_any()),
    };
    view! {
        <div class="failure" role="alert">
            <Icon name="alert"/>
            <div>
                {if page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() }}
                <p>{words}</p>
                {reference.map(|reference| view! { <p>"If it stays so, tell whoever runs CLARA this reference: "<code>{reference}</code></p> })}
                {action}
            </div>
        </div>
    }
    .into_any()
}
