//! Builds the taxonomy from the shipped files.

use std::collections::HashMap;

use super::{Concept, ConceptId, Guard, Kind, Name, Taxonomy, find, outline};

/// Our own concepts, one outline per field.
const OUTLINES: [&str; 7] = [
    include_str!("../../../../data/taxonomy/software.txt"),
    include_str!("../../../../data/taxonomy/business.txt"),
    include_str!("../../../../data/taxonomy/health-science.txt"),
    include_str!("../../../../data/taxonomy/trades-services.txt"),
    include_str!("../../../../data/taxonomy/people.txt"),
    include_str!("../../../../data/taxonomy/certifications.txt"),
    include_str!("../../../../data/taxonomy/study-languages.txt"),
];

/// Technologies of O*NET, one per line.
const ONET: &str = include_str!("../../../../data/taxonomy/onet.txt");

/// ESCO's preferred labels, one per line.
const ESCO: &str = include_str!("../../../../data/taxonomy/esco.txt");

pub(super) fn shipped() -> Taxonomy {
    let mut build = Build::default();
    let mut entries = Vec::new();
    for source in OUTLINES {
        let offset = entries.len();
        entries.extend(outline::entries(source, offset));
    }
    // A name may stand at several places of the outline: one concept with several broader ones.
    let ids: Vec<ConceptId> = entries
        .iter()
        .map(|e| build.concept(e.name, e.kind, true))
        .collect();
    for (entry, &id) in entries.iter().zip(&ids) {
        let broader: Vec<ConceptId> = entry
            .broader
            .iter()
            .filter_map(|name| build.by_name.get(*name).copied())
            .collect();
        let unlike: Vec<ConceptId> = entry
            .unlike
            .iter()
            .filter_map(|name| build.by_name.get(*name).copied())
            .collect();
        let concept = &mut build.taxonomy.concepts[id.0 as usize];
        concept.siblings |= entry.siblings;
        concept.unlike.extend(unlike);
        for up in entry.parent.map(|p| ids[p]).into_iter().chain(broader) {
            if up != id && !concept.broader.contains(&up) {
                concept.broader.push(up);
            }
        }
    }
    // Names before aliases, so that an alias never hides another concept's name.
    for (entry, &id) in entries.iter().zip(&ids) {
        if !entry
            .aliases
            .iter()
            .any(|a| a.trim_start_matches(['=', '!']) == entry.name)
        {
            build.name(entry.name, id);
        }
    }
    for (entry, &id) in entries.iter().zip(&ids) {
        for alias in &entry.aliases {
            build.name(alias, id);
        }
    }
    for name in ONET.lines() {
        build.flat(name, Kind::Technology);
    }
    for label in ESCO.lines() {
        let mut words = label.split_whitespace();
        let does = words.next().is_some_and(super::is_verb) && words.next().is_some();
        build.flat(label, if does { Kind::Ability } else { Kind::Knowledge });
    }
    build.taxonomy
}

#[derive(Default)]
struct Build<'a> {
    taxonomy: Taxonomy,
    by_name: HashMap<&'a str, ConceptId>,
    exact: u16,
}

impl<'a> Build<'a> {
    fn concept(&mut self, name: &'a str, kind: Kind, curated: bool) -> ConceptId {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        let id = self.push(name, kind, curated);
        self.by_name.insert(name, id);
        id
    }

    fn push(&mut self, name: &str, kind: Kind, curated: bool) -> ConceptId {
        let id = ConceptId(u32::try_from(self.taxonomy.concepts.len()).unwrap_or(u32::MAX));
        self.taxonomy.concepts.push(Concept {
            name: name.into(),
            kind,
            broader: Vec::new(),
            siblings: false,
            unlike: Vec::new(),
            curated,
        });
        id
    }

    /// Adds a phrase of the outline, guarded where marked so, and its plural.
    fn name(&mut self, marked: &'a str, id: ConceptId) {
        let (guarded, spelling) = match marked.split_at_checked(1) {
            Some(("=", rest)) => (1, rest),
            Some(("!", rest)) => (2, rest),
            _ => (0, marked),
        };
        let guard = match guarded {
            0 => Guard::None,
            _ => {
                self.taxonomy.exact.push(spelling.into());
                let number = self.exact;
                self.exact += 1;
                if guarded == 1 {
                    Guard::Exact(number)
                } else {
                    Guard::Cue(number)
                }
            }
        };
        let phrase = find::phrase(spelling);
        if guard == Guard::None
            && let Some(plural) = plural(spelling, &phrase)
        {
            self.insert(plural, Name { concept: id, guard });
        }
        self.insert(phrase, Name { concept: id, guard });
    }

    fn flat(&mut self, label: &str, kind: Kind) {
        let phrase = find::phrase(label);
        if phrase.is_empty() || self.taxonomy.names.contains_key(phrase.as_str()) {
            return;
        }
        let id = self.push(label, kind, false);
        self.insert(
            phrase,
            Name {
                concept: id,
                guard: Guard::None,
            },
        );
    }

    fn insert(&mut self, phrase: String, name: Name) {
        let Some(first) = phrase.split(' ').next().filter(|f| !f.is_empty()) else {
            return;
        };
        let words = u8::try_from(phrase.split(' ').count()).unwrap_or(u8::MAX);
        let longest = self.taxonomy.longest.entry(first.into()).or_insert(0);
        *longest = (*longest).max(words);
        self.taxonomy
            .names
            .entry(phrase.into_boxed_str())
            .or_insert(name);
    }
}

/// The plural of a phrase whose last word is an ordinary lower-case one.
fn plural(spelling: &str, phrase: &str) -> Option<String> {
    let last = spelling.rsplit([' ', '-', '/']).next()?;
    let ordinary = last.len() > 3
        && last.chars().all(|c| c.is_ascii_lowercase())
        && !last.ends_with('s')
        && !last.ends_with("ing");
    if !ordinary {
        return None;
    }
    Some(
        match last.strip_suffix('y').and_then(|stem| stem.chars().last()) {
            Some(before) if !"aeiou".contains(before) => {
                format!("{}ies", &phrase[..phrase.len() - 1])
            }
            _ if last.ends_with("ch") || last.ends_with("sh") || last.ends_with('x') => {
                format!("{phrase}es")
            }
            _ => format!("{phrase}s"),
        },
    )
}
