//! The board as a whole: heading, filter, columns, and what floats above them.

use leptos::prelude::*;

use super::{
    bulk::{self, BulkBar},
    column::ColumnView,
    drag::Dragging,
    keys::{asks_for_keys, focus_card, lets_go, steer, undoes},
    live::keep_true,
    menu::{ColumnMenu, MENU, MoveMenu},
    mover::Mover,
    posting::PostingNotice,
    reason::AskReason,
    selection::select_by_click,
    shortcuts::AskShortcuts,
    state::BoardState,
};
use crate::{
    case::lower,
    components::{Icon, When},
    resync::{Of, ResyncButton},
    sharing::{Begin, ShareButton},
    shell::{Link, Live, Looking, Presence, session},
    wire::board::Board,
};

/// A board.
#[component]
pub fn BoardView(
    /// The server's first answer.
    board: Board,
    /// Its signals.
    state: BoardState,
    /// Moves its cards.
    mover: Mover,
) -> impl IntoView {
    let movable = session().is_some_and(|session| session.can.screen);
    let base = StoredValue::new(format!("/jobs/{}", board.job));
    let dragging = Dragging::new(state, mover);
    keep_true(board.job.clone(), state, mover);
    expect_context::<Presence>().look_at_board(board.job.clone());
    let keys = RwSignal::new(false);
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" && dragging.holds() {
                dragging.let_go();
                mover.say("Not moved.".to_owned());
            } else if lets_go(&event) && !state.selection.is_empty() {
                event.prevent_default();
                bulk::clear(state);
            } else if undoes(&event) {
                event.prevent_default();
                mover.undo();
            } else if asks_for_keys(&event) {
                event.prevent_default();
                keys.set(true);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let columns = state.columns.get_value();
    let choices = board.columns.clone();
    let bulk_choices = board.columns.clone();
    let selecting = Memo::new(move |_| state.selection.count() > 0);
    let current = Signal::derive(move || {
        let card = state.menu.get().and_then(|of| state.card(&of));
        card.map(|card| card.column.clone())
    });
    let choose = Callback::new(move |to: String| {
        if let Some(application) = state.menu.get_untracked() {
            mover.request(&application, &to);
            focus_card(&application);
        }
    });
    let share = Callback::new(move |()| {
        if let Some(application) = state.menu.get_untracked() {
            state.sharing.set(Some(Begin::Candidate(application)));
        }
    });
    let shares = session().is_some_and(|session| session.can.share);
    view! {
        <div class="board-page">
            <BoardHead board=board.clone() state=state/>
            <PostingNotice board=board may=movable/>
            <div class="board" class:is-dragging=move || state.drag.with(Option::is_some) class:is-selecting=selecting node_ref=dragging.area
                on:pointerdown=move |event| if movable { dragging.down(&event) }
                on:pointermove=move |event| dragging.moved(&event)
                on:pointerup=move |event| dragging.up(&event)
                on:pointercancel=move |_| dragging.let_go()
                on:touchmove=move |event| if dragging.holds() { event.prevent_default() }
                on:contextmenu=move |event| if dragging.holds() { event.prevent_default() }
                on:click=move |event| if dragging.was_drop() { event.prevent_default() } else if movable { select_by_click(&event, state) }
                on:keydown=move |event| steer(&event, state, movable.then_some(mover))>
                {columns.into_iter().map(|column| view! { <ColumnView state=column board=state base=base movable=movable/> }).collect_view()}
            </div>
            {movable.then(|| view! { <BulkBar board=state mover=mover columns=bulk_choices/> })}
        </div>
        {movable.then(|| view! {
            <MoveMenu id=MENU columns=choices current=current choose=choose share=share/>
            <AskReason asking=mover.asking go=Callback::new(move |requests| mover.go_all(requests))/>
        })}
        {(movable || shares).then(|| view! { <ColumnMenu board=state movable=movable shares=shares keys=keys/> })}
        <AskShortcuts open=keys moves=movable/>
        <div class="drag-layer" node_ref=dragging.layer aria-hidden="true"></div>
    }
    .into_any()
}

/// Title, numbers, how fresh it is, and the filter.
#[component]
fn BoardHead(board: Board, state: BoardState) -> impl IntoView {
    let movable = session().is_some_and(|session| session.can.screen);
    let live = expect_context::<Live>();
    let candidates = move || {
        state.columns.with_value(|columns| {
            columns
                .iter()
                .map(|column| column.count.get())
                .sum::<usize>()
        })
    };
    let place = if board.location.is_empty() {
        String::new()
    } else {
        format!(" · {}", board.location)
    };
    let (job, title) = (board.job.clone(), board.title.clone());
    let filtered = move |event| state.filter.set(lower(event_target_value(&event).trim()));
    view! {
        <header class="page-head board-head">
            <div class="page-title">
                <a class="crumb" href="/jobs">"Jobs"</a>
                <h1>{board.title.clone()}<span class="place">{place}</span></h1>
            </div>
            <div class="facts">
                <span>{move || match candidates() { 1 => "1 candidate".to_owned(), count => format!("{count} candidates") }}</span>
                {board.requirement_set.map(|version| view! { <span class="fact-extra">"requirements v" {version}</span> })}
                <span class="fact-extra" title="The lowest score of Pre-Qualified">"Pre-Qualified from " {board.threshold}</span>
                {board.synced_at.map(|at| view! { <span>"synced " <When at=at/></span> })}
                {(board.from_ats && movable).then(|| view! { <ResyncButton of=Of::Job(board.job.clone()) label="Re-sync…" small=true/> })}
                <span class="live" class:on=move || live.link() == Link::On><i></i>{move || match live.link() { Link::On => "live", Link::Opening => "connecting…", Link::Lost | Link::Ended => "offline" }}</span>
            </div>
            <span class="gap"></span>
            <Looking/>
            {board.url.clone().map(|url| view! { <a class="button quiet" href=url target="_blank" rel="noopener noreferrer external"><Icon name="external"/>"Open in " {board.ats.clone()}</a> })}
            <label class="filter">
                <Icon name="filter"/><span class="visually-hidden">"Filter cards"</span>
                <input type="search" placeholder="Filter: name, “rust: met”, stage…" autocomplete="off" spellcheck="false" on:input=filtered/>
            </label>
            <ShareButton job=job job_title=title offer=Callback::new(move |()| state.offered()) open=state.open asked=state.sharing sent=Callback::new(move |applications| bulk::let_go(state, applications)) primary=true/>
        </header>
    }
    .into_any()
}
