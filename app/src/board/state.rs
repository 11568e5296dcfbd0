//! What a board knows: its columns with their cards in rank order, and what is under way.

use leptos::prelude::*;
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use super::{drag::Drag, selection::Selection};
use crate::sharing::{Begin, Offered};
use crate::wire::{
    Millis,
    board::{Board, Card, Column},
};

/// A board's signals. One signal per column, so that a move wakes two columns and nothing else.
#[derive(Clone, Copy)]
pub struct BoardState {
    /// The columns, left to right; they are fixed while the page lives.
    pub columns: StoredValue<Vec<ColumnState>>,
    /// Every card known, by application.
    cards: StoredValue<HashMap<String, Arc<Card>>>,
    /// The words that cards must answer to; lower case, trimmed.
    pub filter: RwSignal<String>,
    /// Whether all cards are here.
    pub complete: RwSignal<bool>,
    /// Cards that arrived later are new to this person; the end of time until that is known.
    pub new_since: RwSignal<Millis>,
    /// The application in the pane.
    pub open: Memo<Option<String>>,
    /// The selected cards.
    pub selection: Selection,
    /// The card in the hand.
    pub drag: RwSignal<Option<Drag>>,
    /// The application whose menu was opened last.
    pub menu: RwSignal<Option<String>>,
    /// The id of the column whose menu was opened last.
    pub column_menu: RwSignal<Option<String>>,
    /// Asks for the dialog of shares.
    pub sharing: RwSignal<Option<Begin>>,
    /// The card to draw the eye to: it came back, or just arrived.
    pub flash: RwSignal<Option<(String, Flash)>>,
}

/// Why a card draws the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    /// A move was refused.
    Returned,
    /// Moved here or new.
    Arrived,
}

/// A column's signals.
#[derive(Clone, Copy)]
pub struct ColumnState {
    /// The column as the server sent it.
    pub column: StoredValue<Column>,
    /// Its cards, best first.
    pub cards: RwSignal<Vec<Arc<Card>>>,
    /// How many there are, known before all cards are.
    pub count: RwSignal<usize>,
    /// Shown as a narrow bar.
    pub folded: RwSignal<bool>,
}

impl ColumnState {
    /// Its id.
    pub fn id(self) -> String {
        self.column.with_value(|column| column.id.clone())
    }

    /// Its name.
    pub fn name(self) -> String {
        self.column.with_value(|column| column.name.clone())
    }

    fn insert(self, card: Arc<Card>) {
        self.cards.update(|cards| {
            let rank = card.rank();
            let at = cards.partition_point(|other| other.rank() < rank);
            cards.insert(at, card);
        });
    }

    fn remove(self, application: &str) {
        self.cards
            .update(|cards| cards.retain(|card| card.application != application));
    }
}

impl BoardState {
    /// From the server's first answer; `open` is the application in the URL.
    pub fn new(board: &Board, open: Memo<Option<String>>) -> Self {
        let columns = board.columns.iter().map(|column| {
            let mut cards: Vec<_> = board
                .cards
                .0
                .iter()
                .filter(|card| card.column == column.id)
                .cloned()
                .map(Arc::new)
                .collect();
            cards.sort_by_cached_key(|card| card.rank());
            ColumnState {
                cards: RwSignal::new(cards),
                count: RwSignal::new(column.count),
                folded: RwSignal::new(column.kind.starts_folded()),
                column: StoredValue::new(column.clone()),
            }
        });
        Self {
            columns: StoredValue::new(columns.collect()),
            cards: StoredValue::new(
                board
                    .cards
                    .0
                    .iter()
                    .map(|card| (card.application.clone(), Arc::new(card.clone())))
                    .collect(),
            ),
            filter: RwSignal::new(String::new()),
            complete: RwSignal::new(!board.more),
            new_since: RwSignal::new(Millis::MAX),
            open,
            selection: Selection::default(),
            drag: RwSignal::new(None),
            menu: RwSignal::new(None),
            column_menu: RwSignal::new(None),
            sharing: RwSignal::new(None),
            flash: RwSignal::new(None),
        }
    }

    /// Every card as a candidate to share, column by column, best first.
    pub fn offered(self) -> Vec<Offered> {
        let filter = self.filter.get_untracked();
        self.columns.with_value(|columns| {
            let of = |column: &ColumnState| {
                let name = column.name();
                column.cards.with_untracked(|cards| {
                    cards
                        .iter()
                        .map(|card| Offered {
                            application: card.application.clone(),
                            name: card.name.clone(),
                            score: card.score,
                            column: name.clone(),
                            filtered: filter.is_empty() || card.answers_to(&filter),
                        })
                        .collect::<Vec<_>>()
                })
            };
            columns.iter().flat_map(of).collect()
        })
    }

    /// The card of an application.
    pub fn card(self, application: &str) -> Option<Arc<Card>> {
        self.cards
            .with_value(|cards| cards.get(application).cloned())
    }

    /// A column by its id.
    pub fn column(self, id: &str) -> Option<ColumnState> {
        self.columns.with_value(|columns| {
            columns
                .iter()
                .find(|state| state.column.with_value(|column| column.id == id))
                .copied()
        })
    }

    /// A column's name, for messages.
    pub fn column_name(self, id: &str) -> String {
        self.column(id).map_or_else(String::new, ColumnState::name)
    }

    /// What is shown in the column of an application, top to bottom.
    pub fn shown_with(self, application: &str) -> Vec<String> {
        self.card(application)
            .and_then(|card| self.column(&card.column))
            .map_or_else(Vec::new, |column| self.shown_in(column))
    }

    /// What is shown in a column, top to bottom: what the filter lets through.
    pub fn shown_in(self, column: ColumnState) -> Vec<String> {
        let filter = self.filter.get_untracked();
        column.cards.with_untracked(|cards| {
            cards
                .iter()
                .filter(|card| filter.is_empty() || card.answers_to(&filter))
                .map(|card| card.application.clone())
                .collect()
        })
    }

    /// Takes all cards from the second fetch: one sort per column.
    pub fn fill(self, all: Vec<Card>) {
        let all: Vec<Arc<Card>> = all.into_iter().map(Arc::new).collect();
        self.columns.with_value(|columns| {
            for state in columns {
                let id = state.id();
                let mut cards: Vec<_> = all
                    .iter()
                    .filter(|card| card.column == id)
                    .cloned()
                    .collect();
                cards.sort_by_cached_key(|card| card.rank());
                state.count.set(cards.len());
                state.cards.set(cards);
            }
        });
        self.cards.set_value(
            all.into_iter()
                .map(|card| (card.application.clone(), card))
                .collect(),
        );
        self.complete.set(true);
        self.selection.keep(|id| self.knows(id));
    }

    fn knows(self, application: &str) -> bool {
        self.cards
            .with_value(|cards| cards.contains_key(application))
    }

    /// Puts a card where it says it stands: new, moved, or with other words.
    pub fn put(self, card: Card) {
        let card = Arc::new(card);
        let before = self
            .cards
            .try_update_value(|cards| cards.insert(card.application.clone(), Arc::clone(&card)))
            .flatten();
        if before.as_ref().is_some_and(|before| *before == card) {
            return;
        }
        let moved = before
            .as_ref()
            .is_none_or(|before| before.column != card.column);
        if let Some(before) = before
            && let Some(from) = self.column(&before.column)
        {
            from.remove(&before.application);
            if moved {
                from.count.update(|count| *count = count.saturating_sub(1));
            }
        }
        if let Some(to) = self.column(&card.column) {
            if moved {
                to.count.update(|count| *count += 1);
            }
            to.insert(card);
        }
    }

    /// Puts many at once: each column that changes is gone through once.
    pub fn put_all(self, cards: Vec<Card>) {
        let put: HashMap<String, Arc<Card>> = cards
            .into_iter()
            .map(|card| (card.application.clone(), Arc::new(card)))
            .collect();
        self.columns.with_value(|columns| {
            for state in columns {
                let id = state.id();
                let arrive = put.values().filter(|card| card.column == id);
                let arrive: Vec<_> = arrive.cloned().collect();
                let leave = state.cards.with_untracked(|cards| {
                    let is_put = |card: &&Arc<Card>| put.contains_key(&card.application);
                    cards.iter().filter(is_put).count()
                });
                if leave == 0 && arrive.is_empty() {
                    continue;
                }
                let arriving = arrive.len();
                state.cards.update(|cards| {
                    cards.retain(|card| !put.contains_key(&card.application));
                    cards.extend(arrive);
                    cards.sort_by_cached_key(|card| card.rank());
                });
                state
                    .count
                    .update(|count| *count = (*count + arriving).saturating_sub(leave));
            }
        });
        self.cards.update_value(|cards| cards.extend(put));
    }

    /// Takes a card off the board.
    pub fn take(self, application: &str) {
        let known = self
            .cards
            .try_update_value(|cards| cards.remove(application))
            .flatten();
        if let Some(state) = known.and_then(|card| self.column(&card.column)) {
            state.remove(application);
            state.count.update(|count| *count = count.saturating_sub(1));
        }
        self.selection.keep(|id| id != application);
    }

    /// Draws the eye to a card for a moment.
    pub fn flash(self, application: &str, why: Flash) {
        let of = (application.to_owned(), why);
        self.flash.set(Some(of.clone()));
        set_timeout(
            move || {
                let _ = self.flash.try_update(|flash| {
                    if flash.as_ref() == Some(&of) {
                        *flash = None;
                    }
                });
            },
            std::time::Duration::from_millis(1600),
        );
    }
}

/// A number that changes with anything that is drawn on a card: the key under which it is drawn again. A card of which only something else
/// changed stays as it is, and keeps the focus.
pub fn revision(card: &Card) -> u64 {
    let drawn = Card {
        version: 0,
        by_person: false,
        ..card.clone()
    };
    let mut hasher = DefaultHasher::new();
    drawn.hash(&mut hasher);
    hasher.finish()
}
