//! What a simulator is started with.

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use crate::{Fault, Switch};

/// How the simulator is set up. `Config::default()` is what a demo wants; tests change a field or two.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen. Port 0 takes a free one; [`crate::Facts`] says which.
    pub listen: SocketAddr,
    /// How many opportunities to seed.
    pub opportunities: usize,
    /// Equal seeds give equal people, postings, ids and credentials.
    pub seed: u64,
    /// What becomes of a refresh token that was used before.
    pub rotation: Rotation,
    /// Whether more requests than the switch `requests_per_second` allows (10, bursts of 20) answer 429.
    pub limiter: bool,
    /// Whether the event groups on Lever's webhooks page are switched on. Lever itself starts with all of them off.
    pub event_groups: bool,
    /// Switches that differ from their defaults; they win over [`Config::rotation`] and [`Config::limiter`].
    pub switches: Vec<Switch>,
    /// Trouble that befalls the first requests.
    pub faults: Vec<Fault>,
    /// Where to keep the state over a restart. `None`: in memory only.
    pub data_dir: Option<PathBuf>,
    /// The moment, in milliseconds since 1970 UTC, at which the seeded history ends. `None`: the time of the start.
    pub seeded_until: Option<i64>,
    /// The name of the partner app on the consent page and among the authorized apps.
    pub app_name: String,
    /// The callbacks that are registered for the app, compared byte for byte. Empty: any callback on a loopback host.
    pub redirect_uris: Vec<String>,
    /// How long an access token lives.
    pub access_token_lifetime: Duration,
    /// The pauses before the retries of a delivery that failed. Lever tries five times again.
    pub retry_pauses: Vec<Duration>,
    /// How long a delivery may take before it counts as failed.
    pub delivery_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            opportunities: 400,
            seed: 1,
            rotation: Rotation::Strict,
            limiter: true,
            event_groups: true,
            switches: Vec::new(),
            faults: Vec::new(),
            data_dir: None,
            seeded_until: None,
            app_name: "CLARA".to_owned(),
            redirect_uris: Vec::new(),
            access_token_lifetime: Duration::from_secs(3600),
            retry_pauses: [1, 2, 4, 8, 16].map(Duration::from_secs).to_vec(),
            delivery_timeout: Duration::from_secs(10),
        }
    }
}

/// What becomes of a refresh token that was used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rotation {
    /// It is refused, and every token that descends from it dies.
    Strict,
    /// It goes on working beside the new one.
    Lenient,
}

impl FromStr for Rotation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "strict" => Ok(Self::Strict),
            "lenient" => Ok(Self::Lenient),
            other => Err(format!("“{other}” is no rotation: say strict or lenient")),
        }
    }
}

impl fmt::Display for Rotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Strict => "strict",
            Self::Lenient => "lenient",
        })
    }
}
