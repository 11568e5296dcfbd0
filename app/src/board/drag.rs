//! Drag and drop by pointer events: mouse and pen at once, touch after a long press. Esc lets go.

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::{mover::Mover, state::BoardState};
use crate::{components::pixels, wire::board::Card};

/// How far a mouse may shake before it drags, in pixels.
const SHAKE: i32 = 5;

/// How long a finger rests before it drags.
const PRESS: Duration = Duration::from_millis(350);

/// How near to an edge the board scrolls by itself, in pixels.
const EDGE: f64 = 56.0;

/// The card in the hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drag {
    /// Which.
    pub card: Arc<Card>,
    /// The column under the pointer.
    pub over: Option<String>,
}

/// A pressed pointer.
#[derive(Clone)]
struct Hand {
    pointer: i32,
    touch: bool,
    /// Where it was pressed.
    from: (i32, i32),
    /// Where it is.
    at: (i32, i32),
    /// The pressed card's application.
    application: String,
    /// Whether a copy of the card follows the pointer.
    lifted: bool,
    timer: Option<TimeoutHandle>,
}

/// Turns pointer events into moves.
#[derive(Clone, Copy)]
pub struct Dragging {
    board: BoardState,
    mover: Mover,
    hand: StoredValue<Option<Hand>>,
    /// A drop is followed by a click that is none.
    dropped: StoredValue<bool>,
    /// The scrolling row of columns.
    pub area: NodeRef<html::Div>,
    /// Where the lifted copy hangs.
    pub layer: NodeRef<html::Div>,
}

impl Dragging {
    /// For a board.
    pub fn new(board: BoardState, mover: Mover) -> Self {
        Self {
            board,
            mover,
            hand: StoredValue::new(None),
            dropped: StoredValue::new(false),
            area: NodeRef::new(),
            layer: NodeRef::new(),
        }
    }

    /// A pointer went down.
    pub fn down(self, event: &PointerEvent) {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let on_button = target.closest("button, input").ok().flatten().is_some();
        let card = target
            .closest(".card")
            .ok()
            .flatten()
            .and_then(|card| card.get_attribute("data-application"));
        let Some(application) =
            card.filter(|_| event.button() == 0 && event.is_primary() && !on_button)
        else {
            return;
        };
        let touch = event.pointer_type() == "touch";
        let timer = touch
            .then(|| set_timeout_with_handle(move || self.lift(), PRESS).ok())
            .flatten();
        let from = (event.client_x(), event.client_y());
        self.hand.set_value(Some(Hand {
            pointer: event.pointer_id(),
            touch,
            from,
            at: from,
            application,
            lifted: false,
            timer,
        }));
    }

    /// A pointer moved.
    pub fn moved(self, event: &PointerEvent) {
        let Some(mut hand) = self
            .hand
            .get_value()
            .filter(|hand| hand.pointer == event.pointer_id())
        else {
            return;
        };
        hand.at = (event.client_x(), event.client_y());
        let far = (hand.at.0 - hand.from.0)
            .abs()
            .max((hand.at.1 - hand.from.1).abs())
            > SHAKE;
        let (lifted, touch) = (hand.lifted, hand.touch);
        self.hand.set_value(Some(hand));
        if lifted {
            self.follow();
        } else if far && touch {
            // A finger that moves at once scrolls.
            self.let_go();
        } else if far {
            self.lift();
        }
    }

    /// A pointer went up: the card stays where it is held.
    pub fn up(self, event: &PointerEvent) {
        if self.hand.with_value(|hand| {
            hand.as_ref()
                .is_some_and(|hand| hand.pointer == event.pointer_id())
        }) {
            let drag = self.board.drag.get_untracked();
            self.let_go();
            if let Some(Drag {
                card,
                over: Some(over),
            }) = drag
            {
                let with = self.board.selection.with(&card.application);
                self.mover.request_all(with, &over);
            }
        }
    }

    /// Whether a finger holds a card, so that the page must not scroll.
    pub fn holds(self) -> bool {
        self.hand
            .with_value(|hand| hand.as_ref().is_some_and(|hand| hand.lifted))
    }

    /// Whether the click that just came was the end of a drag.
    pub fn was_drop(self) -> bool {
        self.dropped.get_value()
    }

    /// Puts the card back.
    pub fn let_go(self) {
        if let Some(hand) = self.hand.try_update_value(Option::take).flatten() {
            if let Some(timer) = hand.timer {
                timer.clear();
            }
            if hand.lifted {
                if let Some(copy) = self.copy() {
                    copy.remove();
                }
                self.dropped.set_value(true);
                // The click comes before this, or not at all.
                set_timeout(move || self.dropped.set_value(false), Duration::ZERO);
            }
        }
        self.board.drag.set(None);
    }

    fn lift(self) {
        let Some(mut hand) = self.hand.get_value().filter(|hand| !hand.lifted) else {
            return;
        };
        let (Some(card), Some(layer), Some(area)) = (
            self.board.card(&hand.application),
            self.layer.get_untracked(),
            self.area.get_untracked(),
        ) else {
            return;
        };
        let pressed = area
            .query_selector(&format!("[data-application=\"{}\"]", hand.application))
            .ok()
            .flatten();
        let Some((pressed, copy)) = pressed.and_then(|pressed| {
            let copy = pressed.clone_node_with_deep(true).ok()?;
            Some((pressed, copy.dyn_into::<HtmlElement>().ok()?))
        }) else {
            return;
        };
        let place = pressed.get_bounding_client_rect();
        let style = copy.style();
        for (property, length) in [
            ("left", place.left()),
            ("top", place.top()),
            ("width", place.width()),
        ] {
            let _ = style.set_property(property, &pixels(length));
        }
        let many = self.board.selection.with(&hand.application).len();
        if many > 1 {
            let _ = copy.set_attribute("data-many", &many.to_string());
        }
        let _ = layer.append_child(&copy);
        // Without capture a pointer that leaves the window would be lost.
        let _ = area.set_pointer_capture(hand.pointer);
        hand.lifted = true;
        let over = Some(card.column.clone());
        self.hand.set_value(Some(hand));
        self.board.drag.set(Some(Drag { card, over }));
        self.follow();
        self.scroll_at_edges();
    }

    /// The copy that follows the pointer.
    fn copy(self) -> Option<HtmlElement> {
        self.layer
            .get_untracked()?
            .first_element_child()?
            .dyn_into()
            .ok()
    }

    /// Moves the copy and finds the column below.
    fn follow(self) {
        let (Some(Hand { from, at, .. }), Some(copy)) = (self.hand.get_value(), self.copy()) else {
            return;
        };
        let _ = copy.style().set_property(
            "translate",
            &format!("{}px {}px", at.0 - from.0, at.1 - from.1),
        );
        #[expect(clippy::cast_precision_loss, reason = "pixels of a screen")]
        let below = document().element_from_point(at.0 as f32, at.1 as f32);
        let column = below
            .and_then(|element| element.closest("[data-column]").ok().flatten())
            .and_then(|column| column.get_attribute("data-column"));
        if self
            .board
            .drag
            .with_untracked(|drag| drag.as_ref().is_some_and(|drag| drag.over != column))
        {
            self.board.drag.update(|drag| {
                if let Some(drag) = drag {
                    drag.over = column;
                }
            });
        }
    }

    /// Scrolls the board, and the column below, while the card is held near an edge.
    fn scroll_at_edges(self) {
        if !self.holds() {
            return;
        }
        if let (Some(area), Some(hand)) = (self.area.get_untracked(), self.hand.get_value()) {
            let (x, y) = (f64::from(hand.at.0), f64::from(hand.at.1));
            let sides = area.get_bounding_client_rect();
            let across = speed(x, sides.left(), sides.right());
            if across != 0 {
                area.set_scroll_left(area.scroll_left() + across);
                self.follow();
            }
            let over = self
                .board
                .drag
                .with_untracked(|drag| drag.as_ref().and_then(|drag| drag.over.clone()));
            let cards = over.and_then(|over| {
                area.query_selector(&format!("[data-column=\"{over}\"] .cards"))
                    .ok()
                    .flatten()
            });
            if let Some(cards) = cards {
                let sides = cards.get_bounding_client_rect();
                cards.set_scroll_top(cards.scroll_top() + speed(y, sides.top(), sides.bottom()));
            }
        }
        request_animation_frame(move || self.scroll_at_edges());
    }
}

/// Pixels a frame: none in the middle, up to 14 at an edge.
#[expect(clippy::cast_possible_truncation, reason = "at most 14")]
fn speed(at: f64, low: f64, high: f64) -> i32 {
    let near = |distance: f64| ((EDGE - distance.max(0.0)) / EDGE * 14.0).max(0.0);
    if high - low < 4.0 * EDGE {
        return 0;
    }
    (near(high - at) - near(at - low)) as i32
}

#[cfg(test)]
mod tests {
    use super::speed;

    #[test]
    fn the_board_scrolls_only_near_its_edges() {
        assert_eq!(speed(500.0, 0.0, 1000.0), 0);
        assert_eq!(speed(1000.0, 0.0, 1000.0), 14);
        assert_eq!(speed(-20.0, 0.0, 1000.0), -14);
        assert_eq!(speed(50.0, 0.0, 100.0), 0, "too small to have a middle");
    }
}
