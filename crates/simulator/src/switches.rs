//! The switches between the ways in which Lever may behave: one table for the command line, the page and the API.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::config::{Config, Rotation};

/// Which of the possible Levers this is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switches {
    pub rotation: Rotation,
    pub limiter: bool,
    pub requests_per_second: u32,
    pub retry_after: bool,
    pub access_token_dies_at_revoke: bool,
    pub invalid_grant_status: u16,
    pub latency_ms: u64,
    pub download_redirect: bool,
    pub missing_resumes_are_404: bool,
    pub files_as_documented: bool,
    pub paid_features: bool,
    pub verification_fails: bool,
    pub deliver_twice: bool,
    pub hang_ms: u64,
    pub traffic: f64,
    pub withheld_scopes: String,
}

/// Every switch with what it means.
pub(crate) const SWITCHES: &[(&str, &str)] = &[
    (
        "rotation",
        "What becomes of a used refresh token: strict kills its family, lenient lets it go on working",
    ),
    (
        "limiter",
        "More than requests_per_second (bursts of twice as many) answer 429",
    ),
    (
        "requests_per_second",
        "What the limiter allows each credential; Lever says 10, not guaranteed. CLARA learns it when the simulator starts",
    ),
    ("retry_after", "429 and 503 carry Retry-After"),
    (
        "access_token_dies_at_revoke",
        "Revoking ends the access token at once; otherwise it runs out",
    ),
    (
        "invalid_grant_status",
        "Status of invalid_grant: 403 as Auth0 answers, or the standard's 400",
    ),
    ("latency_ms", "How long every answer takes, in milliseconds"),
    (
        "download_redirect",
        "Downloads redirect to a signed address of a storage that refuses bearer tokens",
    ),
    (
        "missing_resumes_are_404",
        "The resumes of somebody who has none are a 404, as they used to be",
    ),
    (
        "files_as_documented",
        "The list of files looks as documented: no data, times and sizes as texts",
    ),
    (
        "paid_features",
        "The account has requisitions and audit events; otherwise they answer 403",
    ),
    (
        "verification_fails",
        "The check before a webhook is saved fails, whatever its URL answers",
    ),
    ("deliver_twice", "Every webhook delivery is sent twice"),
    (
        "hang_ms",
        "How long a request waits where a fault makes it hang or slow, in milliseconds",
    ),
    (
        "traffic",
        "Acts of recruiters and candidates a second, 0 to 100: people apply, move, are archived",
    ),
    (
        "withheld_scopes",
        "Scopes, with commas between, that consent does not grant although the app asks for them",
    ),
];

impl Switches {
    /// As the configuration sets them.
    pub fn new(config: &Config) -> Self {
        let mut switches = Self {
            rotation: config.rotation,
            limiter: config.limiter,
            ..Self::default()
        };
        for Switch(name, value) in &config.switches {
            // They were read by `Switch::from_str`, so they fit.
            if let Ok(changed) = switches.with([(name.as_str(), value)]) {
                switches = changed;
            }
        }
        switches
    }

    /// These switches with some changed.
    ///
    /// # Errors
    /// What is wrong, for people.
    pub fn with<'a>(
        &self,
        changes: impl IntoIterator<Item = (&'a str, &'a Value)>,
    ) -> Result<Self, String> {
        let mut value = json!(self);
        for (name, new) in changes {
            match value.get_mut(name) {
                Some(place) => place.clone_from(new),
                None => return Err(format!("{name} is no switch")),
            }
        }
        let changed: Self = serde_json::from_value(value).map_err(|error| error.to_string())?;
        if !matches!(changed.invalid_grant_status, 400 | 403) {
            return Err("invalid_grant_status must be 400 or 403".to_owned());
        }
        if changed.requests_per_second == 0 {
            return Err("requests_per_second must be at least 1".to_owned());
        }
        if !(0.0..=100.0).contains(&changed.traffic) {
            return Err("traffic must be between 0 and 100 acts a second".to_owned());
        }
        Ok(changed)
    }

    /// A text as the value of a switch: `on` and `off` are as good as `true` and `false`.
    pub fn value(&self, name: &str, text: &str) -> Value {
        match (&json!(self)[name], text) {
            (Value::Bool(_), "on") => json!(true),
            (Value::Bool(_), "off") => json!(false),
            (Value::String(_), _) => json!(text),
            _ => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        }
    }
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            rotation: Rotation::Strict,
            limiter: true,
            requests_per_second: 10,
            retry_after: true,
            access_token_dies_at_revoke: true,
            invalid_grant_status: 403,
            latency_ms: 0,
            download_redirect: false,
            missing_resumes_are_404: false,
            files_as_documented: false,
            paid_features: true,
            verification_fails: false,
            deliver_twice: false,
            hang_ms: 60_000,
            traffic: 0.0,
            withheld_scopes: String::new(),
        }
    }
}

/// A switch and its setting, written `name=value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch(String, Value);

impl Switch {
    /// All switches with what they mean, for a help text.
    #[must_use]
    pub fn help() -> String {
        let defaults = json!(Switches::default());
        let line = |(name, means): &(&str, &str)| {
            format!("  {name}={}\n      {means}\n", plain(&defaults[*name]))
        };
        SWITCHES.iter().map(line).collect()
    }
}

impl FromStr for Switch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| format!("“{text}” must be written name=value"))?;
        let switches = Switches::default();
        let value = switches.value(name, value);
        switches.with([(name, &value)])?;
        Ok(Self(name.to_owned(), value))
    }
}

/// A value as people write it.
pub(crate) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_switch_is_explained_and_can_be_written() {
        let all = json!(Switches::default());
        assert_eq!(all.as_object().unwrap().len(), SWITCHES.len());
        for (name, _) in SWITCHES {
            let text = format!("{name}={}", plain(&all[*name]));
            text.parse::<Switch>().unwrap();
        }
        let off: Switch = "limiter=off".parse().unwrap();
        assert_eq!(off, Switch("limiter".to_owned(), json!(false)));
    }

    #[test]
    fn what_is_no_switch_or_no_value_is_refused() {
        for wrong in [
            "limiter",
            "colour=red",
            "limiter=maybe",
            "invalid_grant_status=500",
            "requests_per_second=0",
            "traffic=-1",
            "rotation=loose",
        ] {
            assert!(wrong.parse::<Switch>().is_err(), "{wrong}");
        }
    }
}
