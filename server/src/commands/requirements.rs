//! `clara requirements`: what a job description asks for.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;
use screening::model::{Category, Requirement, Term};
use screening::requirements::read_job;
use serde::Serialize;

use super::lines;
use super::reading::{Reader, title};

/// Read what job descriptions ask for, and print it as JSON.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Requirements {
    /// One job description: text, Markdown, HTML, PDF or DOCX; its first line is the title
    #[arg(long, value_name = "FILE")]
    job: Option<PathBuf>,
    /// Many: lines {"id", "text"} give lines {"id", "requirements"}; - is standard input
    #[arg(long, value_name = "FILE")]
    jsonl: Option<PathBuf>,
}

/// A requirement as scripts read it.
#[derive(Serialize)]
struct Row<'a> {
    category: Category,
    text: &'a str,
    start: usize,
    end: usize,
    must_have: bool,
    terms: &'a [Term],
}

#[derive(Serialize)]
struct Job<'a> {
    title: &'a str,
    requirements: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Answer {
    requirements: serde_json::Value,
}

impl Requirements {
    /// Prints to standard output.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn run(self) -> anyhow::Result<()> {
        if let Some(path) = self.jsonl {
            return lines::answer_file(&path, |fields| {
                let text = lines::text(fields, "text", "text is missing")?;
                let set = read_job(title(text), text);
                let requirements = serde_json::to_value(rows(&set.requirements))
                    .map_err(|_| "the answer cannot be written")?;
                Ok(Answer { requirements })
            });
        }
        let path = self.job.unwrap_or_default();
        let text = Reader::new()?
            .text(&path)
            .map_err(|error| anyhow!("{}: {error}", path.display()))?;
        let set = read_job(title(&text), &text);
        let job = Job {
            title: &set.title,
            requirements: rows(&set.requirements),
        };
        lines::print(&(serde_json::to_string_pretty(&job)? + "\n"))
    }
}

fn rows(requirements: &[Requirement]) -> Vec<Row<'_>> {
    requirements.iter().map(row).collect()
}

fn row(requirement: &Requirement) -> Row<'_> {
    let Requirement {
        category,
        text,
        source,
        must_have,
        terms,
        ..
    } = requirement;
    Row {
        category: *category,
        text,
        start: source.start,
        end: source.end,
        must_have: *must_have,
        terms,
    }
}
