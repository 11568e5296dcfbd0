//! Reading JSON with little code. What a derived type needs to be read by position is a fraction of what it needs to be read by names, and each of
//! some hundred types brings it once. So JSON is read into a tree, and a struct gets its fields from there in its own order.

mod inside;

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde_json::{Map, Value};

use inside::{Entries, Row, Variant};

/// This is no JSON, or not of the type. It says no more: words about each type would be part of what every page loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not what was expected")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a value. As everywhere, fields that the type does not know are left out; unlike elsewhere, so are further elements of a tuple.
///
/// # Errors
/// If it cannot be read.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Unreadable> {
    T::deserialize(parse(json)?)
}

/// Reads what [`super::unread::Unread`] holds.
///
/// # Errors
/// If it cannot be read.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Unreadable> {
    T::deserialize(Found(Some(value)))
}

fn parse(json: &[u8]) -> Result<Found, Unreadable> {
    let tree = serde_json::from_slice(json).map_err(|_| Unreadable)?;
    Ok(Found(Some(tree)))
}

/// What stands in a place; none: a field that is not there.
struct Found(Option<Value>);

impl Found {
    fn text(self) -> Result<String, Unreadable> {
        match self.0 {
            Some(Value::String(text)) => Ok(text),
            _ => Err(Unreadable),
        }
    }

    fn object(self) -> Result<Map<String, Value>, Unreadable> {
        match self.0 {
            Some(Value::Object(object)) => Ok(object),
            _ => Err(Unreadable),
        }
    }

    fn elements(self) -> Result<Row, Unreadable> {
        match self.0 {
            Some(Value::Array(elements)) => Ok(Row::of(elements.into_iter().map(Some))),
            _ => Err(Unreadable),
        }
    }

    fn fields(self, names: &'static [&'static str]) -> Result<Row, Unreadable> {
        let mut object = self.object()?;
        let field = |name: &&str| object.get_mut(*name).map(Value::take);
        Ok(Row::of(names.iter().map(field)))
    }

    /// One of the `variants`, alone or with what it holds.
    fn variant(self, variants: &'static [&'static str]) -> Result<Variant, Unreadable> {
        let (name, content) = match self.0 {
            Some(Value::Object(object)) => {
                let (name, content) = object.into_iter().next().ok_or(Unreadable)?;
                (name, Some(content))
            }
            _ => (self.text()?, None),
        };
        let place = variants.iter().position(|variant| *variant == name);
        Ok(Variant {
            // A place that no type has: what a newer server knows, and a type may take as `#[serde(other)]`.
            place: place.map_or(u64::MAX, |place| place as u64),
            content: Found(content),
        })
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let Some(Value::Number(number)) = self.0 else {
            return Err(Unreadable);
        };
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (.., Some(number)) => visitor.visit_f64(number),
            _ => Err(Unreadable),
        }
    }
}

/// Methods that all do the same.
macro_rules! methods {
    ($does:ident: $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$does(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Found {
    type Error = Unreadable;

    methods!(number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);
    methods!(deserialize_string: deserialize_str deserialize_char deserialize_identifier);
    methods!(deserialize_any: deserialize_bytes deserialize_byte_buf deserialize_ignored_any);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            None | Some(Value::Null) => self.deserialize_unit(visitor),
            Some(Value::Bool(_)) => self.deserialize_bool(visitor),
            Some(Value::Number(_)) => self.number(visitor),
            Some(Value::String(_)) => self.deserialize_string(visitor),
            Some(Value::Array(_)) => self.deserialize_seq(visitor),
            Some(Value::Object(_)) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Some(Value::Bool(is)) => visitor.visit_bool(is),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Some(Value::Null) => visitor.visit_unit(),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            None | Some(Value::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.elements()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(Entries {
            left: self.object()?.into_iter(),
            value: Found(None),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.fields(fields)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self.variant(variants)?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        name: String,
        #[serde(rename = "n")]
        number: i64,
        share: f64,
        maybe: Option<u8>,
        #[serde(default)]
        many: Vec<Kind>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pair: Option<Pair>,
        by_name: BTreeMap<String, bool>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Pair(u32, #[serde(default)] String);

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        With(String),
        Two(u8, bool),
        Named {
            of: Option<String>,
            at: i64,
        },
        #[serde(other)]
        Unknown,
    }

    fn sample() -> Sample {
        Sample {
            name: "Zoë \"Z\" 🦀\n".to_owned(),
            number: i64::MIN,
            share: 2.0,
            maybe: Some(u8::MAX),
            many: vec![
                Kind::Plain,
                Kind::With(String::new()),
                Kind::Two(3, true),
                Kind::Named { of: None, at: -1 },
            ],
            pair: Some(Pair(u32::MAX, "x".to_owned())),
            by_name: BTreeMap::from([("a".to_owned(), true), (String::new(), false)]),
        }
    }

    fn of<T: DeserializeOwned>(json: &str) -> Result<T, Unreadable> {
        read(json.as_bytes())
    }

    #[test]
    fn what_was_written_is_read() {
        let json = serde_json::to_vec(&sample()).expect("plain data");
        assert_eq!(read(&json), Ok(sample()));
        let answers: [Result<Vec<Sample>, Kind>; 2] = [Ok(vec![sample()]), Err(Kind::Plain)];
        let json = serde_json::to_vec(&answers).expect("plain data");
        assert_eq!(read(&json), Ok(answers));
        assert_eq!(of("null"), Ok(()));
    }

    #[test]
    fn fields_come_in_any_order_and_may_be_more_or_fewer() {
        let json = r#"{"by_name":{},"later":{"x":[1]},"share":1,"n":7,"name":"A"}"#;
        let read: Sample = of(json).expect("all that must be there is there");
        assert_eq!((read.name.as_str(), read.number, read.share), ("A", 7, 1.0));
        assert_eq!((read.maybe, read.many, read.pair), (None, Vec::new(), None));
        assert_eq!(of("[4]"), Ok(Pair(4, String::new())));
        assert_eq!(of("[4,\"x\",true]"), Ok(Pair(4, "x".to_owned())));
    }

    #[test]
    fn a_default_does_not_stand_in_for_what_cannot_be_read() {
        let with =
            |field: &str| format!(r#"{{"by_name":{{}},"share":1,"n":7,"name":"A",{field}}}"#);
        assert_eq!(of::<Sample>(&with(r#""many":"x""#)), Err(Unreadable));
        assert_eq!(of::<Sample>(&with(r#""many":null"#)), Err(Unreadable));
        assert_eq!(of::<Sample>(&with(r#""maybe":256"#)), Err(Unreadable));
        assert_eq!(
            of::<Sample>(r#"{"by_name":{},"share":1,"n":7}"#),
            Err(Unreadable)
        );
    }

    #[test]
    fn a_variant_of_a_newer_server_is_the_other_one_or_refused() {
        assert_eq!(
            of(r#"["plain","later",{"two":[1,false]}]"#),
            Ok(vec![Kind::Plain, Kind::Unknown, Kind::Two(1, false)])
        );
        assert_eq!(of::<Result<u8, u8>>(r#"{"Perhaps":1}"#), Err(Unreadable));
        assert_eq!(of::<Kind>(r#""with""#), Err(Unreadable));
    }

    #[test]
    fn other_input_is_refused() {
        for json in [
            "",
            "{",
            "[1,]",
            "{}",
            "nul",
            "\u{0}",
            "{\"n\":1e999}",
            "\"\\ud800\"",
        ] {
            assert_eq!(of::<Sample>(json), Err(Unreadable), "{json}");
        }
        assert_eq!(of::<Vec<u8>>(&"[".repeat(100_000)), Err(Unreadable));
        assert_eq!(read::<String>(b"\"\xff\""), Err(Unreadable));
        assert_eq!(of::<u8>("-1"), Err(Unreadable));
        assert_eq!(of::<u8>("1.5"), Err(Unreadable));
    }
}
