//! Which part of a resume a line stands in, by its headings (English, German, French, Spanish).

use super::lines::{Line, lines};
use crate::text::Text;

/// A part of a resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Section {
    /// Before the first heading: name, contact, often a title.
    Head,
    /// Summary, objective, about.
    Summary,
    /// Work.
    Experience,
    /// Schools and degrees.
    Education,
    /// Skills, tools, competencies.
    Skills,
    /// Human languages.
    Languages,
    /// Certificates, licences, courses.
    Certifications,
    /// Projects.
    Projects,
    /// Unpaid work.
    Volunteering,
    /// Birth, nationality, family, address: no input of screening.
    Personal,
    /// Hobbies: no input of screening.
    Interests,
    /// Awards, publications, references and whatever else.
    Other,
}

/// A line with its section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed<'a> {
    /// The line; what follows an inline heading ("Skills: …") without it.
    pub line: Line<'a>,
    /// Its section.
    pub section: Section,
    /// Counts headings: lines under one heading share it.
    pub block: usize,
}

/// Whole headings whose words alone would mislead.
const PHRASES: &[(&str, Section)] = &[
    ("personal details", Section::Personal),
    ("personal information", Section::Personal),
    ("personal data", Section::Personal),
    ("personal particulars", Section::Personal),
    ("persönliche daten", Section::Personal),
    ("datos personales", Section::Personal),
    ("état civil", Section::Personal),
    ("contact", Section::Personal),
    ("contact details", Section::Personal),
    ("contact information", Section::Personal),
    ("kontakt", Section::Personal),
    ("contacto", Section::Personal),
    ("about", Section::Summary),
    ("about me", Section::Summary),
    ("über mich", Section::Summary),
    ("à propos", Section::Summary),
    ("career objective", Section::Summary),
    ("career profile", Section::Summary),
    ("programming languages", Section::Skills),
    ("languages and frameworks", Section::Skills),
    ("languages frameworks", Section::Skills),
    ("tech stack", Section::Skills),
    ("tools", Section::Skills),
    ("technologies", Section::Skills),
    ("tools and technologies", Section::Skills),
    ("areas of expertise", Section::Skills),
    ("professional development", Section::Certifications),
    ("beruflicher werdegang", Section::Experience),
    ("career history", Section::Experience),
    ("career", Section::Experience),
    ("work", Section::Experience),
    ("work history", Section::Experience),
    ("formation", Section::Education),
    ("intérêts", Section::Interests),
    ("centres d intérêt", Section::Interests),
];

/// Words that decide, with their section.
const DECISIVE: &[(&str, Section)] = &[
    ("experience", Section::Experience),
    ("experiences", Section::Experience),
    ("employment", Section::Experience),
    ("internships", Section::Experience),
    ("berufserfahrung", Section::Experience),
    ("berufspraxis", Section::Experience),
    ("werdegang", Section::Experience),
    ("praktika", Section::Experience),
    ("expérience", Section::Experience),
    ("expériences", Section::Experience),
    ("experiencia", Section::Experience),
    ("education", Section::Education),
    ("educational", Section::Education),
    ("academic", Section::Education),
    ("academics", Section::Education),
    ("qualifications", Section::Education),
    ("studies", Section::Education),
    ("schooling", Section::Education),
    ("ausbildung", Section::Education),
    ("studium", Section::Education),
    ("bildung", Section::Education),
    ("bildungsweg", Section::Education),
    ("schulbildung", Section::Education),
    ("formations", Section::Education),
    ("diplômes", Section::Education),
    ("educación", Section::Education),
    ("formación", Section::Education),
    ("estudios", Section::Education),
    ("skills", Section::Skills),
    ("skill", Section::Skills),
    ("competencies", Section::Skills),
    ("competences", Section::Skills),
    ("expertise", Section::Skills),
    ("proficiencies", Section::Skills),
    ("strengths", Section::Skills),
    ("kenntnisse", Section::Skills),
    ("fähigkeiten", Section::Skills),
    ("kompetenzen", Section::Skills),
    ("compétences", Section::Skills),
    ("habilidades", Section::Skills),
    ("competencias", Section::Skills),
    ("aptitudes", Section::Skills),
    ("languages", Section::Languages),
    ("language", Section::Languages),
    ("sprachen", Section::Languages),
    ("sprachkenntnisse", Section::Languages),
    ("langues", Section::Languages),
    ("idiomas", Section::Languages),
    ("certifications", Section::Certifications),
    ("certification", Section::Certifications),
    ("certificates", Section::Certifications),
    ("certificate", Section::Certifications),
    ("licenses", Section::Certifications),
    ("licences", Section::Certifications),
    ("licensure", Section::Certifications),
    ("license", Section::Certifications),
    ("courses", Section::Certifications),
    ("coursework", Section::Certifications),
    ("training", Section::Certifications),
    ("trainings", Section::Certifications),
    ("credentials", Section::Certifications),
    ("zertifikate", Section::Certifications),
    ("zertifizierungen", Section::Certifications),
    ("weiterbildung", Section::Certifications),
    ("certificados", Section::Certifications),
    ("certificaciones", Section::Certifications),
    ("projects", Section::Projects),
    ("projekte", Section::Projects),
    ("projets", Section::Projects),
    ("proyectos", Section::Projects),
    ("volunteering", Section::Volunteering),
    ("volunteer", Section::Volunteering),
    ("voluntary", Section::Volunteering),
    ("community", Section::Volunteering),
    ("extracurricular", Section::Volunteering),
    ("ehrenamt", Section::Volunteering),
    ("bénévolat", Section::Volunteering),
    ("voluntariado", Section::Volunteering),
    ("summary", Section::Summary),
    ("profile", Section::Summary),
    ("objective", Section::Summary),
    ("overview", Section::Summary),
    ("highlights", Section::Summary),
    ("profil", Section::Summary),
    ("kurzprofil", Section::Summary),
    ("perfil", Section::Summary),
    ("resumen", Section::Summary),
    ("interests", Section::Interests),
    ("hobbies", Section::Interests),
    ("hobby", Section::Interests),
    ("interessen", Section::Interests),
    ("loisirs", Section::Interests),
    ("intereses", Section::Interests),
    ("aficiones", Section::Interests),
    ("awards", Section::Other),
    ("honors", Section::Other),
    ("honours", Section::Other),
    ("publications", Section::Other),
    ("patents", Section::Other),
    ("references", Section::Other),
    ("referees", Section::Other),
    ("referenzen", Section::Other),
    ("références", Section::Other),
    ("referencias", Section::Other),
    ("memberships", Section::Other),
    ("affiliations", Section::Other),
    ("achievements", Section::Other),
    ("accomplishments", Section::Other),
];

/// Words that stand beside a decisive one in a heading.
const BESIDE: &[&str] = &[
    "professional",
    "work",
    "working",
    "relevant",
    "career",
    "selected",
    "additional",
    "other",
    "previous",
    "past",
    "recent",
    "key",
    "core",
    "technical",
    "it",
    "computer",
    "soft",
    "hard",
    "personal",
    "industry",
    "related",
    "teaching",
    "research",
    "clinical",
    "military",
    "internship",
    "history",
    "background",
    "and",
    "of",
    "the",
    "my",
    "in",
    "with",
    "activities",
    "activity",
    "involvement",
    "service",
    "record",
    "information",
    "details",
    "statement",
    "executive",
    "management",
    "business",
    "leadership",
    "project",
    "development",
    "main",
    "major",
    "notable",
    "spoken",
    "foreign",
    "human",
    "driving",
    "und",
    "weitere",
    "berufliche",
    "beruflicher",
    "praktische",
    "et",
    "de",
    "des",
    "professionnelle",
    "professionnelles",
    "techniques",
    "linguistiques",
    "y",
    "laboral",
    "profesional",
    "académica",
    "informatiques",
    "digital",
    "functional",
    "areas",
    "area",
];

/// The lines of a text, headings left out, each with its section.
pub(crate) fn placed<'a>(text: &Text<'a>) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    let (mut section, mut block, mut gap) = (Section::Head, 0, false);
    for line in lines(text) {
        if !line.bullet
            && let Some(next) = heading(line.text)
        {
            (section, block, gap) = (next, block + 1, true);
            continue;
        }
        let gap_before = std::mem::take(&mut gap) || line.gap_before;
        match inline_heading(&line) {
            Some((inline, rest)) => found.push(Placed {
                line: Line { gap_before, ..rest },
                section: inline,
                block,
            }),
            None => found.push(Placed {
                line: Line { gap_before, ..line },
                section,
                block,
            }),
        }
    }
    found
}

/// The section that a line opens, if it is a heading and nothing else.
pub(crate) fn heading(line: &str) -> Option<Section> {
    if line.len() > 80
        || line.chars().any(|c| c.is_ascii_digit())
        || line.ends_with(['.', ',', ';'])
    {
        return None;
    }
    let words = words(line);
    if words.is_empty() || words.len() > 6 {
        return None;
    }
    let phrase = words.join(" ");
    if let Some((_, section)) = PHRASES.iter().find(|(known, _)| *known == phrase) {
        return Some(*section);
    }
    let decisive = |word: &String| {
        DECISIVE
            .iter()
            .find(|(known, _)| known == word)
            .map(|(_, section)| *section)
    };
    let known = words
        .iter()
        .all(|word| decisive(word).is_some() || BESIDE.contains(&word.as_str()));
    let first = words.iter().find_map(decisive);
    if known { first } else { None }
}

/// "Skills: Python, SQL": the section and what follows the colon.
fn inline_heading<'a>(line: &Line<'a>) -> Option<(Section, Line<'a>)> {
    let (label, rest) = line.text.split_once(':')?;
    let section = heading(label)?;
    let text = rest.trim_start();
    if text.is_empty() {
        return None;
    }
    let byte = line.text.len() - text.len();
    Some((
        section,
        Line {
            text,
            start: line.at(byte),
            ..*line
        },
    ))
}

/// Lower-case words; letter-spaced ones ("S K I L L S") joined.
fn words(line: &str) -> Vec<String> {
    let plain: String = line
        .chars()
        .map(|c| if c.is_alphabetic() { c } else { ' ' })
        .collect();
    let found: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    if found.len() > 3 && found.iter().all(|word| word.chars().count() == 1) {
        return plain
            .trim()
            .split("  ")
            .map(|word| word.split_whitespace().collect::<String>().to_lowercase())
            .filter(|w| !w.is_empty())
            .collect();
    }
    found
}
