//! `clara screen`: rank resumes for a job, without Lever and without a server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use screening::model::{Column, Document, DocumentKind, Match, Requirement, RequirementSet};
use screening::profile::{Education, Experience};
use screening::requirements::read_job;
use screening::scoring::Thresholds;
use screening::{Date, ENGINE, Flag, NoModel, Options, Receipt, Screening, screen};
use serde::Serialize;

use super::reading::{Reader, title, today};
use super::{lines, pairs, table};

/// The exit code where some files could not be read and the rest could.
pub const SOME_UNREADABLE: u8 = 3;

/// Rank resumes for a job, with the reasons for every score.
///
/// Exits with 0 when every file was read, 3 when some were not (the rest is ranked all the same), 1 when nothing could be done, 2 for wrong usage.
#[derive(Args, Debug)]
pub struct Screen {
    /// The job description: text, Markdown, HTML, PDF or DOCX; its first line is the title
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "pairs",
        conflicts_with = "pairs"
    )]
    job: Option<PathBuf>,
    /// Resumes: PDF, DOCX, HTML or text
    #[arg(
        value_name = "RESUME",
        required_unless_present = "pairs",
        conflicts_with = "pairs"
    )]
    resumes: Vec<PathBuf>,
    /// A cover letter, for one resume
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    cover_letter: Option<PathBuf>,
    /// Answers to questions, a question and its answer on a line each, for one resume
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    answers: Option<PathBuf>,
    /// The day that "Present" means, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// The lowest score that is pre-qualified
    #[arg(long, value_name = "SCORE", default_value_t = Thresholds::default().pre_qualified, value_parser = clap::value_parser!(u8).range(0..=100))]
    threshold: u8,
    /// How to print
    #[arg(long, value_enum, default_value = "table", conflicts_with = "pairs")]
    format: Format,
    /// Instead: lines {"id", "job", "resume"} give lines {"id", "score", "column"}, and lines {"id", "requirement", "resume"}
    /// give {"id", "verdict", "strength", "evidence"}; "cover_letter", "answers" and "as_of" may stand in any; - is standard input
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For scripts
    Json,
}

/// The whole answer, as scripts read it.
#[derive(Serialize)]
pub struct Ranking {
    engine: &'static str,
    as_of: Date,
    pub(super) job: Job,
    pub(super) results: Vec<Ranked>,
}

/// The job, without what only the engine needs.
#[derive(Serialize)]
pub struct Job {
    pub(super) title: String,
    pub(super) requirements: Vec<serde_json::Value>,
}

/// One resume.
#[derive(Serialize)]
pub struct Ranked {
    pub(super) file: String,
    pub(super) score: Option<u8>,
    pub(super) column: Column,
    pub(super) summary: String,
    experience: Vec<Experience>,
    education: Vec<Education>,
    matches: Vec<Match>,
    pub(super) flags: Vec<Flag>,
    receipt: Option<Receipt>,
    /// Why there is no score.
    pub(super) error: Option<String>,
}

impl Screen {
    /// Prints to standard output.
    ///
    /// # Errors
    ///
    /// When the job cannot be read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let as_of = self.as_of.map_or_else(today, Ok)?;
        let thresholds = Thresholds {
            pre_qualified: self.threshold,
        };
        if let Some(path) = &self.pairs {
            pairs::answer(path, as_of, thresholds)?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.resumes.len() > 1 && (self.cover_letter.is_some() || self.answers.is_some()) {
            bail!("a cover letter and answers belong to one person: give one resume with them");
        }
        let reader = Reader::new()?;
        let set = read_set(&reader, &self.job.clone().unwrap_or_default())?;
        let options = Options {
            thresholds,
            ..Options::on(as_of)
        };
        let beside = self.beside(&reader)?;
        let mut results = Vec::new();
        for path in &self.resumes {
            let file = path.display().to_string();
            results.push(match reader.document(path, DocumentKind::Resume) {
                Ok(resume) => {
                    let documents: Vec<Document> =
                        [resume].into_iter().chain(beside.clone()).collect();
                    Ranked::scored(file, screen(&set, &documents, &options, &NoModel))
                }
                Err(error) => Ranked::unreadable(file, error),
            });
        }
        // Stable: equal scores stay in the order of the command line.
        results.sort_by_key(|ranked| std::cmp::Reverse(ranked.score));
        let complete = results.iter().all(|ranked| ranked.error.is_none());
        let job = Job {
            requirements: set.requirements.iter().map(shown).collect(),
            title: set.title,
        };
        let ranking = Ranking {
            engine: ENGINE,
            as_of,
            job,
            results,
        };
        match self.format {
            Format::Json => lines::print(&(serde_json::to_string_pretty(&ranking)? + "\n"))?,
            Format::Table => lines::print(&table::of(&ranking))?,
        }
        Ok(if complete {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(SOME_UNREADABLE)
        })
    }

    /// Cover letter and answers.
    fn beside(&self, reader: &Reader) -> anyhow::Result<Vec<Document>> {
        let mut found = Vec::new();
        for (path, kind) in [
            (&self.cover_letter, DocumentKind::CoverLetter),
            (&self.answers, DocumentKind::Answers),
        ] {
            if let Some(path) = path {
                found.push(
                    reader
                        .document(path, kind)
                        .map_err(|error| anyhow!("{}: {error}", path.display()))?,
                );
            }
        }
        Ok(found)
    }
}

fn read_set(reader: &Reader, path: &Path) -> anyhow::Result<RequirementSet> {
    let text = reader
        .text(path)
        .map_err(|error| anyhow!("{}: {error}", path.display()))?;
    Ok(read_job(title(&text), &text))
}

/// A requirement without its predicate.
fn shown(requirement: &Requirement) -> serde_json::Value {
    let Requirement {
        id,
        category,
        text,
        must_have,
        weight,
        source,
        terms,
        ..
    } = requirement;
    serde_json::json!({ "id": id, "category": category, "text": text, "must_have": must_have, "weight": weight, "source": source, "terms": terms })
}

impl Ranked {
    fn scored(file: String, found: Screening) -> Self {
        Self {
            file,
            score: found.score,
            column: found.column,
            summary: found.summary,
            experience: found.experience,
            education: found.education,
            matches: found.matches,
            flags: found.flags,
            receipt: Some(found.receipt),
            error: found.unscored_reason,
        }
    }

    fn unreadable(file: String, error: String) -> Self {
        Self {
            file,
            score: None,
            column: Column::ToReview,
            summary: format!("Not scored: {error}"),
            experience: Vec::new(),
            education: Vec::new(),
            matches: Vec::new(),
            flags: Vec::new(),
            receipt: None,
            error: Some(error),
        }
    }
}
