//! `include` and `expand`: which fields an object has in an answer, and which ids become objects.

use std::collections::BTreeSet;

use serde_json::Value;

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

    /// Narrows `object` to the fields that `include` names, with its id and what is expanded.
    pub fn narrow(&self, query: &Query, mut object: Value) -> Value {
        if query.has("include")
            && let Value::Object(fields) = &mut object
        {
            let named: BTreeSet<&str> = query
                .all("include")
                .flat_map(|value| value.split(','))
                .collect();
            fields.retain(|field, _| {
                field == "id" || named.contains(field.as_str()) || self.has(field)
            });
        }
        object
    }
}
