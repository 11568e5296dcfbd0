//! Configuration of the server: one table of environment variables, read and checked once at start.

mod public_url;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use hiring::Secret;
pub use public_url::{PublicUrl, PublicUrlError};

/// A row of the configuration table, as `clara serve --help` and the README show it.
pub struct Variable {
    /// The environment variable.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
}

/// Every variable that the server reads. The README's table is checked against it by a test.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "CLARA_URL",
        purpose: "The address people and Lever reach CLARA at; decides cookies, origin checks and links",
        default: "http:// and the address of CLARA_LISTEN",
    },
    Variable {
        name: "CLARA_LISTEN",
        purpose: "The address and port to listen on",
        default: "127.0.0.1:3000",
    },
    Variable {
        name: "CLARA_DATA_DIR",
        purpose: "Folder for the SQLite database, documents and the key file",
        default: "clara-data",
    },
    Variable {
        name: "CLARA_DATABASE_URL",
        purpose: "Database; SQLite",
        default: "sqlite://<data folder>/clara.db",
    },
    Variable {
        name: "CLARA_SECRET_KEY",
        purpose: "32 bytes in base64 that seal tokens and secrets",
        default: "a file readable by the owner alone, made at first start in the data folder",
    },
    Variable {
        name: "CLARA_SITE",
        purpose: "Folder with the built site (WebAssembly, styles, icons)",
        default: "site beside the program or one folder above it",
    },
    Variable {
        name: "CLARA_DOCUMENT_READER",
        purpose: "Program that reads documents in a child process of its own, called with `parse-document`",
        default: "this program",
    },
    Variable {
        name: "CLARA_TRUSTED_PROXIES",
        purpose: "Comma-separated addresses of proxies whose X-Forwarded-For is believed",
        default: "none",
    },
    Variable {
        name: "CLARA_SUPPORT_EMAIL",
        purpose: "Address shown in the Partner Help Center",
        default: "none",
    },
    Variable {
        name: "CLARA_LEVER_CLIENT_ID",
        purpose: "Client id of the Lever partner app",
        default: "none: Lever is not offered",
    },
    Variable {
        name: "CLARA_LEVER_CLIENT_SECRET",
        purpose: "Client secret of the Lever partner app",
        default: "none",
    },
    Variable {
        name: "CLARA_LEVER_SANDBOX_CLIENT_ID",
        purpose: "Client id of the Lever sandbox app",
        default: "none: the sandbox is not offered",
    },
    Variable {
        name: "CLARA_LEVER_SANDBOX_CLIENT_SECRET",
        purpose: "Client secret of the Lever sandbox app",
        default: "none",
    },
    Variable {
        name: "CLARA_SIMULATOR",
        purpose: "The line of JSON that `clara simulator` prints: offers the built-in simulator",
        default: "none: the simulator is not offered",
    },
];

/// The server's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where people reach CLARA.
    pub url: PublicUrl,
    /// Where the process listens.
    pub listen: SocketAddr,
    /// Folder for everything that is kept.
    pub data_dir: PathBuf,
    /// `sqlx` URL of the database.
    pub database_url: String,
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
    /// Credentials of the Lever partner app.
    pub lever: Option<OAuthApp>,
    /// Credentials of the Lever sandbox app.
    pub lever_sandbox: Option<OAuthApp>,
    /// Facts of a running simulator.
    pub simulator: Option<SimulatorFacts>,
}

/// Client id and secret of an OAuth app.
#[derive(Clone, Debug)]
pub struct OAuthApp {
    /// Public id.
    pub client_id: String,
    /// Secret.
    pub client_secret: Secret,
}

/// What CLARA needs of the line that `clara simulator` prints.
#[derive(Clone, Debug)]
pub struct SimulatorFacts {
    /// API root, ends in `/v1`.
    pub base_url: String,
    /// OAuth authorize endpoint.
    pub authorize_url: String,
    /// OAuth token endpoint.
    pub token_url: String,
    /// The app registered for CLARA.
    pub app: OAuthApp,
}

/// A variable that is missing or wrong.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A variable holds something that cannot be used.
    #[error("{name} is wrong: {problem}")]
    Wrong {
        /// The variable.
        name: &'static str,
        /// What is wrong with it, without its value where that is a secret.
        problem: String,
    },
    /// One of a pair is missing.
    #[error("{present} is set but {missing} is not: set both or none")]
    Half {
        /// The variable that is set.
        present: &'static str,
        /// The one that is missing.
        missing: &'static str,
    },
}

impl Config {
    /// Reads the process's environment.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::read(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// Reads variables from any source; tests give a map.
    pub fn read(variable: impl Fn(&'static str) -> Option<String>) -> Result<Self, ConfigError> {
        let text = |name, default: &str| variable(name).unwrap_or_else(|| default.to_owned());
        let data_dir = PathBuf::from(text("CLARA_DATA_DIR", "clara-data"));
        let database_url = variable("CLARA_DATABASE_URL")
            .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("clara.db").display()));
        if !database_url.starts_with("sqlite:") {
            return Err(wrong("CLARA_DATABASE_URL", "it must begin with sqlite:"));
        }
        let listen: SocketAddr = text("CLARA_LISTEN", "127.0.0.1:3000")
            .parse()
            .map_err(|_| {
                wrong(
                    "CLARA_LISTEN",
                    "it must be an address with a port, such as 0.0.0.0:3000",
                )
            })?;
        Ok(Self {
            url: text("CLARA_URL", &format!("http://{listen}"))
                .parse()
                .map_err(|error: PublicUrlError| wrong("CLARA_URL", error))?,
            listen,
            database_url,
            data_dir,
            secret_key: variable("CLARA_SECRET_KEY").map(Secret::new),
            site: variable("CLARA_SITE").map(PathBuf::from),
            document_reader: variable("CLARA_DOCUMENT_READER").map(PathBuf::from),
            trusted_proxies: text("CLARA_TRUSTED_PROXIES", "")
                .split(',')
                .map(str::trim)
                .filter(|address| !address.is_empty())
                .map(|address| {
                    address.parse().map_err(|_| {
                        wrong("CLARA_TRUSTED_PROXIES", "each entry must be an IP address")
                    })
                })
                .collect::<Result<_, _>>()?,
            support_email: variable("CLARA_SUPPORT_EMAIL"),
            lever: app(
                &variable,
                "CLARA_LEVER_CLIENT_ID",
                "CLARA_LEVER_CLIENT_SECRET",
            )?,
            lever_sandbox: app(
                &variable,
                "CLARA_LEVER_SANDBOX_CLIENT_ID",
                "CLARA_LEVER_SANDBOX_CLIENT_SECRET",
            )?,
            simulator: variable("CLARA_SIMULATOR")
                .map(|line| simulator(&line))
                .transpose()?,
        })
    }
}

fn wrong(name: &'static str, problem: impl ToString) -> ConfigError {
    ConfigError::Wrong {
        name,
        problem: problem.to_string(),
    }
}

fn app(
    variable: &impl Fn(&'static str) -> Option<String>,
    id: &'static str,
    secret: &'static str,
) -> Result<Option<OAuthApp>, ConfigError> {
    match (variable(id), variable(secret)) {
        (Some(client_id), Some(client_secret)) => Ok(Some(OAuthApp {
            client_id,
            client_secret: Secret::new(client_secret),
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(ConfigError::Half {
            present: id,
            missing: secret,
        }),
        (None, Some(_)) => Err(ConfigError::Half {
            present: secret,
            missing: id,
        }),
    }
}

fn simulator(line: &str) -> Result<SimulatorFacts, ConfigError> {
    #[derive(serde::Deserialize)]
    struct Line {
        base_url: String,
        authorize_url: String,
        token_url: String,
        client_id: String,
        client_secret: String,
    }
    let line: Line = serde_json::from_str(line).map_err(|_| {
        wrong(
            "CLARA_SIMULATOR",
            "it must be the line of JSON that `clara simulator` prints",
        )
    })?;
    Ok(SimulatorFacts {
        base_url: line.base_url,
        authorize_url: line.authorize_url,
        token_url: line.token_url,
        app: OAuthApp {
            client_id: line.client_id,
            client_secret: Secret::new(line.client_secret),
        },
    })
}

#[cfg(test)]
mod tests {
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
        assert_eq!(config.database_url, "sqlite://clara-data/clara.db");
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
                &[("CLARA_TRUSTED_PROXIES", "10.0.0.1, proxy")][..],
                "CLARA_TRUSTED_PROXIES",
            ),
            (
                &[("CLARA_LEVER_CLIENT_ID", "id")][..],
                "CLARA_LEVER_CLIENT_SECRET",
            ),
            (&[("CLARA_SIMULATOR", "{}")][..], "CLARA_SIMULATOR"),
        ] {
            let error = with(pairs).expect_err(name);
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let config = with(&[
            ("CLARA_SECRET_KEY", "very-secret"),
            ("CLARA_LEVER_CLIENT_ID", "id"),
            ("CLARA_LEVER_CLIENT_SECRET", "hush"),
        ])
        .expect("valid");
        let shown = format!("{config:?}");
        assert!(!shown.contains("very-secret") && !shown.contains("hush"));
    }
}
