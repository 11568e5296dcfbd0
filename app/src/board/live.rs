//! Fills a board after hydration and keeps it true: one compact fetch, then events.

use leptos::{prelude::*, task::spawn_local};

use super::{mover::Mover, state::BoardState};
use crate::{
    api::board::{all_cards, read_card, visit},
    components::{Toast, Toasts},
    shell::Live,
    wire::{board::Card, live::Kind},
};

/// Starts both, in the browser only.
pub fn keep_true(job: String, board: BoardState, mover: Mover) {
    let early = StoredValue::new(Vec::<Card>::new());
    let hear = move |card: Card| {
        // Until all cards are here, what is heard waits: it is newer than what is being fetched.
        if board.complete.get_untracked() {
            mover.heard(card)
        } else {
            early.update_value(|early| early.push(card))
        }
    };
    let (here, seen) = (job.clone(), job.clone());
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Reset {
            return board.complete.set(false);
        }
        if event.job.as_ref() != Some(&here)
            || !matches!(event.kind, Kind::Card | Kind::Comment | Kind::Gone)
        {
            return;
        }
        if event.kind == Kind::Gone {
            return board.take(&event.application.unwrap_or_default());
        }
        match (event.card, event.application) {
            (Some(card), _) => hear(card),
            (None, Some(application)) => spawn_local(async move {
                if let Ok(card) = read_card(application).await {
                    hear(card);
                }
            }),
            (None, None) => {}
        }
    });
    let toasts = expect_context::<Toasts>();
    // Once at first, and again when events were lost.
    Effect::new(move |fetched: Option<bool>| {
        if fetched.is_none() || !board.complete.get() {
            fetch(job.clone(), board, mover, early, toasts);
        }
        board.complete.track();
        true
    });
    Effect::new(move || see(seen.clone(), board));
}

/// Tells the server that this person looks at the board, and learns what is new to them. If it fails, nothing is marked new.
fn see(job: String, board: BoardState) {
    spawn_local(async move {
        if let Ok(before) = visit(job).await {
            board.new_since.set(before);
        }
    });
}

fn fetch(
    job: String,
    board: BoardState,
    mover: Mover,
    early: StoredValue<Vec<Card>>,
    toasts: Toasts,
) {
    spawn_local(async move {
        if !board.complete.get_untracked() {
            match all_cards(job.clone()).await {
                Ok(cards) => board.fill(cards.0),
                Err(error) => {
                    let again =
                        Callback::new(move |()| fetch(job.clone(), board, mover, early, toasts));
                    let toast = Toast::bad("Only the first cards of each column are shown")
                        .detail(error.title())
                        .action("Load the rest", again);
                    return toasts.show(toast);
                }
            }
        }
        for card in early.try_update_value(std::mem::take).unwrap_or_default() {
            mover.heard(card);
        }
    });
}
