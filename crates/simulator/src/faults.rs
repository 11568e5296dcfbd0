//! Trouble on demand: faults that befall the next requests. `disturb`, the layer that lets them happen, is in [`crate::trouble`].

use std::{
    fmt,
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

/// Something that befalls the next requests that match. Written `KIND[*TIMES][@[METHOD ]PATH]`, such as `503*3@POST /notes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub(crate) kind: Kind,
    /// How many requests it befalls.
    #[serde(default = "once")]
    pub(crate) times: u32,
    /// Only requests with this method.
    #[serde(default)]
    pub(crate) method: Option<String>,
    /// Only requests whose path contains this. The token endpoint is spared unless it is named.
    #[serde(default)]
    pub(crate) path: Option<String>,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[serde(rename = "301")]
    Moved,
    #[serde(rename = "403")]
    Forbidden,
    OtherEnvironment,
    #[serde(rename = "422")]
    Unprocessable,
    #[serde(rename = "429")]
    TooManyRequests,
    #[serde(rename = "500")]
    ServerError,
    #[serde(rename = "503")]
    Unavailable,
    Slow,
    Hang,
    HangAfterCommit,
    Late,
    CutAfterCommit,
    HalfBody,
    Garbage,
}

/// Every kind by its name, with what it does.
pub(crate) const KINDS: &[(&str, &str)] = &[
    ("301", "moved, to the same address"),
    (
        "403",
        "refused, as a plan without a feature or a token without a scope is",
    ),
    (
        "other_environment",
        "refused as a token of another environment is: a sandbox token in production",
    ),
    ("422", "refused as a file that Lever could not process"),
    ("429", "too many requests"),
    ("500", "refused, nothing is done"),
    ("503", "refused for maintenance, nothing is done"),
    ("slow", "carried out and answered after hang_ms"),
    ("hang", "nothing is done and no answer comes"),
    (
        "hang_after_commit",
        "carried out, but no answer comes: a time-out after the commit",
    ),
    (
        "late",
        "no answer comes, and it is carried out when the caller has long given up",
    ),
    (
        "cut_after_commit",
        "carried out, and the connection breaks before the answer",
    ),
    (
        "half_body",
        "carried out, and the answer breaks off in the middle",
    ),
    (
        "garbage",
        "carried out, and answered 200 with something that is not JSON",
    ),
];

impl Fault {
    /// All kinds with what they do, for a help text.
    #[must_use]
    pub fn help() -> String {
        KINDS
            .iter()
            .map(|(name, does)| format!("  {name}\n      {does}\n"))
            .collect()
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (what, place) = text.split_once('@').unwrap_or((text, ""));
        let (kind, times) = what.split_once('*').unwrap_or((what, "1"));
        let (method, path) = match place.split_once(' ') {
            Some((method, path)) => (Some(method), Some(path)),
            None => (None, Some(place).filter(|place| !place.is_empty())),
        };
        Ok(Self {
            kind: serde_json::from_value(kind.into())
                .map_err(|_| format!("“{kind}” is no kind of fault"))?,
            times: times
                .parse()
                .map_err(|_| format!("“{times}” is no number of times"))?,
            method: method.map(str::to_owned),
            path: path.map(str::to_owned),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => f.write_str(&name),
            _ => Ok(()),
        }
    }
}

/// Faults spare this path unless they name it.
const TOKEN_PATH: &str = "/oauth/token";

/// The faults to come.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub fn new(first: Vec<Fault>) -> Self {
        Self(Mutex::new(first))
    }

    pub fn add(&self, fault: Fault) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(fault);
    }

    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    pub fn pending(&self) -> Vec<Fault> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The fault that befalls a request, if one does.
    pub fn take(&self, method: &str, path: &str) -> Option<Kind> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = faults.iter().position(|fault| {
            fault
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && match &fault.path {
                    Some(part) => path.contains(part.as_str()),
                    None => path != TOKEN_PATH,
                }
        })?;
        let kind = faults[index].kind;
        faults[index].times = faults[index].times.saturating_sub(1);
        if faults[index].times == 0 {
            faults.remove(index);
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn faults_are_written_short() {
        let fault: Fault = "503*3@POST /notes".parse().unwrap();
        assert_eq!((fault.kind, fault.times), (Kind::Unavailable, 3));
        assert_eq!(fault.method.as_deref(), Some("POST"));
        assert_eq!(fault.path.as_deref(), Some("/notes"));
        let fault: Fault = "garbage@/stages".parse().unwrap();
        assert_eq!(
            (fault.times, fault.method, fault.path.as_deref()),
            (1, None, Some("/stages"))
        );
        for (name, _) in KINDS {
            assert_eq!(name.parse::<Fault>().unwrap().kind.to_string(), *name);
        }
        assert!("418".parse::<Fault>().is_err() && "503*many".parse::<Fault>().is_err());
    }
}
