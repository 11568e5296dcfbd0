//! Which jobs are chosen, and which the filters show.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::wire::integrations::Posting;

/// How what is chosen differs from what is saved: ids.
#[derive(Serialize, Deserialize)]
pub struct Unsaved {
    added: BTreeSet<String>,
    left: BTreeSet<String>,
}

/// What is chosen and what is shown.
#[derive(Clone, Copy)]
pub struct Choice {
    rows: StoredValue<Vec<Posting>>,
    /// The ids of the chosen jobs.
    pub chosen: RwSignal<BTreeSet<String>>,
    /// What titles must contain.
    pub words: RwSignal<String>,
    /// The team; empty for any.
    pub team: RwSignal<String>,
    /// The location; empty for any.
    pub place: RwSignal<String>,
    /// The state; empty for any.
    pub state: RwSignal<String>,
}

impl Choice {
    /// Those that are processed are chosen; all are shown.
    pub fn new(rows: Vec<Posting>) -> Self {
        let chosen = saved(&rows);
        Self {
            rows: StoredValue::new(rows),
            chosen: RwSignal::new(chosen),
            words: RwSignal::default(),
            team: RwSignal::default(),
            place: RwSignal::default(),
            state: RwSignal::default(),
        }
    }

    /// The rows that all filters let through.
    pub fn shown(self) -> Vec<Posting> {
        let words = self.words.get().trim().to_lowercase();
        let (team, place, state) = (self.team.get(), self.place.get(), self.state.get());
        let is = |filter: &str, value: &str| filter.is_empty() || value == filter;
        self.rows.with_value(|rows| {
            rows.iter()
                .filter(|row| {
                    row.title.to_lowercase().contains(&words)
                        && is(&team, &row.team)
                        && is(&place, &row.location)
                        && is(&state, &row.state)
                })
                .cloned()
                .collect()
        })
    }

    /// What a filter can be set to.
    pub fn values(self, of: impl Fn(&Posting) -> String) -> Vec<String> {
        self.rows.with_value(|rows| {
            rows.iter()
                .map(of)
                .filter(|value| !value.is_empty())
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        })
    }

    /// Candidates of the chosen jobs that are not processed yet.
    pub fn to_read(self) -> u32 {
        self.those(|row, chosen| !row.selected && chosen)
            .into_iter()
            .map(|row| row.candidates)
            .sum()
    }

    /// The titles of the processed jobs that are no longer chosen.
    pub fn left(self) -> Vec<String> {
        self.those(|row, chosen| row.selected && !chosen)
            .into_iter()
            .map(|row| row.title)
            .collect()
    }

    /// Whether saving would change anything.
    pub fn changed(self) -> bool {
        !self.those(|row, chosen| row.selected != chosen).is_empty()
    }

    /// What saving would change; none if nothing.
    pub fn unsaved(self) -> Option<Unsaved> {
        let ids = |rows: Vec<Posting>| rows.into_iter().map(|row| row.id).collect();
        let unsaved = Unsaved {
            added: ids(self.those(|row, chosen| !row.selected && chosen)),
            left: ids(self.those(|row, chosen| row.selected && !chosen)),
        };
        (!unsaved.added.is_empty() || !unsaved.left.is_empty()).then_some(unsaved)
    }

    /// Chooses so again, as far as these jobs are still offered; answers whether that differs from what is saved.
    pub fn restore(self, unsaved: &Unsaved) -> bool {
        self.discard();
        self.chosen.update(|chosen| {
            self.rows.with_value(|rows| {
                for row in rows {
                    if unsaved.added.contains(&row.id) {
                        chosen.insert(row.id.clone());
                    } else if unsaved.left.contains(&row.id) {
                        chosen.remove(&row.id);
                    }
                }
            });
        });
        self.changed()
    }

    /// Chooses what is saved.
    pub fn discard(self) {
        self.chosen.set(self.rows.with_value(|rows| saved(rows)));
    }

    fn those(self, wanted: impl Fn(&Posting, bool) -> bool) -> Vec<Posting> {
        self.chosen.with(|chosen| {
            self.rows.with_value(|rows| {
                rows.iter()
                    .filter(|row| wanted(row, chosen.contains(&row.id)))
                    .cloned()
                    .collect()
            })
        })
    }
}

/// The processed ones.
fn saved(rows: &[Posting]) -> BTreeSet<String> {
    let selected = rows.iter().filter(|row| row.selected);
    selected.map(|row| row.id.clone()).collect()
}
