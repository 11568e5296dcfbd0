//! What is chosen on the page and not saved yet.

use leptos::prelude::*;

use crate::wire::status_mapping::{Choice, Mapping, Origin, Status, StatusKind, Target};

/// The mapping as it was read, and what is chosen for each status; an empty id is *no change*.
#[derive(Clone, Copy)]
pub struct Draft {
    mapping: StoredValue<Mapping>,
    /// What was chosen when the page came.
    begun: StoredValue<Vec<String>>,
    chosen: RwSignal<Vec<String>>,
}

impl Draft {
    /// What is saved; for a status that is new, what its name suggests.
    pub fn new(mapping: Mapping) -> Self {
        let chosen: Vec<String> = mapping
            .statuses
            .iter()
            .map(|status| match status.origin {
                Origin::Unmapped => status.suggested.clone().unwrap_or_default(),
                Origin::Guessed | Origin::Chosen => status.column.clone().unwrap_or_default(),
            })
            .collect();
        Self {
            mapping: StoredValue::new(mapping),
            begun: StoredValue::new(chosen.clone()),
            chosen: RwSignal::new(chosen),
        }
    }

    /// The version that was read.
    pub fn version(self) -> i64 {
        self.mapping.with_value(|mapping| mapping.version)
    }

    /// The columns to choose from.
    pub fn columns(self) -> Vec<Target> {
        self.mapping.with_value(|mapping| mapping.columns.clone())
    }

    /// The statuses of a kind, each with its place in the whole list.
    pub fn statuses(self, kind: StatusKind) -> Vec<(usize, Status)> {
        self.mapping.with_value(|mapping| {
            let all = mapping.statuses.iter().cloned().enumerate();
            all.filter(|(_, status)| status.kind == kind).collect()
        })
    }

    /// What is chosen for a status.
    pub fn chosen(self, at: usize) -> String {
        self.chosen
            .with(|chosen| chosen.get(at).cloned().unwrap_or_default())
    }

    /// Chooses a column for a status.
    pub fn choose(self, at: usize, column: String) {
        self.chosen.update(|chosen| {
            if let Some(place) = chosen.get_mut(at) {
                *place = column;
            }
        });
    }

    /// Chooses what each name suggests.
    pub fn reset(self) {
        let suggested = self.mapping.with_value(|mapping| {
            let all = mapping.statuses.iter();
            all.map(|status| status.suggested.clone().unwrap_or_default())
                .collect()
        });
        self.chosen.set(suggested);
    }

    /// How many statuses would be saved with another column, or are new.
    pub fn changes(self) -> usize {
        self.chosen.with(|chosen| {
            self.mapping.with_value(|mapping| {
                let all = mapping.statuses.iter().zip(chosen);
                all.filter(|(status, column)| {
                    status.origin == Origin::Unmapped
                        || status.column.as_deref().unwrap_or_default() != column.as_str()
                })
                .count()
            })
        })
    }

    /// What somebody chose since the page came; none if nothing.
    pub fn unsaved(self) -> Option<Vec<Choice>> {
        let all = self.choices();
        let chosen: Vec<Choice> = self.begun.with_value(|begun| {
            let rows = all.into_iter().zip(begun);
            rows.filter(|(choice, begun)| choice.column.as_deref().unwrap_or_default() != **begun)
                .map(|(choice, _)| choice)
                .collect()
        });
        (!chosen.is_empty()).then_some(chosen)
    }

    /// Chooses so again, as far as status and column are still there; answers whether that differs from what is saved.
    pub fn restore(self, before: Vec<Choice>) -> bool {
        let columns = self.columns();
        for choice in before {
            let at = self.mapping.with_value(|mapping| {
                let mut all = mapping.statuses.iter();
                all.position(|status| status.kind == choice.kind && status.id == choice.id)
            });
            let column = choice.column.unwrap_or_default();
            let is_there = column.is_empty() || columns.iter().any(|known| known.id == column);
            if let (Some(at), true) = (at, is_there) {
                self.choose(at, column);
            }
        }
        self.unsaved().is_some()
    }

    /// Chooses what stood there when the page came.
    pub fn discard(self) {
        self.chosen.set(self.begun.get_value());
    }

    /// All of it, to be saved.
    pub fn choices(self) -> Vec<Choice> {
        self.chosen.with(|chosen| {
            self.mapping.with_value(|mapping| {
                let all = mapping.statuses.iter().zip(chosen);
                all.map(|(status, column)| Choice {
                    kind: status.kind,
                    id: status.id.clone(),
                    column: Some(column.clone()).filter(|column| !column.is_empty()),
                })
                .collect()
            })
        })
    }
}
