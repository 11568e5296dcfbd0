//! `include` and `expand`: which fields an object has in an answer, and which ids become objects.

use std::collections::BTreeSet;

use axum::Json;
use serde_json::{Value, json};

use crate::{error::ApiError, query::Query};

/// The fields that a request wants expanded.
pub(crate) struct Expand(BTreeSet<String>);

impl Expand {
    /// # Errors
    /// 400 for a field that cannot be expanded.
    pub fn parse(query: &Query, allowed: &[&str]) -> Result<Self, ApiError> {
        let wanted: BTreeSet<String> = query
            .all("expand")
            .flat_map(|value| value.split(','))
            .map(str::to_owned)
            .collect();
        match wanted
            .iter()
            .find(|field| !allowed.contains(&field.as_str()))
        {
            Some(field) => Err(ApiError::bad_request(format!("{field} is not expandable"))),
            None => Ok(Self(wanted)),
        }
    }

    pub fn none() -> Self {
        Self(BTreeSet::new())
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.contains(field)
    }
}

/// Narrows an object to the fields that `include` names, with its id and what is expanded.
pub(crate) fn narrowed(query: &Query, mut object: Value) -> Value {
    if query.has("include")
        && let Value::Object(fields) = &mut object
    {
        let named: BTreeSet<&str> = ["include", "expand"]
            .into_iter()
            .flat_map(|name| query.all(name))
            .flat_map(|value| value.split(','))
            .collect();
        fields.retain(|field, _| field == "id" || named.contains(field.as_str()));
    }
    object
}

/// The answer with one object, narrowed.
pub(crate) fn one(query: &Query, object: Value) -> Json<Value> {
    Json(json!({ "data": narrowed(query, object) }))
}
