//! What a seeded person's resume says: positions that follow each other in time, with achievements of the field they come from.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

use super::career::{Career, Shares};
use crate::{
    model::{Contact, Fit, Layout, Recipe},
    seed::{
        jobs::{Graded, JOBS, OTHER_WORK, Pairs, Pool, job},
        people::{INTERESTS, LANGUAGES, SCHOOLS},
        phrases::TOPICS,
    },
};

/// A person's working life, as a resume tells it.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub name: String,
    pub headline: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub location: String,
    pub links: Vec<String>,
    pub summary: String,
    /// The newest first.
    pub positions: Vec<Position>,
    pub schools: Vec<School>,
    pub skills: Vec<String>,
    pub languages: Vec<String>,
    pub certifications: Vec<String>,
    pub interests: Vec<String>,
    /// Courses attended, which only long resumes list.
    pub courses: Vec<String>,
    /// Chooses headings and the way dates are written.
    pub style: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Position {
    pub title: String,
    pub organization: String,
    pub location: String,
    pub start: Dated,
    /// `None`: until now.
    pub end: Option<Dated>,
    pub achievements: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct School {
    pub name: String,
    pub degree: String,
    pub field: String,
    pub start: i32,
    pub end: i32,
}

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dated {
    pub year: i32,
    /// 1 to 12.
    pub month: i32,
}

impl Dated {
    pub fn from_months(months: i32) -> Self {
        Self {
            year: months.div_euclid(12),
            month: months.rem_euclid(12) + 1,
        }
    }
}

impl Profile {
    /// Writes the profile that a recipe describes for a person.
    pub fn write(recipe: &Recipe, contact: &Contact, links: &[String]) -> Self {
        let rng = &mut SmallRng::seed_from_u64(recipe.seed);
        let own = job(&recipe.job).map_or(&*OTHER_WORK, |job| &job.applicants);
        let (pool, shares, years) = match recipe.fit {
            Fit::Strong => (
                own,
                Shares {
                    achievements: 0.85,
                    skills: 0.85,
                    degree: 0.9,
                },
                rng.random_range(own.years.0..=own.years.1),
            ),
            Fit::Medium => (
                own,
                Shares {
                    achievements: 0.4,
                    skills: 0.45,
                    degree: 0.5,
                },
                rng.random_range(1..=own.years.0.max(2) + 1),
            ),
            Fit::Weak if rng.random_bool(0.25) => (
                own,
                Shares {
                    achievements: 0.2,
                    skills: 0.25,
                    degree: 0.4,
                },
                rng.random_range(0..=1),
            ),
            Fit::Weak => {
                let other = if rng.random_bool(0.5) {
                    &*OTHER_WORK
                } else {
                    JOBS.choose(rng).map_or(&*OTHER_WORK, |job| &job.applicants)
                };
                (
                    other,
                    Shares {
                        achievements: 0.5,
                        skills: 0.6,
                        degree: 0.6,
                    },
                    rng.random_range(2..=12),
                )
            }
        };
        let long = recipe.layout == Layout::Long;
        let written: Date = Timestamp::from_millisecond(recipe.written_at)
            .unwrap_or_default()
            .to_zoned(TimeZone::UTC)
            .date();
        let today = i32::from(written.year()) * 12 + i32::from(written.month()) - 1;
        let positions = Career {
            pool,
            fit: recipe.fit,
            shares: &shares,
            place: &contact.location,
            today,
            long,
        }
        .positions(rng, if long { years.max(18) } else { years });
        let first_year = positions
            .last()
            .map_or(today / 12, |position| position.start.year);
        let schools = schools(rng, &pool.degrees, shares.degree, first_year);
        let headline = positions.first().map_or_else(
            || pool.titles.junior.choose(rng).cloned().unwrap_or_default(),
            |position| position.title.clone(),
        );
        let summary = pool.summaries.choose(rng).cloned().unwrap_or_default();
        let summary = match years {
            0 | 1 => summary.replace("{years} years", "1 year"),
            years => summary.replace("{years}", &years.to_string()),
        };
        let summary = fill(rng, &summary.replace("{title}", &headline));
        let skills = pick_graded(rng, &pool.skills, shares.skills);
        Self {
            name: contact.name.clone(),
            email: contact.emails.first().cloned(),
            phone: contact.phones.first().map(|phone| phone.value.clone()),
            location: contact.location.clone(),
            links: links.to_vec(),
            languages: languages(rng, pool, recipe),
            certifications: certifications(rng, pool, recipe.fit),
            interests: if rng.random_bool(0.4) {
                some(rng, INTERESTS, 3)
            } else {
                Vec::new()
            },
            style: rng.random_range(0..12),
            headline,
            summary,
            courses: if long {
                courses(rng, today / 12)
            } else {
                Vec::new()
            },
            positions,
            schools,
            skills,
        }
    }

    /// The companies of the newest positions, as Lever shows them for a headline.
    pub fn companies(&self) -> String {
        self.positions
            .iter()
            .take(2)
            .map(|position| position.organization.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn schools(rng: &mut SmallRng, degrees: &Pairs, share: f64, first_year: i32) -> Vec<School> {
    let mut end = first_year;
    let count = if rng.random_bool(0.3) { 2 } else { 1 };
    (0..count)
        .filter_map(|_| {
            let from = if rng.random_bool(share) {
                &degrees.core
            } else {
                &degrees.adjacent
            };
            let (degree, field) = from.choose(rng)?.clone();
            let length = rng.random_range(2..=4);
            let school = School {
                name: (*SCHOOLS.choose(rng)?).to_owned(),
                degree,
                field,
                start: end - length,
                end,
            };
            end -= length;
            Some(school)
        })
        .collect()
}

fn languages(rng: &mut SmallRng, pool: &Pool, recipe: &Recipe) -> Vec<String> {
    const LEVELS: &[&str] = &[
        "fluent",
        "professional",
        "C1",
        "B2",
        "conversational",
        "basic",
    ];
    let mut languages = vec![format!("{} (native)", recipe.native_language)];
    if recipe.native_language != "English" {
        languages.push(format!("English ({})", LEVELS[rng.random_range(0..3)]));
    }
    let wanted = pool
        .languages
        .iter()
        .map(String::as_str)
        .filter(|_| recipe.fit == Fit::Strong);
    let chance = if rng.random_bool(0.35) {
        LANGUAGES.choose(rng).copied()
    } else {
        None
    };
    for language in wanted.chain(chance) {
        if !languages.iter().any(|known| known.starts_with(language)) {
            let level = if recipe.fit == Fit::Strong {
                rng.random_range(0..3)
            } else {
                rng.random_range(0..LEVELS.len())
            };
            languages.push(format!("{language} ({})", LEVELS[level]));
        }
    }
    languages
}

fn certifications(rng: &mut SmallRng, pool: &Pool, fit: Fit) -> Vec<String> {
    let Some((first, others)) = pool.certifications.split_first() else {
        return Vec::new();
    };
    let mut certifications = Vec::new();
    let (first_chance, other_chance) = match fit {
        Fit::Strong => (if pool.must_certify { 1.0 } else { 0.7 }, 0.35),
        Fit::Medium => (if pool.must_certify { 0.6 } else { 0.3 }, 0.15),
        Fit::Weak => (0.1, 0.05),
    };
    if rng.random_bool(first_chance) {
        certifications.push(first.clone());
    }
    certifications.extend(
        others
            .iter()
            .filter(|_| rng.random_bool(other_chance))
            .cloned(),
    );
    certifications
}

/// What fills the last page of a long resume.
fn courses(rng: &mut SmallRng, this_year: i32) -> Vec<String> {
    let mut year = this_year;
    TOPICS
        .choose_multiple(rng, 14)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|topic| {
            year -= rng.random_range(0..2);
            format!("{year}: two-day course on {topic}")
        })
        .collect()
}

/// Texts of the job and of beside it, mixed by the share of the former.
fn pick_graded(rng: &mut SmallRng, from: &Graded, share: f64) -> Vec<String> {
    let mut picked: Vec<String> = from
        .core
        .iter()
        .filter(|_| rng.random_bool(share))
        .cloned()
        .collect();
    picked.extend(
        from.adjacent
            .iter()
            .filter(|_| rng.random_bool((1.0 - share * 0.7).min(0.7)))
            .cloned(),
    );
    picked
}

/// Replaces the placeholders by numbers.
pub(super) fn fill(rng: &mut SmallRng, text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find("{pct}") {
        text.replace_range(at..at + 5, &rng.random_range(8..65).to_string());
    }
    while let Some(at) = text.find("{n}") {
        text.replace_range(at..at + 3, &rng.random_range(3..15).to_string());
    }
    while let Some(at) = text.find("{k}") {
        text.replace_range(at..at + 3, &format!("{},000", rng.random_range(2..90)));
    }
    text
}

fn some(rng: &mut SmallRng, from: &[&str], count: usize) -> Vec<String> {
    from.choose_multiple(rng, count)
        .map(|text| (*text).to_owned())
        .collect()
}

pub(super) fn some_owned(rng: &mut SmallRng, from: &[String], count: usize) -> Vec<String> {
    from.choose_multiple(rng, count).cloned().collect()
}
