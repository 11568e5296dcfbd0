//! Which cards of a board are selected, by application: rows come and go as a column is scrolled.

use leptos::prelude::*;
use std::collections::HashSet;
use wasm_bindgen::JsCast;

use super::state::BoardState;

/// The selected cards of a board.
#[derive(Clone, Copy, Default)]
pub struct Selection(RwSignal<Selected>);

#[derive(Debug, Default)]
struct Selected {
    /// The applications.
    chosen: HashSet<String>,
    /// The one that was selected last: a range begins there.
    anchor: Option<String>,
    /// Whether a person changed it last; what the board does by itself is not read out.
    by_hand: bool,
}

impl Selection {
    /// Whether an application is selected.
    pub fn has(self, application: &str) -> bool {
        self.0
            .with(|selected| selected.chosen.contains(application))
    }

    /// How many are.
    pub fn count(self) -> usize {
        self.0.with(|selected| selected.chosen.len())
    }

    /// Which are.
    pub fn all(self) -> Vec<String> {
        self.0
            .with_untracked(|selected| selected.chosen.iter().cloned().collect())
    }

    /// What is done to a card is done to all that are selected, if it is one of them.
    pub fn with(self, application: &str) -> Vec<String> {
        let all = self.all();
        if all.iter().any(|id| id == application) {
            all
        } else {
            vec![application.to_owned()]
        }
    }

    /// Whether none is.
    pub fn is_empty(self) -> bool {
        self.0.with_untracked(|selected| selected.chosen.is_empty())
    }

    /// The one that was selected last.
    pub fn last(self) -> Option<String> {
        self.0.with_untracked(|selected| selected.anchor.clone())
    }

    /// Whether a person changed it last.
    pub fn by_hand(self) -> bool {
        self.0.with_untracked(|selected| selected.by_hand)
    }

    /// Selects one, or lets it go.
    pub fn set(self, application: &str, on: bool) {
        self.change(|selected| selected.set(application, on));
    }

    /// Selects one that is not, lets go one that is.
    pub fn toggle(self, application: &str) {
        self.change(|selected| {
            let on = !selected.chosen.contains(application);
            selected.set(application, on);
        });
    }

    /// Selects or lets go all from the one that was selected last to this one. `shown` is the column, top to bottom.
    pub fn reach(self, shown: &[String], to: &str, on: bool) {
        self.change(|selected| selected.reach(shown, to, on));
    }

    /// Goes on from one to its neighbour with what is selected: further away from where it began, or back.
    pub fn stretch(self, shown: &[String], from: &str, to: &str) {
        self.change(|selected| selected.stretch(shown, from, to));
    }

    /// Selects these too.
    pub fn add(self, applications: Vec<String>) {
        self.change(|selected| {
            selected.anchor = applications.first().cloned();
            selected.chosen.extend(applications);
        });
    }

    /// Lets all go.
    pub fn clear(self) {
        self.change(|selected| *selected = Selected::default());
    }

    /// The board let go of some: they were moved, or have left it.
    pub fn keep(self, stays: impl Fn(&str) -> bool) {
        let all_stay = self
            .0
            .with_untracked(|selected| selected.chosen.iter().all(|id| stays(id)));
        if !all_stay {
            self.0.update(|selected| {
                selected.chosen.retain(|id| stays(id));
                selected.by_hand = false;
            });
        }
    }

    /// Those that could not be moved are selected again, unless others are by now.
    pub fn give_back(self, applications: Vec<String>) {
        if self.is_empty() && !applications.is_empty() {
            self.0.update(|selected| {
                selected.anchor = applications.first().cloned();
                selected.chosen.extend(applications);
                selected.by_hand = false;
            });
        }
    }

    fn change(self, change: impl FnOnce(&mut Selected)) {
        self.0.update(|selected| {
            change(selected);
            selected.by_hand = true;
        });
    }
}

impl Selected {
    fn set(&mut self, application: &str, on: bool) {
        self.put(application, on);
        self.anchor = Some(application.to_owned());
    }

    fn put(&mut self, application: &str, on: bool) {
        if on {
            self.chosen.insert(application.to_owned());
        } else {
            self.chosen.remove(application);
        }
    }

    fn reach(&mut self, shown: &[String], to: &str, on: bool) {
        let at = |id: &str| shown.iter().position(|other| other == id);
        match (self.anchor.as_deref().and_then(at), at(to)) {
            (Some(from), Some(to)) => {
                for id in &shown[from.min(to)..=from.max(to)] {
                    self.put(id, on);
                }
            }
            _ => self.set(to, on),
        }
    }

    fn stretch(&mut self, shown: &[String], from: &str, to: &str) {
        let at = |id: &str| shown.iter().position(|other| other == id);
        let (Some(here), Some(there)) = (at(from), at(to)) else {
            return;
        };
        let began = self.anchor.as_deref().and_then(at);
        let began = began
            .filter(|_| self.chosen.contains(from))
            .unwrap_or_else(|| {
                self.set(from, true);
                here
            });
        if there.abs_diff(began) < here.abs_diff(began) {
            self.chosen.remove(from);
        }
        self.put(to, true);
    }
}

/// A click with Ctrl or ⌘ selects a card or lets it go, one with Shift selects all from the last one to it.
pub fn select_by_click(event: &web_sys::MouseEvent, board: BoardState) {
    let (toggles, reaches) = (event.ctrl_key() || event.meta_key(), event.shift_key());
    let card = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .filter(|target| target.closest("button, input").ok().flatten().is_none())
        .and_then(|target| target.closest(".card").ok().flatten())
        .and_then(|card| card.get_attribute("data-application"));
    let Some(application) = card.filter(|_| toggles || reaches) else {
        return;
    };
    // It opens neither a profile nor a window.
    event.prevent_default();
    if reaches {
        let shown = board.shown_with(&application);
        board.selection.reach(&shown, &application, true);
    } else {
        board.selection.toggle(&application);
    }
}

#[cfg(test)]
mod tests {
    use super::Selected;

    fn column() -> Vec<String> {
        ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec()
    }

    fn chosen(selected: &Selected) -> Vec<&str> {
        let mut chosen: Vec<_> = selected.chosen.iter().map(String::as_str).collect();
        chosen.sort_unstable();
        chosen
    }

    #[test]
    fn a_range_goes_from_the_last_one_in_either_direction() {
        let mut selected = Selected::default();
        selected.reach(&column(), "c", true);
        assert_eq!(chosen(&selected), ["c"], "nowhere to begin: itself");
        selected.reach(&column(), "e", true);
        assert_eq!(chosen(&selected), ["c", "d", "e"]);
        selected.reach(&column(), "b", true);
        assert_eq!(chosen(&selected), ["b", "c", "d", "e"]);
        selected.reach(&column(), "d", false);
        assert_eq!(chosen(&selected), ["b", "e"]);
    }

    #[test]
    fn a_range_does_not_begin_in_another_column() {
        let mut selected = Selected::default();
        selected.set("z", true);
        selected.reach(&column(), "c", true);
        assert_eq!(chosen(&selected), ["c", "z"]);
    }

    #[test]
    fn what_was_stretched_too_far_is_let_go_on_the_way_back() {
        let mut selected = Selected::default();
        for (from, to) in [("b", "c"), ("c", "d"), ("d", "c")] {
            selected.stretch(&column(), from, to);
        }
        assert_eq!(chosen(&selected), ["b", "c"]);
        selected.stretch(&column(), "c", "b");
        selected.stretch(&column(), "b", "a");
        assert_eq!(chosen(&selected), ["a", "b"], "beyond where it began");
    }

    #[test]
    fn stretching_from_a_card_that_is_not_selected_begins_there() {
        let mut selected = Selected::default();
        selected.set("a", true);
        selected.stretch(&column(), "d", "e");
        assert_eq!(chosen(&selected), ["a", "d", "e"]);
    }
}
