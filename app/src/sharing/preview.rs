//! The mail as it will be: the same words that the server writes.

use leptos::prelude::*;

use super::draft::Draft;
use crate::{shell::session, wire::shares::MailWords};

/// The preview. It follows what is chosen and written.
#[component]
pub fn Preview(
    /// What is being put together.
    draft: Draft,
    /// The job's title.
    job_title: String,
) -> impl IntoView {
    let job_title = StoredValue::new(job_title);
    let words = move || {
        let session = session()?;
        let names: Vec<String> = draft
            .candidates()
            .into_iter()
            .map(|candidate| candidate.name)
            .collect();
        let due = draft.due.get();
        let due = (!due.is_empty()).then_some(due);
        Some(MailWords::new(
            &session.organization.name,
            &session.name,
            &job_title.get_value(),
            &names,
            due.as_deref(),
            false,
            false,
        ))
    };
    view! {
        <details class="share-preview">
            <summary>"Preview of the mail"</summary>
            {move || words().map(|words| view! {
                <div class="share-mail">
                    <p class="share-subject">{words.subject}</p>
                    <p>{words.ask}</p>
                    {words.due.map(|due| view! { <p>{due}</p> })}
                    {move || Some(draft.message.get()).filter(|message| !message.trim().is_empty()).map(|message| view! { <blockquote>{message}</blockquote> })}
                    <ul>{words.candidates.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
                    <p><span class="button primary" aria-hidden="true">"Look and decide"</span></p>
                    <p class="dim small">"The link is for one person alone, and works for 30 days or two weeks beyond the day by which they decide."</p>
                </div>
            })}
        </details>
    }
    .into_any()
}
