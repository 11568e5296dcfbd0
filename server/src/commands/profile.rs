//! `clara profile`: the facts of resumes.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use screening::Date;
use screening::model::{Document, DocumentKind};
use screening::profile::{self, Profile};
use serde::Serialize;

use super::lines;
use super::reading::{Reader, today};
use super::screen::SOME_UNREADABLE;

/// Read the facts of resumes, and print one line of JSON for each.
#[derive(Args, Debug)]
pub struct ReadProfile {
    /// Resumes: PDF, DOCX, HTML or text
    #[arg(
        value_name = "FILE",
        required_unless_present = "jsonl",
        conflicts_with = "jsonl"
    )]
    files: Vec<PathBuf>,
    /// Lines {"id", "text"} give lines {"id", "name", "experience", …}; - is standard input
    #[arg(long, value_name = "FILE")]
    jsonl: Option<PathBuf>,
    /// The day that "Present" means, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

#[derive(Serialize)]
struct Row {
    file: String,
    #[serde(flatten)]
    profile: Option<Profile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl ReadProfile {
    /// Prints to standard output; one unreadable file does not stop the rest.
    ///
    /// # Errors
    ///
    /// When nothing can be read at all.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let as_of = self.as_of.map_or_else(today, Ok)?;
        if let Some(path) = self.jsonl {
            lines::answer_file(&path, |fields| {
                let text = lines::text(fields, "text", "text is missing")?;
                let document = Document {
                    id: String::new(),
                    kind: DocumentKind::Resume,
                    text: text.to_owned(),
                    hidden: Vec::new(),
                };
                Ok(profile::read(&[document], lines::as_of(fields, as_of)?))
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let reader = Reader::new()?;
        let mut outcome = ExitCode::SUCCESS;
        for path in &self.files {
            let file = path.display().to_string();
            let row = match reader.document(path, DocumentKind::Resume) {
                Ok(document) => Row {
                    file,
                    profile: Some(profile::read(&[document], as_of)),
                    error: None,
                },
                Err(error) => {
                    outcome = ExitCode::from(SOME_UNREADABLE);
                    Row {
                        file,
                        profile: None,
                        error: Some(error),
                    }
                }
            };
            lines::print(&(serde_json::to_string(&row)? + "\n"))?;
        }
        Ok(outcome)
    }
}
