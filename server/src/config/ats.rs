//! Whom CLARA is to Lever, to its sandbox and to a simulator: credentials and addresses.

use hiring::Secret;

use super::error::{Problem, wrong};

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
    /// Requests a second that it allows; none: as many as come.
    pub rate_limit: Option<u32>,
    /// The app registered for CLARA.
    pub app: OAuthApp,
}

/// An app of which both halves are set, or neither.
pub(super) fn app(
    variable: &impl Fn(&'static str) -> Option<String>,
    id: &'static str,
    secret: &'static str,
) -> Result<Option<OAuthApp>, Problem> {
    match (variable(id), variable(secret)) {
        (Some(client_id), Some(client_secret)) => Ok(Some(OAuthApp {
            client_id,
            client_secret: Secret::new(client_secret),
        })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Problem::Half {
            present: id,
            missing: secret,
        }),
        (None, Some(_)) => Err(Problem::Half {
            present: secret,
            missing: id,
        }),
    }
}

/// What a simulator printed when it started.
pub(super) fn simulator(line: &str) -> Result<SimulatorFacts, Problem> {
    #[derive(serde::Deserialize)]
    struct Line {
        base_url: String,
        authorize_url: String,
        token_url: String,
        client_id: String,
        client_secret: String,
        /// Absent where another Lever is meant, which allows what Lever allows.
        #[serde(default = "levers")]
        rate_limit: Option<u32>,
    }
    fn levers() -> Option<u32> {
        Some(10)
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
        rate_limit: line.rate_limit,
        app: OAuthApp {
            client_id: line.client_id,
            client_secret: Secret::new(line.client_secret),
        },
    })
}
