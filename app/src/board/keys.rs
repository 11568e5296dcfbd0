//! The board from the keyboard: arrow keys go from card to card, Shift with one to the side moves the card, M opens *Move to…*, X selects
//! the card, Shift with one up or down its neighbour too. Esc lets the selection go, Ctrl Z takes the last move back, ? shows the keys
//! (`shortcuts` has the words).

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{mover::Mover, state::BoardState};
use crate::components::press_menu_button;

/// A key was pressed on the board. Only who may move cards has a `mover`.
pub fn steer(event: &KeyboardEvent, board: BoardState, mover: Option<Mover>) {
    let focused = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(card) = focused
        .filter(|focused| focused.matches(".card-name, .card-check").unwrap_or(false))
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
        ("ArrowDown", true, Some(_)) => stretch(&application, board, card.next_element_sibling()),
        ("ArrowUp", true, Some(_)) => stretch(&application, board, card.previous_element_sibling()),
        ("x" | "X", _, Some(_)) => {
            board.selection.toggle(&application);
            true
        }
        ("m" | "M", _, Some(_)) => {
            press_move_button(&card, board.selection.with(&application).len() > 1)
        }
        _ => false,
    };
    if taken {
        event.prevent_default();
    }
}

/// Ctrl Z or ⌘ Z, but not while somebody writes.
pub fn undoes(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key())
        && !event.shift_key()
        && event.key() == "z"
        && !is_writing()
}

/// Esc that nobody else waits for: no field, menu or dialog.
pub fn lets_go(event: &KeyboardEvent) -> bool {
    event.key() == "Escape" && !event.default_prevented() && !is_writing() && nothing_is_open()
}

/// A question mark that nobody writes.
pub fn asks_for_keys(event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.alt_key() || event.meta_key();
    event.key() == "?" && !held && !event.default_prevented() && !is_writing() && nothing_is_open()
}

/// No menu, no dialog.
fn nothing_is_open() -> bool {
    document()
        .query_selector(":popover-open, dialog[open]")
        .ok()
        .flatten()
        .is_none()
}

fn is_writing() -> bool {
    document().active_element().is_some_and(|element| {
        element
            .closest("input:not([type=checkbox]), textarea, select, dialog")
            .ok()
            .flatten()
            .is_some()
    })
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
        mover.request_all(board.selection.with(application), &to);
        focus_card(application);
    }
    true
}

/// Selects the neighbour too, or lets the card go on the way back.
fn stretch(application: &str, board: BoardState, neighbour: Option<Element>) -> bool {
    let to = neighbour
        .as_ref()
        .and_then(|card| card.get_attribute("data-application"));
    if let Some(to) = to {
        let shown = board.shown_with(application);
        board.selection.stretch(&shown, application, &to);
        focus_name(neighbour);
    }
    true
}

/// The card's own, or the bar's if it is one of several that are selected.
fn press_move_button(card: &Element, one_of_several: bool) -> bool {
    let button = if one_of_several {
        document().query_selector(".bulk-bar [popovertarget]")
    } else {
        card.query_selector(".card-move")
    };
    let button = button.ok().flatten();
    button
        .and_then(|button| button.dyn_into::<HtmlElement>().ok())
        .map(|button| press_menu_button(&button))
        .is_some()
}
