//! The profile beside a board, and the board that shows one when it is opened by its address.

use std::time::Duration;

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::ChooseView;

use super::{
    dialogs::{load_dialogs, load_found},
    missing::{self, at_hand},
};
use crate::{
    board::Request,
    pages::BoardPage,
    profile::{ProfileState, ReceivedProfile},
    wire::{profile::Profile, unread::Unread},
};

/// The inside of a profile, on its page and beside a board.
pub async fn shown_profile(
    profile: Memo<Unread<Profile>>,
    state: ProfileState,
    request_move: Callback<Request>,
    close: Option<Callback<()>>,
) -> AnyView {
    leptos::prefetch_lazy_fn_on_server("around");
    render_profile(profile, state, request_move, close)
        .await
        .unwrap_or_else(missing::pane)
}

#[wasm_split(around, wasm_split_path = leptos::wasm_split, fallible, preload(preload_profile))]
pub(super) fn render_profile(
    profile: Memo<Unread<Profile>>,
    state: ProfileState,
    request_move: Callback<Request>,
    close: Option<Callback<()>>,
) -> Result<AnyView, SplitLoaderError> {
    Ok(
        view! { <ReceivedProfile profile=profile state=state request_move=request_move close=close/> }
            .into_any(),
    )
}

/// A board. Where the address names an application, what its profile needs is there before the page is taken over: a browser takes over only what
/// it can draw at once.
#[derive(Clone, Copy, Debug)]
pub struct Board;

impl ChooseView for Board {
    async fn choose(self) -> AnyView {
        view! { <BoardPage/> }.into_any()
    }

    async fn preload(&self) {
        let search = || window().location().search().unwrap_or_default();
        if cfg!(feature = "hydrate") && search().contains("application=") {
            at_hand(preload_profile().await).await;
        }
    }
}

/// After this time a board is drawn and its cards are there.
const DRAWN: Duration = Duration::from_millis(400);

/// Fetches what is opened from a board once the board is there, so that the first card opens like the second.
pub fn expect_parts() {
    let fetch = || {
        spawn_local(async {
            // What fails here is tried again when it is opened.
            let _ = preload_profile().await;
            let _ = load_dialogs().await;
            let _ = load_found().await;
        });
    };
    Effect::new(move || set_timeout(fetch, DRAWN));
}
