//! The search box in the top bar (an ARIA combobox). What it finds is shown by a part that is loaded when somebody goes there.

use futures::FutureExt;
use leptos::{html, prelude::*};

use crate::{
    components::{Icon, Toasts, key_name},
    parts::{WhenOpened, draw_found, load_found, open_dialog},
};

/// What the box and its list share.
#[derive(Clone, Copy)]
pub struct Searching {
    /// What is typed.
    pub query: RwSignal<String>,
    /// Whether the list is open.
    pub open: RwSignal<bool>,
    /// The box.
    pub input: NodeRef<html::Input>,
    /// The id of the line that Enter opens.
    pub marked: RwSignal<Option<String>>,
    /// Takes the keys, once the list is there.
    pub keys: StoredValue<Option<Callback<web_sys::KeyboardEvent>>>,
}

/// The search box.
#[component]
pub fn Search() -> impl IntoView {
    let searching = Searching {
        query: RwSignal::new(String::new()),
        open: RwSignal::new(false),
        input: NodeRef::new(),
        marked: RwSignal::new(None),
        keys: StoredValue::new(None),
    };
    let Searching {
        query,
        open,
        input,
        marked,
        keys,
    } = searching;
    let drawn = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let load = move || {
        if !drawn.get_untracked() {
            open_dialog(drawn, toasts, load_found());
        }
    };
    let draw = Callback::new(move |()| async move { draw_found(searching).await.ok() }.boxed());
    let shown = move || open.get() && drawn.get();
    let typed = move |event| {
        let text = event_target_value(&event);
        open.set(!text.trim().is_empty());
        query.set(text);
        load();
    };
    let focused = move |_| {
        open.set(!query.with_untracked(|query| query.trim().is_empty()));
        load();
    };
    let keyed = move |event| {
        if let Some(keys) = keys.get_value() {
            keys.run(event);
        }
    };
    // Ctrl K or ⌘ K from anywhere.
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                if let Some(input) = input.get_untracked() {
                    let _ = input.focus();
                    input.select();
                }
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <div class="search" role="search" aria-label="Jobs and candidates">
            <Icon name="search"/>
            <input node_ref=input type="text" role="combobox" placeholder="Search or jump to…" aria-label="Search jobs and candidates"
                autocomplete="off" spellcheck="false" aria-autocomplete="list" aria-controls="search-results"
                aria-expanded=move || shown().to_string() aria-activedescendant=move || marked.get().filter(|_| shown())
                prop:value=query on:input=typed on:keydown=keyed on:focus=focused on:blur=move |_| open.set(false)/>
            <kbd aria-hidden="true">{key_name("⌘K", "Ctrl K")}</kbd>
            <div id="search-results" class="menu search-results" role="listbox" aria-label="Found" class:open=shown>
                <WhenOpened shown=drawn draw=draw/>
            </div>
        </div>
    }
    .into_any()
}
