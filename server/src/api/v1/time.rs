//! Times as the API writes them.

use hiring::Millis;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::ToSchema;

/// A moment: RFC 3339, UTC.
#[derive(Clone, Copy, Debug, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-03-02T09:15:00Z")]
pub struct Time(pub Millis);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A time beyond the calendar is as good as none: 1970.
        let time = Timestamp::from_millisecond(self.0.0).unwrap_or_default();
        serializer.collect_str(&time)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let time: Timestamp = String::deserialize(deserializer)?
            .parse()
            .map_err(|_| de::Error::custom("not a time: write it as 2026-03-02T09:15:00Z"))?;
        Ok(Self(Millis(time.as_millisecond())))
    }
}
