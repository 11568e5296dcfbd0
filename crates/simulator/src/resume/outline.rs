//! The order of a resume: sections with their lines, before any layout.

use super::content::{Dated, Profile};

/// A resume as sections of lines.
pub(crate) struct Outline {
    pub name: String,
    pub headline: String,
    /// Mail, phone, place, links.
    pub contact: Vec<String>,
    pub sections: Vec<Section>,
}

pub(crate) struct Section {
    pub heading: &'static str,
    /// Whether it stands in the sidebar of a layout that has one.
    pub side: bool,
    pub lines: Vec<Line>,
}

pub(crate) enum Line {
    /// A position or a school.
    Entry {
        title: String,
        place: String,
        dates: String,
    },
    Text(String),
    Bullet(String),
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Outline {
    pub fn of(profile: &Profile) -> Self {
        let style = profile.style;
        let heading = |choices: &[&'static str]| choices[style % choices.len()];
        let mut sections = Vec::new();
        let mut section = |heading: &'static str, side: bool, lines: Vec<Line>| {
            if !lines.is_empty() {
                sections.push(Section {
                    heading,
                    side,
                    lines,
                });
            }
        };
        section(
            heading(&["Summary", "Profile", "About me"]),
            false,
            vec![Line::Text(profile.summary.clone())],
        );
        let experience = profile
            .positions
            .iter()
            .flat_map(|position| {
                let entry = Line::Entry {
                    title: position.title.clone(),
                    place: format!("{}, {}", position.organization, position.location),
                    dates: period(style, position.start, position.end),
                };
                std::iter::once(entry)
                    .chain(position.achievements.iter().cloned().map(Line::Bullet))
            })
            .collect();
        section(
            heading(&[
                "Experience",
                "Work Experience",
                "Professional Experience",
                "Employment History",
            ]),
            false,
            experience,
        );
        let education = profile
            .schools
            .iter()
            .map(|school| Line::Entry {
                title: if style.is_multiple_of(2) {
                    format!("{} in {}", school.degree, school.field)
                } else {
                    format!("{}, {}", school.degree, school.field)
                },
                place: school.name.clone(),
                dates: format!("{} – {}", school.start, school.end),
            })
            .collect();
        section(
            heading(&["Education", "Education and Training"]),
            false,
            education,
        );
        section(
            "Further Training",
            false,
            profile.courses.iter().cloned().map(Line::Bullet).collect(),
        );
        let skills = match style {
            _ if profile.skills.is_empty() => Vec::new(),
            ..6 => vec![Line::Text(profile.skills.join(", "))],
            _ => profile.skills.iter().cloned().map(Line::Bullet).collect(),
        };
        section(
            heading(&["Skills", "Core Skills", "Key Competencies"]),
            true,
            skills,
        );
        section(
            "Languages",
            true,
            profile.languages.iter().cloned().map(Line::Text).collect(),
        );
        section(
            heading(&["Certifications", "Licences and Certifications"]),
            true,
            profile
                .certifications
                .iter()
                .cloned()
                .map(Line::Text)
                .collect(),
        );
        section(
            "Interests",
            true,
            if profile.interests.is_empty() {
                Vec::new()
            } else {
                vec![Line::Text(profile.interests.join(", "))]
            },
        );
        let contact = [
            profile.email.clone(),
            profile.phone.clone(),
            Some(profile.location.clone()),
        ];
        Self {
            name: profile.name.clone(),
            headline: profile.headline.clone(),
            contact: contact
                .into_iter()
                .flatten()
                .chain(profile.links.iter().cloned())
                .filter(|text| !text.is_empty())
                .collect(),
            sections,
        }
    }
}

/// People write their dates in many ways.
fn period(style: usize, start: Dated, end: Option<Dated>) -> String {
    let one = |date: Dated| {
        let name = MONTHS[usize::try_from(date.month - 1).unwrap_or_default() % 12];
        match style % 5 {
            0 => format!("{} {}", &name[..3], date.year),
            1 => format!("{:02}/{}", date.month, date.year),
            2 => format!("{name} {}", date.year),
            3 => format!("{}", date.year),
            _ => format!("{}-{:02}", date.year, date.month),
        }
    };
    let (between, now) = [
        (" – ", "Present"),
        (" - ", "present"),
        (" to ", "Present"),
        ("–", "now"),
        (" – ", "Current"),
    ][style % 5];
    format!(
        "{}{between}{}",
        one(start),
        end.map_or_else(|| now.to_owned(), one)
    )
}
