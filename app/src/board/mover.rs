//! Moves a card: at once on the screen, then on the server, and visibly back if the server says no.

use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;

use super::state::{BoardState, Flash};
use crate::{
    api::board::move_card,
    components::{Announcer, Toasts, Tone},
    wire::board::{Card, ColumnKind, Moved},
};

/// A move that somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which application.
    pub application: String,
    /// The candidate's name, for words.
    pub name: String,
    /// The column it is to stand in.
    pub to: String,
}

/// Moves cards of a board.
#[derive(Clone, Copy)]
pub struct Mover {
    board: BoardState,
    toasts: Toasts,
    announcer: Announcer,
    /// A move to *Rejected* that waits for its reason.
    pub asking: RwSignal<Option<Request>>,
    /// Applications with a move on its way, and what was heard of them meanwhile.
    under_way: StoredValue<HashMap<String, Option<Card>>>,
}

impl Mover {
    /// For a board.
    pub fn new(board: BoardState) -> Self {
        Self {
            board,
            toasts: expect_context(),
            announcer: expect_context(),
            asking: RwSignal::new(None),
            under_way: StoredValue::new(HashMap::new()),
        }
    }

    /// Asks for a move; *Rejected* first asks why.
    pub fn request(self, application: &str, to: &str) {
        let Some(card) = self
            .board
            .card(application)
            .filter(|card| card.column != to)
        else {
            return;
        };
        let request = Request {
            application: application.to_owned(),
            name: card.shown_name().to_owned(),
            to: to.to_owned(),
        };
        let rejects = self.board.column(to).is_some_and(|state| {
            state
                .column
                .with_value(|column| column.kind == ColumnKind::Rejected)
        });
        if rejects {
            self.asking.set(Some(request))
        } else {
            self.go(request, None)
        }
    }

    /// Moves it, with the reason that was given.
    pub fn go(self, request: Request, reason: Option<String>) {
        let Some(card) = self.board.card(&request.application) else {
            return;
        };
        // A second move waits for the first: its version is not known yet.
        if self
            .under_way
            .with_value(|under_way| under_way.contains_key(&request.application))
        {
            self.toasts.bad(format!(
                "{} is being moved already. Try again in a moment.",
                card.shown_name()
            ));
            return;
        }
        self.under_way.update_value(|under_way| {
            under_way.insert(request.application.clone(), None);
        });
        let before = Card::clone(&card);
        self.board.put(Card {
            column: request.to.clone(),
            ..before.clone()
        });
        self.board.flash(&request.application, Flash::Arrived);
        spawn_local(async move {
            let answer = move_card(
                request.application.clone(),
                request.to.clone(),
                before.version,
                reason,
            )
            .await;
            let heard = self
                .under_way
                .try_update_value(|under_way| under_way.remove(&request.application))
                .flatten()
                .flatten();
            match answer {
                Ok(Moved::Done { version }) => self.done(&request, &before, version),
                Ok(Moved::Changed(current)) => self.overtaken(&current),
                Err(error) => self.refused(&before, &error.to_string()),
            }
            // What others did after our move is newer than the answer to it.
            if let Some(heard) = heard
                && self
                    .board
                    .card(&heard.application)
                    .is_none_or(|card| heard.version >= card.version)
            {
                self.board.put(heard);
            }
        });
    }

    /// Takes a card from the live connection, unless its own move is still on its way.
    pub fn heard(self, card: Card) {
        let waits = self.under_way.try_update_value(|under_way| {
            under_way
                .get_mut(&card.application)
                .map(|held| *held = Some(card.clone()))
                .is_some()
        });
        if waits != Some(true)
            && self
                .board
                .card(&card.application)
                .is_none_or(|known| card.version >= known.version)
        {
            let arrived = self
                .board
                .card(&card.application)
                .is_none_or(|known| known.column != card.column);
            let application = card.application.clone();
            self.board.put(card);
            if arrived {
                self.board.flash(&application, Flash::Arrived);
            }
        }
    }

    fn done(self, request: &Request, before: &Card, version: i64) {
        if let Some(card) = self.board.card(&request.application) {
            self.board.put(Card {
                version,
                ..Card::clone(&card)
            });
        }
        let (application, from) = (before.application.clone(), before.column.clone());
        self.toasts.with_action(
            Tone::Good,
            format!(
                "{} moved to {}.",
                before.shown_name(),
                self.board.column_name(&request.to)
            ),
            "Undo",
            Callback::new(move |()| {
                if let Some(card) = self.board.card(&application) {
                    self.go(
                        Request {
                            application: application.clone(),
                            name: card.shown_name().to_owned(),
                            to: from.clone(),
                        },
                        None,
                    );
                }
            }),
        );
    }

    fn overtaken(self, current: &Card) {
        self.board.put(current.clone());
        self.board.flash(&current.application, Flash::Returned);
        self.toasts.bad(format!(
            "Not moved: somebody else moved {} meanwhile. The card is in {}.",
            current.shown_name(),
            self.board.column_name(&current.column)
        ));
    }

    fn refused(self, before: &Card, why: &str) {
        self.board.put(before.clone());
        self.board.flash(&before.application, Flash::Returned);
        self.toasts.bad(format!(
            "Not moved: {why} The card is back in {}.",
            self.board.column_name(&before.column)
        ));
    }

    /// Says something to screen readers.
    pub fn say(self, words: String) {
        self.announcer.say(words);
    }
}
