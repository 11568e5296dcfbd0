//! A value that is not read yet. What every page loads can ask for it and hold it without the code that reads it, which comes with the part that
//! shows it.

use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::Value;

use super::read::{Unreadable, read_value};

/// A `T` as it crosses the wire. It looks there as `T` does.
pub struct Unread<T>(Value, PhantomData<fn() -> T>);

impl<T: Serialize> Unread<T> {
    /// What was not read, of what will be.
    ///
    /// # Errors
    /// If the value cannot be written as JSON.
    pub fn of(value: &T) -> Result<Self, serde_json::Error> {
        Ok(Self(serde_json::to_value(value)?, PhantomData))
    }
}

impl<T> Unread<T> {
    /// A text among its fields, by the field's name; none where that is no text.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }
}

impl<T: DeserializeOwned> Unread<T> {
    /// Reads it.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(self) -> Result<T, Unreadable> {
        read_value(self.0)
    }
}

impl<T> Clone for Unread<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> PartialEq for Unread<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Serialize for Unread<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Unread<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self(value, PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::read::read;

    #[test]
    fn it_looks_on_the_wire_as_what_it_holds() {
        let value = (7_i64, vec![Some(0.15_f64), None], "ö".to_owned());
        let json = serde_json::to_vec(&value).expect("plain data");
        let unread = Unread::of(&value).expect("plain data");
        assert_eq!(serde_json::to_vec(&unread).expect("plain data"), json);
        let unread: Unread<(i64, Vec<Option<f64>>, String)> = read(&json).expect("it was written");
        assert_eq!(unread.clone().read(), Ok(value));
        let other: Unread<u8> = read(&json).expect("anything can be held");
        assert_eq!(other.read(), Err(Unreadable));
    }

    #[test]
    fn unread_it_can_be_told_apart() {
        let of =
            |json: &str| -> Unread<u8> { read(json.as_bytes()).expect("anything can be held") };
        let one = of(r#"{"application":"7","comments":1}"#);
        assert_eq!(one.text("application"), Some("7"));
        assert_eq!((one.text("comments"), one.text("job")), (None, None));
        assert!(one == of(r#"{"comments":1,"application":"7"}"#));
        assert!(one != of(r#"{"application":"7","comments":2}"#));
    }
}
