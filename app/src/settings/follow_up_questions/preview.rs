//! Form and mail as candidates will see them, drawn by the server that sends them, in a page of their own.

use leptos::prelude::*;
use questions::QuestionSet;

/// Two buttons. What is being edited is shown, saved or not.
#[component]
pub fn Preview(
    /// The questions as they stand in the editor.
    set: RwSignal<QuestionSet>,
) -> impl IntoView {
    let json = move || set.with(|set| serde_json::to_string(set).unwrap_or_default());
    view! {
        <form class="preview" method="post" action="/follow-up-questions/preview" target="_blank">
            <input type="hidden" name="questions" prop:value=json/>
            <button type="submit" class="button" name="show" value="form">"Preview form"</button>
            <button type="submit" class="button" name="show" value="mail">"Preview mail"</button>
        </form>
    }
    .into_any()
}
