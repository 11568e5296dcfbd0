//! Civil dates without a clock: the day an application is judged on, and the half-known dates of a resume.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date: write YYYY-MM-DD, for example 2026-06-30")
    }
}

impl std::error::Error for InvalidDate {}

/// A day of the Gregorian calendar, `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that exists; years 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, InvalidDate> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        if known && (1..=days).contains(&day) {
            Ok(Self { year, month, day })
        } else {
            Err(InvalidDate)
        }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1–12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Months since the year 0, this month not yet included.
    pub(crate) fn months(self) -> i32 {
        self.year * 12 + i32::from(self.month) - 1
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return Err(InvalidDate);
        }
        let number = |from: usize, to: usize| -> Result<u16, InvalidDate> {
            if bytes[from..to].iter().all(u8::is_ascii_digit) {
                text[from..to].parse().map_err(|_| InvalidDate)
            } else {
                Err(InvalidDate)
            }
        };
        let small = |n: u16| u8::try_from(n).map_err(|_| InvalidDate);
        Self::new(
            i32::from(number(0, 4)?),
            small(number(5, 7)?)?,
            small(number(8, 10)?)?,
        )
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A year, or a year and a month: `YYYY` or `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i32,
    month: Option<u8>,
}

impl PartialDate {
    /// A year that a resume may name (1900–2100), with a month 1–12 where it is known.
    pub fn new(year: i32, month: Option<u8>) -> Result<Self, InvalidDate> {
        let known = (1900..=2100).contains(&year) && month.is_none_or(|m| (1..=12).contains(&m));
        if known {
            Ok(Self { year, month })
        } else {
            Err(InvalidDate)
        }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1–12, where known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The month in which a span beginning here begins; the middle of the year where no month is known.
    pub(crate) fn begins(self) -> i32 {
        self.year * 12 + self.month.map_or(6, |m| i32::from(m) - 1)
    }

    /// The month before which a span ending here ends: the last month counts in full.
    pub(crate) fn ends(self) -> i32 {
        self.year * 12 + self.month.map_or(6, i32::from)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month.parse().map_err(|_| InvalidDate)?)),
            None => (text, None),
        };
        Self::new(year.parse().map_err(|_| InvalidDate)?, month)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// When something ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Nothing is said: left out of JSON.
    #[default]
    Unknown,
    /// It goes on: `null` in JSON.
    Present,
    /// Its last year or month.
    On(PartialDate),
}

impl Ending {
    /// Whether nothing is said.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

impl Serialize for Ending {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::On(date) => date.serialize(serializer),
            Self::Present | Self::Unknown => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Ending {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<PartialDate>::deserialize(deserializer)?.map_or(Self::Present, Self::On))
    }
}
