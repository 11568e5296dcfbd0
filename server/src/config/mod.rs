//! Configuration of the server: one table of settings, read from the environment and a file, checked once at start.

mod ats;
mod error;
mod file;
mod log;
mod mailing;
mod public_url;
mod variables;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

pub use ats::{OAuthApp, SimulatorFacts};
use ats::{app, simulator};
pub use error::{ConfigError, Problem};
use error::{Problems, wrong};
use file::File;
use hiring::Secret;
pub use mailing::Mailing;
pub use public_url::{PublicUrl, PublicUrlError};
pub use variables::{VARIABLES, Variable, help, strangers};

use crate::logging::Logging;

/// The server's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach CLARA.
    pub url: PublicUrl,
    /// Where the process listens.
    pub listen: SocketAddr,
    /// Folder for everything that is kept.
    pub data_dir: PathBuf,
    /// `sqlx` URL of the database; a password may stand in it.
    pub database_url: Secret,
    /// Sealing key in base64, if it comes from the environment.
    pub secret_key: Option<Secret>,
    /// Built site; none: `site` beside the program or one folder above it.
    pub site: Option<PathBuf>,
    /// Program that reads documents; none: this one.
    pub document_reader: Option<PathBuf>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Shown in the Partner Help Center.
    pub support_email: Option<String>,
    /// How mails are sent.
    pub mailing: Mailing,
    /// Credentials of the Lever partner app.
    pub lever: Option<OAuthApp>,
    /// Credentials of the Lever sandbox app.
    pub lever_sandbox: Option<OAuthApp>,
    /// Facts of a running simulator.
    pub simulator: Option<SimulatorFacts>,
    /// A folder that jobs and resumes are imported from.
    pub import_dir: Option<PathBuf>,
    /// Where Prometheus reads.
    pub metrics_listen: Option<SocketAddr>,
    /// What is logged, and how.
    pub logging: Logging,
}

impl Config {
    /// Reads the process's environment, the credentials that it was given, and the file that it names. `option` is what the command line says;
    /// of these, what stands earlier wins.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with everything that is wrong.
    pub fn load(option: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let path = set("CLARA_CONFIG").map(PathBuf::from);
        let file = path.as_deref().map(File::read).unwrap_or_default();
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY")
            .map(|folder| File::credentials(Path::new(&folder)))
            .unwrap_or_default();
        let read = Self::read(|name| {
            option(name)
                .or_else(|| set(name))
                .or_else(|| credentials.get(name))
                .or_else(|| file.get(name))
        });
        let mut problems = credentials.problems;
        problems.extend(file.problems);
        match read {
            Ok(config) if problems.is_empty() => return Ok(config),
            Ok(_) => {}
            Err(error) => problems.extend(error.problems),
        }
        Err(ConfigError {
            problems,
            file: path,
        })
    }

    /// Reads variables from any source; tests give a map.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with everything that is wrong.
    pub fn read(variable: impl Fn(&'static str) -> Option<String>) -> Result<Self, ConfigError> {
        let text = |name, default: &str| variable(name).unwrap_or_else(|| default.to_owned());
        let mut problems = Problems::default();
        let data_dir = PathBuf::from(text("CLARA_DATA_DIR", "clara-data"));
        let database_url = variable("CLARA_DATABASE_URL")
            .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("clara.db").display()));
        let secret_key = problems.keep(variable("CLARA_SECRET_KEY").map(secret_key).transpose());
        let has_key = variable("CLARA_SECRET_KEY").is_some();
        let database_url = problems
            .keep(check_database(&database_url, has_key).map(|()| Secret::new(database_url)));
        let listen = text("CLARA_LISTEN", "127.0.0.1:3000");
        let listen: Option<SocketAddr> = problems.keep(listen.parse().map_err(|_| {
            wrong(
                "CLARA_LISTEN",
                "it must be an address with a port, such as 0.0.0.0:3000",
            )
        }));
        let url = match (variable("CLARA_URL"), listen) {
            (Some(url), _) => problems.keep(
                url.parse()
                    .map_err(|error: PublicUrlError| wrong("CLARA_URL", error)),
            ),
            (None, Some(listen)) => problems.keep(local_url(listen)),
            (None, None) => None,
        };
        let trusted_proxies = problems.keep(
            text("CLARA_TRUSTED_PROXIES", "")
                .split(',')
                .map(str::trim)
                .filter(|address| !address.is_empty())
                .map(|address| {
                    address.parse().map_err(|_| {
                        wrong("CLARA_TRUSTED_PROXIES", "each entry must be an IP address")
                    })
                })
                .collect(),
        );
        let support_email = problems.keep(match variable("CLARA_SUPPORT_EMAIL") {
            Some(address) if !address.contains('@') => {
                Err(wrong("CLARA_SUPPORT_EMAIL", "it must be a mail address"))
            }
            address => Ok(address),
        });
        let mailing = mailing::read(&variable, &data_dir, &mut problems);
        let lever = problems.keep(app(
            &variable,
            "CLARA_LEVER_CLIENT_ID",
            "CLARA_LEVER_CLIENT_SECRET",
        ));
        let lever_sandbox = problems.keep(app(
            &variable,
            "CLARA_LEVER_SANDBOX_CLIENT_ID",
            "CLARA_LEVER_SANDBOX_CLIENT_SECRET",
        ));
        let simulator = problems.keep(
            variable("CLARA_SIMULATOR")
                .map(|line| simulator(&line))
                .transpose(),
        );
        let import_dir = problems.keep(match variable("CLARA_IMPORT_DIR").map(PathBuf::from) {
            Some(folder) if !folder.is_dir() => {
                Err(wrong("CLARA_IMPORT_DIR", "it must be a folder that exists"))
            }
            folder => Ok(folder),
        });
        let metrics_listen = problems.keep(
            variable("CLARA_METRICS_LISTEN")
                .map(|address| address.parse())
                .transpose()
                .map_err(|_| {
                    wrong(
                        "CLARA_METRICS_LISTEN",
                        "it must be an address with a port, such as 127.0.0.1:9464",
                    )
                }),
        );
        let logging = log::read(&variable, &mut problems);
        let read = || {
            Some(Self {
                url: url?,
                listen: listen?,
                database_url: database_url?,
                data_dir,
                secret_key: secret_key?,
                site: variable("CLARA_SITE").map(PathBuf::from),
                document_reader: variable("CLARA_DOCUMENT_READER").map(PathBuf::from),
                trusted_proxies: trusted_proxies?,
                support_email: support_email?,
                mailing: mailing?,
                lever: lever?,
                lever_sandbox: lever_sandbox?,
                simulator: simulator?,
                import_dir: import_dir?,
                metrics_listen: metrics_listen?,
                logging: logging?,
            })
        };
        read().ok_or(ConfigError {
            problems: problems.0,
            file: None,
        })
    }
}

/// With PostgreSQL the key must be named: a file beside one of several servers would differ from the others'.
fn check_database(url: &str, has_key: bool) -> Result<(), Problem> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(()),
        Some(("postgres" | "postgresql", _)) if has_key => Ok(()),
        Some(("postgres" | "postgresql", _)) => Err(Problem::Missing {
            name: "CLARA_SECRET_KEY",
            why: "servers that share a PostgreSQL share the key that seals tokens and secrets. Make one with `openssl rand -base64 32` and set it on every server",
        }),
        _ => Err(wrong(
            "CLARA_DATABASE_URL",
            "it must begin with sqlite: or postgres:",
        )),
    }
}

/// What the environment says; an empty value is none.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn secret_key(keys: String) -> Result<Secret, Problem> {
    match keys.parse::<hiring::Keys>() {
        Ok(_) => Ok(Secret::new(keys)),
        Err(_) => Err(wrong(
            "CLARA_SECRET_KEY",
            "it must be 32 bytes in base64 (`openssl rand -base64 32`), or several such keys separated by commas",
        )),
    }
}

/// The address of a server that only this machine reaches.
fn local_url(listen: SocketAddr) -> Result<PublicUrl, Problem> {
    format!("http://{listen}").parse().map_err(|_| {
        wrong(
            "CLARA_URL",
            "it is not set, and CLARA_LISTEN is no loopback address: set it to the https address at which people reach CLARA",
        )
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use super::*;

    fn with(pairs: &'static [(&'static str, &'static str)]) -> Result<Config, ConfigError> {
        Config::read(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_set_is_a_working_local_server() {
        let config = with(&[]).expect("defaults hold");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database_url.expose(), "sqlite://clara-data/clara.db");
        assert!(config.lever.is_none());
    }

    #[test]
    fn the_wrong_variable_is_named() {
        for (pairs, name) in [
            (&[("CLARA_LISTEN", "here")][..], "CLARA_LISTEN"),
            (&[("CLARA_URL", "http://clara.example")][..], "CLARA_URL"),
            (
                &[("CLARA_DATABASE_URL", "mysql://x")][..],
                "CLARA_DATABASE_URL",
            ),
            (
                &[("CLARA_DATABASE_URL", "postgres://db.example/clara")][..],
                "CLARA_SECRET_KEY",
            ),
            (
                &[("CLARA_TRUSTED_PROXIES", "10.0.0.1, proxy")][..],
                "CLARA_TRUSTED_PROXIES",
            ),
            (
                &[("CLARA_LEVER_CLIENT_ID", "id")][..],
                "CLARA_LEVER_CLIENT_SECRET",
            ),
            (&[("CLARA_SIMULATOR", "{}")][..], "CLARA_SIMULATOR"),
            (
                &[("CLARA_IMPORT_DIR", "/no/such/folder")][..],
                "CLARA_IMPORT_DIR",
            ),
            (&[("CLARA_SECRET_KEY", "too short")][..], "CLARA_SECRET_KEY"),
            (&[("CLARA_SUPPORT_EMAIL", "us")][..], "CLARA_SUPPORT_EMAIL"),
            (
                &[("CLARA_SMTP_URL", "smtps://mail.example.org")][..],
                "CLARA_MAIL_FROM",
            ),
            (
                &[
                    ("CLARA_SMTP_URL", "mail.example.org"),
                    ("CLARA_MAIL_FROM", "clara@example.org"),
                ][..],
                "CLARA_SMTP_URL",
            ),
            (&[("CLARA_MAIL_FROM", "CLARA")][..], "CLARA_MAIL_FROM"),
            (
                &[("CLARA_METRICS_LISTEN", "9464")][..],
                "CLARA_METRICS_LISTEN",
            ),
            (&[("CLARA_LOG", "loud")][..], "CLARA_LOG"),
            (&[("CLARA_LOG_FORMAT", "xml")][..], "CLARA_LOG_FORMAT"),
        ] {
            let error = with(pairs).expect_err(name);
            assert_eq!(error.problems.len(), 1, "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn every_variable_of_the_table_is_read_and_no_other() {
        let asked = RefCell::new(BTreeSet::new());
        Config::read(|name| {
            asked.borrow_mut().insert(name);
            None
        })
        .expect("defaults hold");
        // That one names the file, and cannot stand in it.
        asked.borrow_mut().insert("CLARA_CONFIG");
        let known: BTreeSet<&str> = VARIABLES.iter().map(|variable| variable.name).collect();
        assert_eq!(asked.into_inner(), known);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let error = with(&[
            ("CLARA_URL", "http://clara.example"),
            ("CLARA_LISTEN", "here"),
            ("CLARA_LEVER_CLIENT_SECRET", "hush"),
        ])
        .expect_err("wrong");
        let said = error.to_string();
        assert_eq!(error.problems.len(), 3, "{said}");
        for name in ["CLARA_URL", "CLARA_LISTEN", "CLARA_LEVER_CLIENT_ID"] {
            assert!(said.contains(name), "{said}");
        }
        assert!(!said.contains("hush"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let config = with(&[
            (
                "CLARA_SECRET_KEY",
                "dmVyeS1zZWNyZXQtdmVyeS1zZWNyZXQtdmVyeS1zZWM=",
            ),
            (
                "CLARA_DATABASE_URL",
                "postgres://clara:passw0rd@db.example/clara",
            ),
            ("CLARA_LEVER_CLIENT_ID", "id"),
            ("CLARA_LEVER_CLIENT_SECRET", "hush"),
            ("CLARA_SMTP_URL", "smtps://clara:hushed@mail.example.org"),
            ("CLARA_MAIL_FROM", "clara@example.org"),
        ])
        .expect("valid");
        let shown = format!("{config:?}");
        for secret in ["dmVyeS1zZWNyZXQ", "hush", "passw0rd"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
