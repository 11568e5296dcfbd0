//! The question before jobs are no longer processed: what becomes of their candidates.

use leptos::prelude::*;

use crate::components::Dialog;

/// The question. Its answer is given to `go`: true forgets the candidates.
#[component]
pub fn LeavingDialog(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The jobs' titles.
    titles: Signal<Vec<String>>,
    /// Called with the answer.
    go: Callback<bool>,
) -> impl IntoView {
    let purge = RwSignal::new(false);
    let title = Signal::derive(move || {
        titles.with(|titles| match titles.as_slice() {
            [one] => format!("Stop processing {one}?"),
            many => format!("Stop processing {} jobs?", many.len()),
        })
    });
    let answer = move |_| {
        open.set(false);
        go.run(purge.get_untracked());
    };
    let option = move |forget: bool, name: &'static str, about: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="left" prop:checked=move || purge.get() == forget on:change=move |_| purge.set(forget)/>
                <span><strong>{name}</strong><span class="dim">{about}</span></span>
            </label>
        }
    };
    view! {
        <Dialog open=open title=title>
            <p>{move || titles.get().join(", ")}</p>
            <fieldset class="choices">
                <legend class="visually-hidden">"What becomes of the candidates"</legend>
                {option(false, "Keep their candidates", "Nothing new is read. Cards, scores, comments and documents stay, and go on if you select the job again.")}
                {option(true, "Forget their candidates", "Resumes, scores, comments and moves are deleted here within a minute, for good. Nothing changes in the applicant tracking system.")}
            </fieldset>
            <footer>
                <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                <button type="button" class="button danger solid" on:click=answer>{move || if purge.get() { "Stop and forget" } else { "Stop and keep" }}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
