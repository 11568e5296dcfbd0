//! Dialogs that are drawn when they are first opened.

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};

use crate::{
    components::Toasts,
    resync::{Of, ResyncDialog},
    sharing::{Begin, Offered, ShareDialog, SharesDialog},
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

/// *Share with Hiring Manager*.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible, preload(load_sharing))]
pub fn draw_sharing(
    shown: RwSignal<bool>,
    job: String,
    job_title: String,
    offer: Callback<(), Vec<Offered>>,
    open: Signal<Option<String>>,
    asked: RwSignal<Option<Begin>>,
) -> Result<AnyView, SplitLoaderError> {
    Ok(
        view! { <ShareDialog shown=shown job=job job_title=job_title offer=offer open=open asked=asked/> }
            .into_any(),
    )
}

/// What was shared before.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible, preload(load_shares))]
pub fn draw_shares(shown: RwSignal<bool>, job: String) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <SharesDialog shown=shown job=job/> }.into_any())
}

/// *Re-sync*.
#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible, preload(load_comparing))]
pub fn draw_comparing(of: Of, shown: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ResyncDialog of=of open=shown/> }.into_any())
}
