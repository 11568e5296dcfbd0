//! The log's settings, for the server and for commands without one.

use tracing_subscriber::filter::{LevelFilter, Targets};

use super::error::{ConfigError, Problems, wrong};
use super::set;
use crate::logging::{Format, Logging};

impl Logging {
    /// The log's settings alone, from the environment: for commands without a store.
    ///
    /// # Errors
    ///
    /// [`ConfigError`].
    pub fn load() -> Result<Self, ConfigError> {
        let mut problems = Problems::default();
        read(&|name| set(name), &mut problems).ok_or(ConfigError {
            problems: problems.0,
            file: None,
        })
    }
}

/// From any source of variables.
pub(super) fn read(
    variable: &impl Fn(&'static str) -> Option<String>,
    problems: &mut Problems,
) -> Option<Logging> {
    let filter = variable("CLARA_LOG").unwrap_or_else(|| "info".to_owned());
    let filter = problems.keep(log_filter(&filter).ok_or_else(|| {
        wrong(
            "CLARA_LOG",
            "it must be error, warn, info, debug or trace, or such levels by crate: info,lever=debug",
        )
    }));
    let format = problems.keep(match variable("CLARA_LOG_FORMAT").as_deref() {
        None | Some("text") => Ok(Format::Text),
        Some("json") => Ok(Format::Json),
        Some(_) => Err(wrong("CLARA_LOG_FORMAT", "it must be text or json")),
    });
    Some(Logging {
        filter: filter?,
        format: format?,
    })
}

/// A word that is no level would be taken for the name of a crate.
fn log_filter(text: &str) -> Option<Targets> {
    let is_level = |part: &str| {
        let (_, level) = part.split_once('=').unwrap_or(("", part));
        level.parse::<LevelFilter>().is_ok()
    };
    text.split(',').all(is_level).then(|| text.parse().ok())?
}
