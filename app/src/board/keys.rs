//! The board from the keyboard: arrow keys go from card to card, Shift with an arrow moves the card, M opens *Move to…*.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{mover::Mover, state::BoardState};

/// A key was pressed on the board. Only who may move cards has a `mover`.
pub fn steer(event: &KeyboardEvent, board: BoardState, mover: Option<Mover>) {
    let focused = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(card) = focused
        .filter(|focused| focused.class_list().contains("card-name"))
        .and_then(|focused| focused.closest(".card").ok().flatten())
    else {
        return;
    };
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let application = card.get_attribute("data-application").unwrap_or_default();
    let taken = match (event.key().as_str(), event.shift_key(), mover) {
        ("ArrowDown", false, _) => focus_name(card.next_element_sibling()),
        ("ArrowUp", false, _) => focus_name(card.previous_element_sibling()),
        ("ArrowRight", false, _) => focus_beside(&card, Side::Next),
        ("ArrowLeft", false, _) => focus_beside(&card, Side::Previous),
        ("ArrowRight", true, Some(mover)) => carry(&application, board, mover, Side::Next),
        ("ArrowLeft", true, Some(mover)) => carry(&application, board, mover, Side::Previous),
        ("m" | "M", _, Some(_)) => press_move_button(&card),
        _ => false,
    };
    if taken {
        event.prevent_default();
    }
}

/// A neighbour among the columns.
#[derive(Clone, Copy)]
enum Side {
    Previous,
    Next,
}

/// A card that was moved keeps the focus where it is in sight; its column's header has it otherwise.
pub fn focus_card(application: &str) {
    let application = application.to_owned();
    // The first frame draws the card in its new place.
    request_animation_frame(move || {
        request_animation_frame(move || {
            let card = document()
                .query_selector(&format!(".board [data-application=\"{application}\"]"))
                .ok()
                .flatten();
            focus_name(card);
        });
    });
}

fn focus_name(card: Option<Element>) -> bool {
    let name = card.and_then(|card| card.query_selector(".card-name").ok().flatten());
    name.and_then(|name| name.dyn_into::<HtmlElement>().ok())
        .is_some_and(|name| name.focus().is_ok())
}

/// The card in the nearest column with cards, as far down as this one stands.
fn focus_beside(card: &Element, side: Side) -> bool {
    let height = card.get_bounding_client_rect().top();
    let mut column = card.closest(".column").ok().flatten();
    while let Some(now) = column {
        column = match side {
            Side::Previous => now.previous_element_sibling(),
            Side::Next => now.next_element_sibling(),
        };
        let Some(cards) = column
            .as_ref()
            .and_then(|column| column.query_selector_all(".card").ok())
        else {
            continue;
        };
        let nearest = (0..cards.length())
            .filter_map(|at| cards.get(at)?.dyn_into::<Element>().ok())
            .min_by_key(|other| distance(other.get_bounding_client_rect().top(), height));
        if nearest.is_some() {
            return focus_name(nearest);
        }
    }
    false
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
fn distance(one: f64, other: f64) -> i64 {
    (one - other).abs() as i64
}

/// Moves the card to the column beside its own.
fn carry(application: &str, board: BoardState, mover: Mover, side: Side) -> bool {
    let Some(card) = board.card(application) else {
        return false;
    };
    let to = board.columns.with_value(|columns| {
        let ids = columns.iter().map(|column| column.id()).collect::<Vec<_>>();
        let at = ids.iter().position(|id| *id == card.column)?;
        let to = match side {
            Side::Previous => at.checked_sub(1)?,
            Side::Next => at + 1,
        };
        ids.get(to).cloned()
    });
    if let Some(to) = to {
        mover.request(application, &to);
        focus_card(application);
    }
    true
}

fn press_move_button(card: &Element) -> bool {
    let button = card.query_selector(".card-move").ok().flatten();
    button
        .and_then(|button| button.dyn_into::<HtmlElement>().ok())
        .map(|button| button.click())
        .is_some()
}
