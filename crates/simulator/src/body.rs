//! Request bodies: JSON or a form, read into one JSON value.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header::CONTENT_TYPE,
};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::error::ApiError;

/// The fields of a body, whether it came as JSON or as a form.
pub(crate) struct Fields(pub Value);

impl Fields {
    pub fn parse(content_type: &str, bytes: &[u8]) -> Result<Self, ApiError> {
        if content_type.starts_with("application/x-www-form-urlencoded") {
            let pairs = form_urlencoded::parse(bytes)
                .map(|(key, value)| (key.into_owned(), Value::String(value.into_owned())));
            return Ok(Self(Value::Object(pairs.collect())));
        }
        if bytes.is_empty() {
            return Ok(Self(Value::Object(Map::new())));
        }
        match serde_json::from_slice(bytes) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            _ => Err(ApiError::bad_request("The body must be a JSON object")),
        }
    }

    /// A text that is there and not empty.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0[field].as_str().filter(|text| !text.is_empty())
    }

    pub fn required(&self, field: &str) -> Result<&str, ApiError> {
        self.text(field)
            .ok_or_else(|| ApiError::bad_request(format!("Missing required field: {field}")))
    }

    /// A whole number, which a form sends as text.
    pub fn number(&self, field: &str) -> Result<Option<i64>, ApiError> {
        let value = &self.0[field];
        let number = match value {
            Value::Null => return Ok(None),
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        };
        number
            .map(Some)
            .ok_or_else(|| ApiError::bad_request(format!("{field} must be a whole number")))
    }

    pub fn texts(&self, field: &str) -> Result<Vec<String>, ApiError> {
        let wrong = || ApiError::bad_request(format!("{field} must be a list of texts"));
        let list = self.0[field].as_array().ok_or_else(wrong)?;
        list.iter()
            .map(|value| value.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| ApiError::too_large("The body is too large"))?;
        Self::parse(&content_type, &bytes)
    }
}
