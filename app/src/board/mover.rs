//! Moves a card: at once on the screen, then on the server, and visibly back if the server says no. Several cards are in `many`.

mod many;

use leptos::{prelude::*, task::spawn_local};
use std::collections::HashMap;

use super::state::{BoardState, Flash};
use crate::{
    api::board::move_card,
    components::{Announcer, Toast, Toasts},
    error::ClaraError,
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
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

/// What waits while a card's move is on its way.
#[derive(Default)]
struct Waiting {
    /// What was heard of the card from the live connection.
    heard: Option<Card>,
    /// Where the card was moved to since; the last wish counts.
    next: Option<Request>,
}

/// Moves cards of a board.
#[derive(Clone, Copy)]
pub struct Mover {
    board: BoardState,
    toasts: Toasts,
    announcer: Announcer,
    /// Moves to *Rejected* that wait for their reason.
    pub asking: RwSignal<Vec<Request>>,
    /// By application. A second move of a card waits for the first: until then its version is not known.
    under_way: StoredValue<HashMap<String, Waiting>>,
    /// Takes the last move back.
    undo: StoredValue<Option<Callback<()>>>,
}

impl Mover {
    /// For a board.
    pub fn new(board: BoardState) -> Self {
        Self {
            board,
            toasts: expect_context(),
            announcer: expect_context(),
            asking: RwSignal::new(Vec::new()),
            under_way: StoredValue::new(HashMap::new()),
            undo: StoredValue::new(None),
        }
    }

    /// Asks for a move; *Rejected* first asks why.
    pub fn request(self, application: &str, to: &str) {
        self.request_all(vec![application.to_owned()], to);
    }

    /// Asks for the move of several cards; *Rejected* first asks why, once.
    pub fn request_all(self, applications: Vec<String>, to: &str) {
        let request = |application: String| {
            let card = self.board.card(&application)?;
            (card.column != to).then(|| Request {
                application,
                name: card.shown_name().to_owned(),
                to: to.to_owned(),
                reason: None,
            })
        };
        let requests: Vec<_> = applications.into_iter().filter_map(request).collect();
        let rejects = self.board.column(to).is_some_and(|state| {
            state
                .column
                .with_value(|column| column.kind == ColumnKind::Rejected)
        });
        if rejects {
            self.asking.set(requests)
        } else {
            self.go_all(requests)
        }
    }

    /// Moves it.
    fn go(self, request: Request) {
        let Some(card) = self
            .board
            .card(&request.application)
            .filter(|card| card.column != request.to)
        else {
            return;
        };
        let before = Card::clone(&card);
        self.board.put(Card {
            column: request.to.clone(),
            ..before.clone()
        });
        self.board.flash(&request.application, Flash::Arrived);
        let waits = self.under_way.try_update_value(|under_way| {
            match under_way.get_mut(&request.application) {
                Some(waiting) => {
                    waiting.next = Some(request.clone());
                    true
                }
                None => {
                    under_way.insert(request.application.clone(), Waiting::default());
                    false
                }
            }
        });
        if waits == Some(false) {
            spawn_local(self.send(request, before));
        }
    }

    /// Takes the last move back, if there was one.
    pub fn undo(self) {
        if let Some(undo) = self.undo.try_update_value(Option::take).flatten() {
            undo.run(());
        }
    }

    /// Says something to screen readers.
    pub fn say(self, words: String) {
        self.announcer.say(words);
    }

    /// Takes a card from the live connection, unless its own move is still on its way.
    pub fn heard(self, card: Card) {
        let waits = self.under_way.try_update_value(|under_way| {
            under_way
                .get_mut(&card.application)
                .map(|waiting| waiting.heard = Some(card.clone()))
                .is_some()
        });
        let known = self.board.card(&card.application);
        if waits != Some(false)
            || known
                .as_ref()
                .is_some_and(|known| card.version < known.version)
        {
            return;
        }
        let arrived = known.is_none_or(|known| known.column != card.column);
        let application = card.application.clone();
        self.board.put(card);
        if arrived {
            self.board.flash(&application, Flash::Arrived);
        }
    }

    /// Sends a move, and what was wished meanwhile after it. `stands` is the card as the server last had it.
    async fn send(self, mut request: Request, mut stands: Card) {
        let origin = stands.column.clone();
        loop {
            let answer = move_card(
                request.application.clone(),
                request.to.clone(),
                stands.version,
                request.reason.clone(),
            )
            .await;
            // The board may have been left meanwhile.
            let Some(next) = self.under_way.try_update_value(|under_way| {
                under_way
                    .get_mut(&request.application)
                    .and_then(|waiting| waiting.next.take())
            }) else {
                return;
            };
            match answer {
                Ok(Moved::Done { version }) => {
                    stands.version = version;
                    stands.column.clone_from(&request.to);
                    match next.filter(|next| next.to != stands.column) {
                        Some(next) => {
                            request = next;
                            continue;
                        }
                        None => self.done(&stands, origin),
                    }
                }
                Ok(Moved::Changed(current)) => self.overtaken(*current),
                Err(error) => self.refused(stands, next.unwrap_or(request.clone()), &error),
            }
            break;
        }
        self.finish(&request.application);
    }

    /// A card's move is done. What others did after it is newer than the answer to it.
    fn finish(self, application: &str) {
        let waiting = self
            .under_way
            .try_update_value(|under_way| under_way.remove(application))
            .flatten();
        if let Some(heard) = waiting.and_then(|waiting| waiting.heard) {
            self.heard(heard);
        }
    }

    fn done(self, stands: &Card, origin: String) {
        if let Some(card) = self.board.card(&stands.application) {
            self.board.put(Card {
                version: stands.version,
                column: stands.column.clone(),
                ..Card::clone(&card)
            });
        }
        if stands.column == origin {
            return;
        }
        let (application, name) = (stands.application.clone(), stands.shown_name().to_owned());
        let undo = Callback::new(move |()| {
            self.go(Request {
                application: application.clone(),
                name: name.clone(),
                to: origin.clone(),
                reason: None,
            });
        });
        self.undo.set_value(Some(undo));
        let title = format!(
            "{} moved to {}",
            stands.shown_name(),
            self.board.column_name(&stands.column)
        );
        self.toasts.show(Toast::good(title).action("Undo", undo));
    }

    fn overtaken(self, current: Card) {
        let title = format!("{} was not moved", current.shown_name());
        let detail = format!(
            "Somebody else moved the card meanwhile. It is in {} now.",
            self.board.column_name(&current.column)
        );
        let application = current.application.clone();
        self.board.put(current);
        self.board.flash(&application, Flash::Returned);
        self.toasts.show(Toast::bad(title).detail(detail));
    }

    fn refused(self, stands: Card, wish: Request, error: &ClaraError) {
        let title = format!("{} was not moved", stands.shown_name());
        let detail = format!(
            "{}. The card is back in {}.",
            error.title(),
            self.board.column_name(&stands.column)
        );
        let toast = Toast::bad(title).detail(detail);
        let application = stands.application.clone();
        self.board.put(stands);
        self.board.flash(&application, Flash::Returned);
        self.toasts.show(if may_pass(error) {
            toast.action("Try again", Callback::new(move |()| self.go(wish.clone())))
        } else {
            toast
        });
    }
}

/// Whether trying again may help.
fn may_pass(error: &ClaraError) -> bool {
    matches!(
        error,
        ClaraError::Offline | ClaraError::Unavailable | ClaraError::Failed { .. }
    )
}
