//! Reading shapes that vary: `null`, `""` and absence mean the same, an unexpected type is as good as absent, and `expand` swaps an id for an object.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A time in milliseconds since 1970, UTC, as Lever writes it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// Something that is an id until it is expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ref<I, T> {
    /// Not expanded.
    Id(I),
    /// Expanded.
    Object(T),
}

impl<'de, I: DeserializeOwned, T: DeserializeOwned> Deserialize<'de> for Ref<I, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = if value.is_string() {
            serde_json::from_value(value).map(Self::Id)
        } else {
            serde_json::from_value(value).map(Self::Object)
        };
        read.map_err(serde::de::Error::custom)
    }
}

impl<I, T> Ref<I, T> {
    /// The object, where it was expanded.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

/// Any value, or the default where it is missing, null or of another type.
pub(crate) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    if value.is_array() {
        // serde would read it as an object's fields in order.
        return Ok(T::default());
    }
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// A list; elements that cannot be read are left out.
pub(crate) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let Value::Array(values) = Value::deserialize(deserializer)? else {
        return Ok(Vec::new());
    };
    Ok(values
        .into_iter()
        .filter_map(|value| serde_json::from_value(value).ok())
        .collect())
}

/// A text; empty or blank is absent, a number is its digits.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// An integer, also as a text of digits.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    })
}

/// A time, also as a text of digits.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Millis>, D::Error> {
    Ok(integer(deserializer)?.map(Millis))
}
