//! What wakes the workers that wait: a count for each kind of work, so that nobody looks for what was not added.

use std::collections::HashMap;

/// How often workers were called since the start, by kind.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    of_all: u64,
    by_kind: HashMap<String, u64>,
}

impl Calls {
    /// How often those were called who work on these kinds.
    #[must_use]
    pub fn of(&self, kinds: &[&str]) -> u64 {
        let of_these = kinds.iter().filter_map(|kind| self.by_kind.get(*kind));
        self.of_all + of_these.sum::<u64>()
    }

    /// Calls who works on a kind; without one, everybody.
    pub(crate) fn add(&mut self, kind: Option<&str>) {
        let count = match kind {
            None => &mut self.of_all,
            Some(kind) => self.by_kind.entry(kind.to_owned()).or_default(),
        };
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_works_on_other_kinds_is_not_called() {
        let mut calls = Calls::default();
        calls.add(Some("note"));
        assert_eq!((calls.of(&["note", "mail"]), calls.of(&["mail"])), (1, 0));
        calls.add(None);
        assert_eq!((calls.of(&["note", "mail"]), calls.of(&["mail"])), (2, 1));
    }
}
