//! How near what a person works as is to the job's title: the best single sign of fit, shown as its own part of the score.

use serde::{Deserialize, Serialize};

use super::materials::Materials;
use super::stems::{content, stem};
use crate::date::Ending;
use crate::model::DocumentKind;
use crate::profile::Experience;
use crate::profile::sections::Section;
use crate::taxonomy::{Mention, Relation, Taxonomy};
use crate::text::{Text, words};

/// The fit of a person's roles with a job's title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleFit {
    /// 0–1, to a thousandth.
    pub fit: f64,
    /// The title or words of the resume that come closest.
    pub closest: Option<String>,
}

/// Words of titles that say how high, how long or where, not what.
const RANK: &[&str] = &[
    "senior",
    "sr",
    "junior",
    "jr",
    "lead",
    "principal",
    "staff",
    "head",
    "chief",
    "mid",
    "entry",
    "intern",
    "trainee",
    "graduate",
    "associate",
    "deputy",
    "assistant",
    "remote",
    "hybrid",
    "full",
    "part",
    "time",
    "contract",
    "temporary",
    "permanent",
    "i",
    "ii",
    "iii",
    "iv",
    "m",
    "f",
    "d",
    "w",
    "x",
    "all",
    "genders",
    "level",
    "experienced",
    "the",
    "of",
    "and",
    "for",
    "job",
    "title",
    "position",
    "role",
    "vacancy",
    "we",
    "are",
    "looking",
    "hiring",
    "seeking",
];

/// Head nouns that say less than the word before them.
const BROAD: &[&str] = &[
    "manager",
    "specialist",
    "officer",
    "coordinator",
    "representative",
    "consultant",
    "analyst",
    "executive",
    "administrator",
    "agent",
    "worker",
    "expert",
    "advisor",
    "engineer",
    "technician",
    "developer",
];

/// Head nouns that stand for one another.
const ALIKE: &[&[&str]] = &[
    &["engineer", "developer", "programmer", "coder"],
    &[
        "manager",
        "lead",
        "head",
        "supervisor",
        "director",
        "leader",
        "team lead",
    ],
    &["aide", "helper", "assistant", "attendant"],
    &[
        "representative",
        "agent",
        "rep",
        "adviser",
        "advisor",
        "associate",
    ],
    &["technician", "mechanic", "fitter"],
    &[
        "teacher",
        "instructor",
        "tutor",
        "educator",
        "lecturer",
        "trainer",
    ],
    &["driver", "courier", "chauffeur"],
    &["cook", "chef"],
    &["cashier", "clerk", "teller"],
    &["specialist", "expert", "consultant"],
    &["waiter", "waitress", "server"],
    &["attorney", "lawyer", "counsel", "solicitor"],
    &["physician", "doctor"],
    &["administrator", "admin", "coordinator"],
    &["accountant", "bookkeeper"],
];

/// What an older role counts less than the one after it, and the least it counts.
const FADE: f64 = 0.08;
const OLDEST: f64 = 0.6;
/// What words of the summary count beside a title.
const IN_SUMMARY: f64 = 0.8;
/// What words of the rest count.
const ELSEWHERE: f64 = 0.4;

/// Compares a job's title with the titles, the head and the rest of a resume; `None` where the title says nothing.
pub fn role_fit(title: &str, materials: &Materials) -> Option<RoleFit> {
    let wanted = Wanted::new(title)?;
    let mut best = RoleFit {
        fit: 0.0,
        closest: None,
    };
    let mut consider = |words: &str, stems: &[String], factor: f64| {
        let fit = factor * wanted.in_words(words, stems);
        if fit > best.fit {
            best = RoleFit {
                fit,
                closest: Some(words.trim().to_owned()),
            };
        }
    };
    for (age, role) in newest_first(&materials.profile.experience)
        .into_iter()
        .enumerate()
    {
        #[expect(clippy::cast_precision_loss, reason = "a handful of roles")]
        let factor = (1.0 - FADE * age as f64).max(OLDEST);
        if let Some(title) = &role.title {
            consider(title, &stems(title), factor);
        }
    }
    let (mut rest, mut stems_of_rest) = (String::new(), Vec::new());
    for (document, _, sentence) in materials.sentences() {
        let material = &materials.documents[document];
        if material.kind() != DocumentKind::Resume {
            continue;
        }
        // Without what is masked: a name is no title.
        let kept = sentence
            .words
            .iter()
            .map(|word| material.text.slice(word.span))
            .collect::<Vec<_>>()
            .join(" ");
        match sentence.section {
            Section::Head if sentence.words.len() <= 10 => {
                consider(&kept, &sentence.stems, 1.0);
            }
            Section::Head | Section::Summary => consider(&kept, &sentence.stems, IN_SUMMARY),
            Section::Education | Section::Languages => {}
            _ => {
                rest.push_str(&kept);
                rest.push('\n');
                stems_of_rest.extend_from_slice(&sentence.stems);
            }
        }
    }
    let elsewhere = ELSEWHERE * wanted.in_words(&rest, &stems_of_rest);
    if elsewhere > best.fit {
        best = RoleFit {
            fit: elsewhere,
            closest: None,
        };
    }
    best.fit = (best.fit * 1000.0).round() / 1000.0;
    Some(best)
}

/// Roles by their end, the present first; undated ones in the order of the resume behind them.
pub(crate) fn newest_first(roles: &[Experience]) -> Vec<&Experience> {
    let mut sorted: Vec<&Experience> = roles.iter().collect();
    let key = |role: &Experience| match role.end {
        Ending::Present => (i32::MAX, role.start.map_or(0, |date| date.begins())),
        Ending::On(date) => (date.ends(), role.start.map_or(0, |date| date.begins())),
        Ending::Unknown => (i32::MIN, 0),
    };
    sorted.sort_by_key(|role| std::cmp::Reverse(key(role)));
    sorted
}

/// A title's words that tell what the work is, with their weights.
struct Wanted {
    stems: Vec<(Vec<String>, f64)>,
    /// What the taxonomy knows of it.
    concepts: Vec<Mention>,
}

/// The stem of each word of a role's title.
fn stems(title: &str) -> Vec<String> {
    let text = Text::new(title);
    words(&text, text.span())
        .iter()
        .map(|word| stem(&word.folded))
        .collect()
}

impl Wanted {
    fn new(title: &str) -> Option<Self> {
        let text = Text::new(title);
        let folded: Vec<String> = words(&text, text.span())
            .into_iter()
            .map(|word| word.folded)
            .filter(|word| !RANK.contains(&word.as_str()))
            .take(8)
            .collect();
        let stems: Vec<(Vec<String>, f64)> = content(folded.iter().map(String::as_str))
            .into_iter()
            .map(|wanted| {
                let alike = ALIKE
                    .iter()
                    .find(|group| group.iter().any(|word| stem(word) == wanted.stem));
                let broad = BROAD.iter().any(|word| stem(word) == wanted.stem);
                let mut forms = vec![wanted.stem];
                forms.extend(
                    alike
                        .into_iter()
                        .flat_map(|group| group.iter().map(|word| stem(word))),
                );
                (forms, if broad { 0.6 } else { 1.0 })
            })
            .collect();
        (!stems.is_empty()).then(|| Self {
            stems,
            concepts: Taxonomy::shipped().find(title),
        })
    }

    /// The share of the title's words among the stems `found` in `other`, or what the taxonomy says of the two, whichever is more.
    fn in_words(&self, other: &str, found: &[String]) -> f64 {
        let total: f64 = self.stems.iter().map(|(_, weight)| weight).sum();
        let shared: f64 = self
            .stems
            .iter()
            .filter(|(forms, _)| forms.iter().any(|form| found.contains(form)))
            .map(|(_, weight)| weight)
            .sum();
        let share = shared / total;
        if share > 0.99 || other.chars().count() > 400 {
            return share;
        }
        share.max(self.by_concept(other))
    }

    fn by_concept(&self, other: &str) -> f64 {
        let taxonomy = Taxonomy::shipped();
        let shown = taxonomy.find(other);
        let relation = |wanted, shown| match taxonomy.related(wanted, shown) {
            Some(Relation::Same | Relation::Narrower) => 0.9,
            Some(Relation::Broader) => 0.6,
            Some(Relation::Sibling) => 0.4,
            None => 0.0,
        };
        let best = |m: &Mention| {
            shown
                .iter()
                .map(|s| relation(m.concept, s.concept))
                .fold(0.0, f64::max)
        };
        // Every concept of the title has to be there in its way: the weakest one counts.
        self.concepts
            .iter()
            .map(best)
            .reduce(f64::min)
            .unwrap_or(0.0)
    }
}
