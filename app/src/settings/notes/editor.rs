//! The words of one kind of note, with how they will look.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;

use crate::{
    api::notes::{preview_template, save_template},
    components::{Field, Toast, Toasts},
    error::ClaraError,
    wire::notes::Template,
};

/// How long the typing rests before the words are looked at.
const REST: Duration = Duration::from_millis(150);

/// The editor.
#[component]
pub fn Editor(
    /// The words as they are kept.
    template: Template,
    /// Reads them again.
    again: Callback<()>,
) -> impl IntoView {
    let (title, about) = match template.kind.as_str() {
        "score" => (
            "Score",
            "Written when a candidate is scored. Scored again, the same note is edited, unless the score or CLARA’s column changed: then there is a new one.",
        ),
        "decision" => (
            "Decision",
            "Written when a hiring manager decides on a shared candidate, and edited when one decides otherwise. It says who decided what, never why.",
        ),
        _ => (
            "Move",
            "Written when somebody here moved a card and it has rested for ten seconds. None for a card that came back, and none for what was moved in the applicant tracking system.",
        ),
    };
    let (kept, own) = (
        StoredValue::new(template.text.clone()),
        StoredValue::new(template.default_text),
    );
    let text = RwSignal::new(template.text);
    let preview = RwSignal::new(template.preview);
    let problem = RwSignal::new(None::<String>);
    let (kind, version) = (StoredValue::new(template.kind), template.version);
    look(kind, text, preview, problem);
    let busy = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let save = move |_| {
        busy.set(true);
        spawn_local(async move {
            match save_template(kind.get_value(), version, text.get_untracked()).await {
                Ok(()) => {
                    toasts.good("Saved. Notes are written with these words from now on.");
                    again.run(());
                }
                Err(ClaraError::Conflict) => toasts.show(
                    Toast::bad("Somebody else changed these words meanwhile")
                        .detail("Yours were not saved and are still here. Copy them, reload the page, and put them in again if they still fit."),
                ),
                Err(error) => toasts.bad(format!("Not saved. {error}")),
            }
            busy.set(false);
        });
    };
    let idle = move || {
        busy.get()
            || problem.with(Option::is_some)
            || kept.with_value(|kept| text.with(|text| text == kept))
    };
    view! {
        <section class="panel note-editor" aria-label=title>
            <header class="panel-head"><h2>{title}</h2></header>
            <p class="dim">{about}</p>
            <div class="note-columns">
                <Field label="Words" problem=problem>
                    <textarea rows="7" maxlength="2000" spellcheck="true" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
                </Field>
                <div class="field"><span>"Preview"</span><pre class="note-preview" aria-live="polite">{move || preview.get()}</pre></div>
            </div>
            <dl class="placeholders" aria-label="Placeholders">
                {template.placeholders.into_iter().map(|place| view! { <div><dt><code>{format!("{{{}}}", place.name)}</code></dt><dd>{place.about}</dd></div> }).collect_view()}
            </dl>
            <footer class="actions">
                <button type="button" class="button" on:click=move |_| text.set(own.get_value())>"CLARA’s own words"</button>
                <button type="button" class="button primary" disabled=idle on:click=save>{move || if busy.get() { "Saving…" } else { "Save" }}</button>
            </footer>
        </section>
    }
    .into_any()
}

/// Shows how the words look, or what is wrong with them, when the typing rests.
fn look(
    kind: StoredValue<String>,
    text: RwSignal<String>,
    preview: RwSignal<String>,
    problem: RwSignal<Option<String>>,
) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        if before.as_ref().is_none_or(|before| *before == now) {
            return now;
        }
        stop();
        let words = now.clone();
        let ask = move || {
            spawn_local(async move {
                let looks = preview_template(kind.get_value(), words.clone()).await;
                // Typed on, or the page was left.
                if text.is_disposed() || text.get_untracked() != words {
                    return;
                }
                match looks {
                    Ok(looks) => {
                        preview.set(looks);
                        problem.set(None);
                    }
                    Err(error) => problem.set(Some(error.to_string())),
                }
            });
        };
        waiting.set_value(set_timeout_with_handle(ask, REST).ok());
        now
    });
    on_cleanup(stop);
}
