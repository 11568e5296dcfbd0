//! What saving the mapping would move, and saving it.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

use super::draft::Draft;
use crate::{
    api::status_mapping::{preview_mapping, save_mapping},
    components::{Dialog, Toast, Toasts},
    error::ClaraError,
    settings::wizard::{Kept, Wizard, after},
    wire::status_mapping::Preview,
};

/// How long choices rest before the server is asked what they would move.
const REST: Duration = Duration::from_millis(250);

/// The bar at the foot.
#[component]
pub fn Onward(
    /// The connection.
    wizard: Wizard,
    /// What is chosen.
    draft: Draft,
    /// Where that is kept until it is saved.
    kept: Kept,
    /// Reads the mapping again.
    again: Callback<()>,
) -> impl IntoView {
    let preview = look_ahead(wizard, draft);
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    let save = saving(wizard, (draft, kept), busy, again);
    let next = move || after("status-mapping").filter(|_| !wizard.is_finished());
    let pressed = move |_| match preview.get_untracked() {
        Some(preview) if preview.moves > 0 => asking.set(true),
        _ => save.run(false),
    };
    let label = move || match next() {
        _ if busy.get() => "Saving…".to_owned(),
        Some(next) => format!("Next: {}", next.name),
        None => "Save".to_owned(),
    };
    // Guesses become a person's choice by being saved, so the wizard saves them unchanged too.
    let idle =
        move || busy.get() || preview.get().is_none() || (next().is_none() && draft.changes() == 0);
    let answer = move |apply: bool| {
        asking.set(false);
        save.run(apply);
    };
    let title = Signal::derive(move || {
        format!(
            "Move {} now?",
            cards(preview.get().unwrap_or_default().moves)
        )
    });
    view! {
        <footer class="actions sticky">
            <p aria-live="polite">{move || in_words(draft.changes(), preview.get())}</p>
            <span class="gap"></span>
            <button type="button" class="button" on:click=move |_| draft.reset()>"Reset to defaults"</button>
            <Transition><button type="button" class="button primary" disabled=idle on:click=pressed>{label}</button></Transition>
        </footer>
        <Dialog open=asking title=title>
            <p>"These cards stand in a stage or archive reason whose column you changed. Move them, or let only what happens from now on move cards? Cards that somebody moved in CLARA stay either way."</p>
            <footer>
                <button type="button" class="button" on:click=move |_| asking.set(false)>"Cancel"</button>
                <button type="button" class="button" on:click=move |_| answer(false)>"Leave cards where they are"</button>
                <button type="button" class="button primary" on:click=move |_| answer(true)>{move || format!("Move {}", cards(preview.get().unwrap_or_default().moves))}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}

/// What the choices would move, asked anew when they have rested; none until it is known.
fn look_ahead(wizard: Wizard, draft: Draft) -> RwSignal<Option<Preview>> {
    let preview = RwSignal::new(None);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    Effect::new(move || {
        let choices = draft.choices();
        stop();
        preview.set(None);
        let ask = move || {
            spawn_local(async move {
                let asked = choices.clone();
                let found = preview_mapping(wizard.integration.get_untracked(), asked).await;
                // Chosen anew meanwhile, or the page was left: another answer is on its way.
                if preview.is_disposed() || untrack(|| draft.choices()) != choices {
                    return;
                }
                preview.set(Some(found.unwrap_or_default()));
            });
        };
        waiting.set_value(set_timeout_with_handle(ask, REST).ok());
    });
    on_cleanup(stop);
    preview
}

/// Saves, says so, and goes on.
fn saving(
    wizard: Wizard,
    (draft, kept): (Draft, Kept),
    busy: RwSignal<bool>,
    again: Callback<()>,
) -> Callback<bool> {
    let toasts = expect_context::<Toasts>();
    let navigate = StoredValue::new(use_navigate());
    Callback::new(move |apply: bool| {
        busy.set(true);
        spawn_local(async move {
            let (id, version) = (wizard.integration.get_untracked(), draft.version());
            let choices = untrack(|| draft.choices());
            match save_mapping(id, version, choices, apply).await {
                Ok(()) => {
                    kept.forget();
                    toasts.good(if apply {
                        "The mapping is saved; its cards move now."
                    } else {
                        "The mapping is saved."
                    });
                    let finished = untrack(|| wizard.is_finished());
                    match after("status-mapping").filter(|_| !finished) {
                        Some(next) => navigate.with_value(|navigate| {
                            navigate(&wizard.address(next.slug), NavigateOptions::default());
                        }),
                        None => again.run(()),
                    }
                }
                Err(ClaraError::Conflict) => {
                    kept.forget();
                    toasts.show(
                        Toast::bad("Somebody else saved the mapping meanwhile")
                            .detail("Theirs is shown now; yours was not saved. Change it again if it still fits."),
                    );
                    again.run(());
                }
                Err(error) => toasts.show(
                    Toast::bad("Not saved; your choices are still here")
                        .detail(format!("{}. {error}", error.title())),
                ),
            }
            busy.set(false);
        });
    })
}

/// "14 cards would move. 3 that people moved in CLARA stay."
fn in_words(changes: usize, preview: Option<Preview>) -> String {
    let Some(preview) = preview else {
        return "Counting…".to_owned();
    };
    let moves = match (changes, preview.moves) {
        (0, _) => return "Nothing is changed.".to_owned(),
        (_, 0) => "No card would move.".to_owned(),
        (_, moves) => format!("{} would move.", cards(moves)),
    };
    match preview.stay {
        0 => moves,
        1 => format!("{moves} 1 that somebody moved in CLARA stays."),
        stay => format!("{moves} {stay} that somebody moved in CLARA stay."),
    }
}

fn cards(count: u64) -> String {
    if count == 1 {
        "1 card".to_owned()
    } else {
        format!("{count} cards")
    }
}
