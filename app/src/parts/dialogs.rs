//! Dialogs that are drawn when they are first opened.

use futures::future::BoxFuture;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use crate::{
    board::{BoardState, BulkActions, Mover, ReasonDialog, Request, ShortcutsDialog},
    components::Toasts,
    resync::{Of, ResyncDialog},
    sharing::{Begin, Offered, ShareDialog, SharesDialog},
    shell::{FoundList, NewsList, Searching},
    wire::{board::Column, notifications::Told},
};

/// Opens a dialog as soon as its part is there. Where that cannot be had the page stays as it is, and says why.
pub fn open_dialog(
    shown: RwSignal<bool>,
    toasts: Toasts,
    part: impl Future<Output = Result<(), SplitLoaderError>> + 'static,
) {
    spawn_local(async move {
        match part.await {
            // The page may have been left meanwhile.
            Ok(()) => drop(shown.try_set(true)),
            Err(_) => toasts.bad("This could not be loaded. Check the network and try again. If CLARA was updated meanwhile, load the page anew: nothing was changed."),
        }
    });
}

/// Says when to draw what belongs to the dialogs' part: as soon as it is there, once something asks. Where it cannot be had, the next to ask tries again.
pub fn when_asked(asks: Signal<bool>) -> RwSignal<bool> {
    let toasts = expect_context::<Toasts>();
    let drawn = RwSignal::new(false);
    Effect::new(move || {
        if asks.get() && !drawn.get_untracked() {
            open_dialog(drawn, toasts, load_dialogs());
        }
    });
    drawn
}

/// A dialog, drawn when it is opened first: most are not opened at all. It stays, with what was written in it.
#[component]
pub fn WhenOpened(
    /// Whether it is open.
    #[prop(into)]
    shown: Signal<bool>,
    /// Draws it, or not if its part is gone.
    draw: Callback<(), BoxFuture<'static, Option<AnyView>>>,
) -> impl IntoView {
    let drawn = Memo::new(move |before: Option<&bool>| before == Some(&true) || shown.get());
    let dialog = move || Suspend::new(draw.run(()));
    view! { <Show when=move || drawn.get()>{dialog}</Show> }.into_any()
}

/// *Share with Hiring Manager*.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible, preload(load_dialogs))]
pub fn draw_sharing(
    shown: RwSignal<bool>,
    job: String,
    job_title: String,
    offer: Callback<(), Vec<Offered>>,
    open: Signal<Option<String>>,
    asked: RwSignal<Option<Begin>>,
    sent: Callback<Vec<String>>,
) -> Result<AnyView, SplitLoaderError> {
    Ok(
        view! { <ShareDialog shown=shown job=job job_title=job_title offer=offer open=open asked=asked sent=sent/> }
            .into_any(),
    )
}

/// What was shared before.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_shares(shown: RwSignal<bool>, job: String) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <SharesDialog shown=shown job=job/> }.into_any())
}

/// What can be done with selected cards.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_bulk(
    board: BoardState,
    mover: Mover,
    columns: Vec<Column>,
) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <BulkActions board=board mover=mover columns=columns/> }.into_any())
}

/// Why candidates are rejected.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_reason(
    asking: RwSignal<Vec<Request>>,
    go: Callback<Vec<Request>>,
) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ReasonDialog asking=asking go=go/> }.into_any())
}

/// What the keys of a board do.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_shortcuts(open: RwSignal<bool>, moves: bool) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ShortcutsDialog open=open moves=moves/> }.into_any())
}

/// What the bell tells.
#[wasm_split(found, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_news(told: RwSignal<Option<Told>>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <NewsList told=told/> }.into_any())
}

/// What the search finds.
#[wasm_split(found, wasm_split_path = leptos::wasm_split, fallible, preload(load_found))]
pub fn draw_found(searching: Searching) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <FoundList searching=searching/> }.into_any())
}

/// *Re-sync*.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
pub fn draw_comparing(of: Of, shown: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ResyncDialog of=of open=shown/> }.into_any())
}
