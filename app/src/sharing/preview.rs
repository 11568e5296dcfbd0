//! What the hiring managers will get: the mail, in the words that the server writes, and the page behind its link.

use leptos::prelude::*;

use super::{draft::Draft, page::PagePreview};
use crate::{
    components::{TabItem, Tabs},
    shell::session,
    wire::shares::MailWords,
};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Mail,
    Page,
}

/// The preview. It follows what is chosen and written.
#[component]
pub fn Preview(
    /// What is being put together.
    draft: Draft,
    /// The job.
    job: StoredValue<String>,
    /// Its title.
    job_title: String,
) -> impl IntoView {
    let shown = RwSignal::new(Shown::Mail);
    let job_title = StoredValue::new(job_title);
    let tabs = [(Shown::Mail, "Mail"), (Shown::Page, "Page")].map(|(shows, label)| TabItem {
        shows,
        label,
        count: None,
    });
    view! {
        <details class="share-preview">
            <summary>"Preview of mail and page"</summary>
            <Tabs label="What to preview" id="share-preview" tabs=tabs.to_vec() chosen=shown>
                {move || match shown.get() {
                    Shown::Mail => view! { <MailPreview draft=draft job_title=job_title/> }.into_any(),
                    Shown::Page => view! { <PagePreview draft=draft job=job/> }.into_any(),
                }}
            </Tabs>
        </details>
    }
    .into_any()
}

#[component]
fn MailPreview(draft: Draft, job_title: StoredValue<String>) -> impl IntoView {
    let words = move || {
        let session = session()?;
        let names: Vec<String> = draft
            .candidates()
            .into_iter()
            .map(|candidate| candidate.name)
            .collect();
        Some(MailWords::new(
            &session.organization.name,
            &session.name,
            &job_title.get_value(),
            &names,
            draft.due_at(),
            false,
            false,
        ))
    };
    view! {
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
    }
    .into_any()
}
