//! What is wrong with the settings: everything at once, each with its remedy.

use std::fmt;
use std::path::PathBuf;

/// Settings that cannot be used. All of them are told, so that one restart mends them.
#[derive(Debug)]
pub struct ConfigError {
    pub(super) problems: Vec<Problem>,
    /// The file that was read beside the environment.
    pub(super) file: Option<PathBuf>,
}

/// One thing that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A setting holds something that cannot be used.
    #[error("{name} is wrong: {problem}")]
    Wrong {
        /// The variable.
        name: &'static str,
        /// What is wrong with it and what to write, without its value where that is a secret.
        problem: String,
    },
    /// A setting that another one asks for is missing.
    #[error("{name} is missing: {why}")]
    Missing {
        /// The variable.
        name: &'static str,
        /// Why it is needed and how to come by it.
        why: &'static str,
    },
    /// One of a pair is missing.
    #[error("{present} is set but {missing} is not: set both or none")]
    Half {
        /// The variable that is set.
        present: &'static str,
        /// The one that is missing.
        missing: &'static str,
    },
    /// The file cannot be read.
    #[error("CLARA_CONFIG is wrong: {0}")]
    File(String),
    /// A key of the file that is no setting.
    #[error("{key} in the file is no setting: {remedy}")]
    UnknownKey {
        /// As it is written.
        key: String,
        /// What was probably meant.
        remedy: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings cannot be used")?;
        if let Some(file) = &self.file {
            write!(
                f,
                " (environment and {}, where CLARA_LISTEN is written listen)",
                file.display()
            )?;
        }
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// Collects problems while settings are read.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// The value; a problem is kept for the end instead of it.
    pub(super) fn keep<T>(&mut self, outcome: Result<T, Problem>) -> Option<T> {
        outcome.map_err(|problem| self.0.push(problem)).ok()
    }
}

/// [`Problem::Wrong`] in one line.
pub(super) fn wrong(name: &'static str, problem: impl ToString) -> Problem {
    Problem::Wrong {
        name,
        problem: problem.to_string(),
    }
}
