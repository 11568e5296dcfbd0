//! The query string of a request: repeated parameters, times, limits.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use url::form_urlencoded;

use crate::error::ApiError;

/// The parameters in their order, decoded once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(text: &str) -> Self {
        Self(
            form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The first value of a parameter.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every value of a repeatable parameter, also written as `name[]`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + Clone {
        self.0
            .iter()
            .filter(move |(key, _)| key.trim_end_matches("[]") == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether `value` is among the named ones, or none is named.
    pub fn admits(&self, name: &str, value: &str) -> bool {
        !self.has(name) || self.all(name).any(|wanted| wanted == value)
    }

    /// Whether one of `values` is among the named ones, or none is named.
    pub fn admits_any<'v>(&self, name: &str, values: impl IntoIterator<Item = &'v String>) -> bool {
        !self.has(name) || values.into_iter().any(|value| self.admits(name, value))
    }

    /// A flag `true` or `false`, in any case: connectors in Python send `True`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.one(name) {
            None | Some("") => Ok(None),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(ApiError::bad_request(format!(
                "{name} must be true or false"
            ))),
        }
    }

    /// The inclusive range `{name}_start` to `{name}_end` in milliseconds.
    pub fn range(&self, name: &str) -> Result<Range, ApiError> {
        Ok(Range {
            start: self.time(&format!("{name}_start"))?,
            end: self.time(&format!("{name}_end"))?,
        })
    }

    fn time(&self, name: &str) -> Result<Option<i64>, ApiError> {
        self.one(name)
            .map(|text| {
                text.parse().map_err(|_| {
                    ApiError::bad_request(format!("{name} must be a timestamp in milliseconds"))
                })
            })
            .transpose()
    }

    /// `limit`: 1 to 100, by default 100.
    pub fn limit(&self) -> Result<usize, ApiError> {
        match self.one("limit") {
            None => Ok(100),
            Some(text) => match text.parse() {
                Ok(limit @ 1..=100) => Ok(limit),
                _ => Err(ApiError::bad_request("limit must be between 1 and 100")),
            },
        }
    }

    /// The same query with a limit where it names none.
    pub fn with_default_limit(mut self, limit: u32) -> Self {
        if self.one("limit").is_none() {
            self.0.push(("limit".to_owned(), limit.to_string()));
        }
        self
    }

    /// The pairs that a page token is bound to: all but the token itself and the page's size, in a fixed order.
    pub fn bound_pairs(&self) -> Vec<&(String, String)> {
        let mut pairs: Vec<_> = self
            .0
            .iter()
            .filter(|(key, _)| key != "offset" && key != "limit")
            .collect();
        pairs.sort();
        pairs
    }

    /// The whole query as text again.
    pub fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }

    /// The names in use.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

/// An inclusive range of times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub start: Option<i64>,
    pub end: Option<i64>,
}

impl Range {
    /// A record without the time matches only where no range is asked for.
    pub fn admits(&self, time: Option<i64>) -> bool {
        if self.start.is_none() && self.end.is_none() {
            return true;
        }
        time.is_some_and(|time| {
            self.start.is_none_or(|start| time >= start) && self.end.is_none_or(|end| time <= end)
        })
    }

    /// Both ends are given and at most 30 days apart, as the lists of deleted records ask.
    pub fn within_thirty_days(self, name: &str) -> Result<Self, ApiError> {
        const THIRTY_DAYS: i64 = 30 * 24 * 3_600_000;
        match (self.start, self.end) {
            (Some(start), Some(end)) if end >= start && end - start <= THIRTY_DAYS => Ok(self),
            _ => Err(ApiError::bad_request(format!(
                "{name}_start and {name}_end are required and may be at most 30 days apart"
            ))),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}
