//! "Edited": what a comment said before, asked for when it is opened.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

use crate::{
    api::comments::comment_history,
    components::{Failure, Loading, When},
    error::ClaraError,
    wire::{Millis, comments::Wording},
};

/// The disclosure below a comment that was changed.
#[component]
pub fn Earlier(
    /// The comment.
    id: StoredValue<String>,
    /// When it was changed last.
    at: Millis,
) -> impl IntoView {
    let said = RwSignal::new(None::<Result<Vec<Wording>, ClaraError>>);
    let ask = move || {
        said.set(None);
        spawn_local(async move {
            let answer = comment_history(id.get_value()).await;
            let _ = said.try_set(Some(answer));
        });
    };
    // What is opened again may have been changed again.
    let toggled = move |event: web_sys::Event| {
        let open = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|details| details.has_attribute("open"));
        if open {
            ask();
        }
    };
    view! {
        <details class="earlier" on:toggle=toggled>
            <summary>"Edited " <When at=at/></summary>
            {move || match said.get() {
                None => view! { <Loading label="Loading earlier wordings"/> }.into_any(),
                Some(Err(error)) => view! { <Failure error=error retry=Callback::new(move |()| ask())/> }.into_any(),
                Some(Ok(said)) => view! {
                    <ol role="list" aria-label="Earlier wordings">{said.into_iter().map(|wording| view! {
                        <li><span class="dim small">"Until then, written " <When at=wording.at/></span><p class="comment-text">{wording.text}</p></li>
                    }).collect_view()}</ol>
                }.into_any(),
            }}
        </details>
    }
    .into_any()
}
