//! The jobs of the seed: one JSON file each, with the posting and with what its applicants write in their resumes.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Salary;

/// A job: the ad, and the people who answer it.
#[derive(Deserialize)]
pub(crate) struct Job {
    pub slug: String,
    /// How many of the applicants are this job's, relative to the others.
    pub share: u32,
    pub posting: Ad,
    pub applicants: Pool,
}

/// The ad.
#[derive(Deserialize)]
pub(crate) struct Ad {
    pub title: String,
    pub state: String,
    #[serde(default)]
    pub channels: Option<Vec<String>>,
    pub commitment: String,
    pub department: String,
    pub team: String,
    pub locations: Vec<String>,
    pub country: String,
    pub workplace: String,
    #[serde(default)]
    pub salary: Option<Salary>,
    #[serde(default)]
    pub confidential: bool,
    pub layout: AdLayout,
    /// Paragraphs.
    pub intro: Vec<String>,
    pub sections: Vec<Section>,
    #[serde(default)]
    pub closing: Vec<String>,
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// How a posting's content is cut up.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AdLayout {
    /// Lists of bare `<li>` items.
    Items,
    /// Lists with whole HTML blocks.
    Blocks,
    /// No lists: all in the description.
    Inline,
}

#[derive(Deserialize)]
pub(crate) struct Section {
    pub heading: String,
    pub items: Vec<String>,
}

/// A question of the application form.
#[derive(Deserialize)]
pub(crate) struct Question {
    pub text: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub options: Vec<String>,
    /// What those answer who suit the job, and those who do not.
    pub good: Vec<String>,
    pub poor: Vec<String>,
}

/// What resumes of a field are made of. `{pct}`, `{n}`, `{k}`, `{years}` and `{title}` are filled in.
#[derive(Deserialize)]
pub(crate) struct Pool {
    pub titles: Titles,
    pub employers: Vec<String>,
    pub achievements: Graded,
    pub skills: Graded,
    pub summaries: Vec<String>,
    /// `[degree, field]`.
    pub degrees: Pairs,
    /// The first ones are what the job cannot do without.
    #[serde(default)]
    pub certifications: Vec<String>,
    #[serde(default)]
    pub must_certify: bool,
    #[serde(default)]
    pub languages: Vec<String>,
    /// Fewest and most years of a strong applicant.
    pub years: (u32, u32),
    #[serde(default)]
    pub letter: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Titles {
    pub senior: Vec<String>,
    pub mid: Vec<String>,
    pub junior: Vec<String>,
    pub adjacent: Vec<String>,
}

/// Texts of the job itself, and of jobs beside it.
#[derive(Deserialize)]
pub(crate) struct Graded {
    pub core: Vec<String>,
    pub adjacent: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Pairs {
    pub core: Vec<(String, String)>,
    pub adjacent: Vec<(String, String)>,
}

macro_rules! jobs {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../seed/jobs/", $file, ".json")))),*]
    };
}

/// All jobs, in the order in which their postings are listed.
pub(crate) static JOBS: LazyLock<Vec<Job>> = LazyLock::new(|| {
    jobs![
        "backend-engineer",
        "registered-nurse",
        "data-analyst",
        "warehouse-lead",
        "ux-designer",
        "accountant",
        "site-reliability-engineer",
        "support-lead",
        "marketing-manager",
        "electrician",
        "sales-development",
        "pharmacist",
        "hr-generalist",
        "logistics-planner",
        "secondary-teacher",
        "controller",
        "product-manager"
    ]
    .into_iter()
    .map(|(name, text)| parse(name, text))
    .collect()
});

/// Work that has nothing to do with any of the jobs.
pub(crate) static OTHER_WORK: LazyLock<Pool> =
    LazyLock::new(|| parse("other-work", include_str!("../../seed/other-work.json")));

/// # Panics
/// When a file of the seed is wrong, which a test would have found.
fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("seed file {name}: {error}"))
}

/// The job with that name.
pub(crate) fn job(slug: &str) -> Option<&'static Job> {
    JOBS.iter().find(|job| job.slug == slug)
}
