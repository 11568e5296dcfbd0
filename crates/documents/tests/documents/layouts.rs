//! Every layout gives the words that a person sees in the order in which they are read, and marks the others.

use std::collections::HashSet;
use std::fmt::Write;

use documents::{HiddenReason, extract};

use crate::support::layouts::{self, Layout};

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// What differs from what the layout promises.
fn difference(layout: &Layout) -> Option<String> {
    let read = match extract(&layout.file) {
        Ok(read) => read,
        Err(error) => return Some(format!("{error:?}")),
    };
    let text = read.text();
    let hidden: Vec<(HiddenReason, String)> = read
        .hidden
        .iter()
        .map(|hidden| (hidden.reason, words(&hidden.text).join(" ")))
        .collect();
    let promised: Vec<(HiddenReason, String)> = layout
        .hidden
        .iter()
        .map(|(reason, words)| (*reason, (*words).to_owned()))
        .collect();
    let differs = words(&text) != words(layout.seen) || hidden != promised;
    differs.then(|| format!("{text:?}, hidden {hidden:?}"))
}

#[test]
fn gives_what_a_person_sees() {
    let layouts = layouts::all();
    assert!(layouts.len() >= 60);
    let names: HashSet<&str> = layouts.iter().map(|layout| layout.name).collect();
    assert_eq!(names.len(), layouts.len(), "two layouts of one name");

    let mut wrong = String::new();
    for layout in &layouts {
        if let Some(difference) = difference(layout) {
            let Layout {
                name, seen, hidden, ..
            } = layout;
            writeln!(
                wrong,
                "{name}\n   read {difference}\n   not  {seen:?}, hidden {hidden:?}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
