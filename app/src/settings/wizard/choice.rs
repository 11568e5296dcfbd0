//! Which jobs are chosen, and which the filters show.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::{case::lower, wire::integrations::Posting};

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
    /// One place; empty for any.
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
        let words = lower(self.words.get().trim());
        let (team, place, state) = (self.team.get(), self.place.get(), self.state.get());
        let is = |filter: &str, value: &str| filter.is_empty() || value == filter;
        self.rows.with_value(|rows| {
            rows.iter()
                .filter(|row| {
                    lower(&row.title).contains(&words)
                        && is(&team, &row.team)
                        && (place.is_empty() || is_in(row, &place))
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

    /// The places of which one can be chosen.
    pub fn places(self) -> Vec<String> {
        self.rows.with_value(|rows| single_places(rows))
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

/// An ATS writes the places of a job into one text: "Dublin, Remote".
fn places(location: &str) -> impl Iterator<Item = &str> {
    let places = location.split([',', ';', '/']).map(str::trim);
    places.filter(|place| !place.is_empty())
}

fn is_in(row: &Posting, place: &str) -> bool {
    let place = lower(place);
    places(&row.location).any(|other| lower(other) == place)
}

/// Each place once, however it is written.
fn single_places(rows: &[Posting]) -> Vec<String> {
    let mut all = BTreeMap::new();
    for place in rows.iter().flat_map(|row| places(&row.location)) {
        all.entry(lower(place)).or_insert_with(|| place.to_owned());
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{Posting, is_in, single_places};

    fn posting(location: &str) -> Posting {
        Posting {
            id: String::new(),
            title: String::new(),
            team: String::new(),
            location: location.to_owned(),
            state: String::new(),
            candidates: 0,
            selected: false,
            hint: None,
        }
    }

    #[test]
    fn each_single_place_is_offered_once_however_it_is_written() {
        let rows = ["Dublin, Remote", "dublin", "Remote / Berlin;Cork", "", " ,"].map(posting);
        assert_eq!(single_places(&rows), ["Berlin", "Cork", "Dublin", "Remote"]);
    }

    #[test]
    fn a_job_is_found_by_each_of_its_places_and_by_no_part_of_one() {
        let job = posting("Dublin, Remote/New York");
        for place in ["Dublin", "remote", "New York"] {
            assert!(is_in(&job, place), "{place}");
        }
        for place in ["Dub", "York", "Cork", "Dublin, Remote"] {
            assert!(!is_in(&job, place), "{place}");
        }
        assert!(!is_in(&posting(""), "Dublin"));
    }
}
