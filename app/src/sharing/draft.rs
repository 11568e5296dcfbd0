//! What is being put together in the dialog.

use std::collections::HashSet;

use leptos::prelude::*;

use super::pick::Offered;
use crate::wire::{
    Millis,
    shares::{NewShare, Votes},
};

/// The signals of the form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Addresses of those who are offered.
    pub members: RwSignal<HashSet<String>>,
    /// Addresses of others, as they are written.
    pub others: RwSignal<String>,
    /// The candidates to choose from.
    pub offered: RwSignal<Vec<Offered>>,
    /// Those that are chosen.
    pub chosen: RwSignal<HashSet<String>>,
    /// What the recruiter writes.
    pub message: RwSignal<String>,
    /// Whether the score is shown.
    pub score: RwSignal<bool>,
    /// Whether evidence is shown.
    pub evidence: RwSignal<bool>,
    /// When others' decisions are shown.
    pub votes: RwSignal<Votes>,
    /// By when a decision is wanted, as a date field gives it.
    pub due: RwSignal<String>,
}

impl Draft {
    /// Nothing yet; scores and evidence are shown unless somebody decides otherwise.
    pub fn new() -> Self {
        Self {
            members: RwSignal::default(),
            others: RwSignal::default(),
            offered: RwSignal::default(),
            chosen: RwSignal::default(),
            message: RwSignal::default(),
            score: RwSignal::new(true),
            evidence: RwSignal::new(true),
            votes: RwSignal::new(Votes::default()),
            due: RwSignal::default(),
        }
    }

    /// Every address, in the order in which they are shown.
    pub fn to(self) -> Vec<String> {
        let others = self.others.get();
        let written = others
            .split([',', ';', ' ', '\n'])
            .map(|address| address.trim().to_owned())
            .filter(|address| !address.is_empty());
        let mut all: Vec<String> = self.members.get().into_iter().collect();
        all.sort();
        all.extend(written);
        all
    }

    /// The chosen candidates, in their order.
    pub fn candidates(self) -> Vec<Offered> {
        let chosen = self.chosen.get();
        self.offered.with(|offered| {
            offered
                .iter()
                .filter(|candidate| chosen.contains(&candidate.application))
                .cloned()
                .collect()
        })
    }

    /// As the server takes it.
    pub fn share(self, job: String) -> NewShare {
        NewShare {
            job,
            applications: self
                .candidates()
                .into_iter()
                .map(|candidate| candidate.application)
                .collect(),
            to: self.to(),
            message: self.message.get(),
            score: self.score.get(),
            evidence: self.evidence.get(),
            votes: self.votes.get(),
            due_at: self.due_at(),
        }
    }

    /// By when a decision is wanted.
    pub fn due_at(self) -> Option<Millis> {
        end_of_day(&self.due.get())
    }

    /// After it was sent: the next one begins with nobody and no words.
    pub fn clear(self) {
        self.members.set(HashSet::new());
        self.others.set(String::new());
        self.message.set(String::new());
        self.due.set(String::new());
    }
}

/// "2026-12-02" as the last minute of that day, UTC.
fn end_of_day(date: &str) -> Option<Millis> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since 1970 of a date of the Gregorian calendar, whose years are taken to begin in March.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469;
    Some(days * 86_400_000 + 86_340_000)
}

#[cfg(test)]
mod tests {
    use super::end_of_day;

    #[test]
    fn a_date_means_its_last_minute() {
        assert_eq!(end_of_day("1970-01-01"), Some(86_340_000));
        assert_eq!(end_of_day("2026-12-02"), Some(1_796_255_940_000));
        assert_eq!(end_of_day("2028-02-29"), Some(1_835_481_540_000));
        for none in ["", "2026-13-01", "tomorrow", "2026-12"] {
            assert_eq!(end_of_day(none), None, "{none}");
        }
    }
}
