//! `/jobs/:job`: the board, with a profile beside it when the address names an application.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

use crate::{
    api::{board::read_board, json::resource},
    board::{BoardState, BoardView, Mover},
    components::{Awaiting, Failure, SkeletonBoard},
    parts::expect_parts,
    profile::{ProfileView, load_profile},
};

/// The board of a job.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let job = Memo::new(move |_| params.read().get("job").unwrap_or_default());
    let query = use_query_map();
    let open = Memo::new(move |_| {
        query
            .read()
            .get("application")
            .filter(|application| !application.is_empty())
    });
    let loaded = resource(move || job.get(), read_board);
    expect_parts();
    view! {
        <Awaiting fallback=|| view! { <SkeletonBoard/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(board) => {
                        let state = BoardState::new(&board, open);
                        let mover = Mover::new(state);
                        view! {
                            <Title text=board.title.clone()/>
                            <div class="beside" class:with-pane=move || open.with(Option::is_some)>
                                <BoardView board=board state=state mover=mover/>
                                <Pane job=job open=open mover=mover/>
                            </div>
                        }.into_any()
                    }
                    Err(error) => view! { <Title text=error.title()/> <Failure error=error page=true retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                }
            })}
        </Awaiting>
    }
    .into_any()
}

/// The profile beside the board.
#[component]
fn Pane(job: Memo<String>, open: Memo<Option<String>>, mover: Mover) -> impl IntoView {
    let pane = NodeRef::<html::Aside>::new();
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        let was = open.get_untracked();
        navigate(
            &format!("/jobs/{}", job.get_untracked()),
            NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            },
        );
        // The focus goes back to the card.
        request_animation_frame(move || {
            use wasm_bindgen::JsCast;
            let card = was.and_then(|was| {
                document()
                    .query_selector(&format!("[data-application=\"{was}\"] .card-name"))
                    .ok()
                    .flatten()
            });
            if let Some(card) = card.and_then(|card| card.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = card.focus();
            }
        });
    });
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    // The last one shown, so that the pane need not be built anew for each candidate.
    let application = Memo::new(move |before: Option<&String>| {
        open.get().or_else(|| before.cloned()).unwrap_or_default()
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = open.get();
        if let Some(application) = now.clone().filter(|_| before.as_ref() != Some(&now)) {
            // Whoever comes by the address has not asked for the focus to go there.
            if before.is_some()
                && let Some(pane) = pane.get_untracked()
            {
                pane.set_scroll_top(0);
                let _ = pane.focus();
            }
            // The pane takes room from the board: the card it is about stays in sight.
            request_animation_frame(move || show_card(&application));
        }
        now
    });
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            let in_page = document().active_element().is_none_or(|element| {
                element
                    .closest("dialog, [popover], input, textarea, select")
                    .ok()
                    .flatten()
                    .is_none()
            });
            if event.key() == "Escape"
                && is_open.get_untracked()
                && in_page
                && !event.default_prevented()
                && document()
                    .query_selector(":popover-open, dialog[open], .is-dragging, .bulk-bar")
                    .ok()
                    .flatten()
                    .is_none()
            {
                close.run(());
            }
        });
        on_cleanup(move || handle.remove());
    });
    let request_move = Callback::new(move |request: crate::board::Request| {
        mover.request(&request.application, &request.to)
    });
    view! {
        <Show when=move || is_open.get()>
            <aside class="pane" node_ref=pane tabindex="-1" aria-label="Candidate Application Profile">
                <PaneProfile application=application request_move=request_move close=close/>
            </aside>
        </Show>
    }
    .into_any()
}

/// Scrolls the board no further than needed to show a card.
fn show_card(application: &str) {
    let card = document()
        .query_selector(&format!(".board [data-application=\"{application}\"]"))
        .ok()
        .flatten();
    if let Some(card) = card {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        card.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Loads only while the pane is open.
#[component]
fn PaneProfile(
    application: Memo<String>,
    request_move: Callback<crate::board::Request>,
    close: Callback<()>,
) -> impl IntoView {
    let loaded = load_profile(application.into());
    view! { <ProfileView application=application loaded=loaded request_move=request_move close=close/> }
}
