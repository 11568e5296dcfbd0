//! What stands inside a value: the elements of an array, the fields of a struct, the entries of a map, what a variant holds.

use std::vec;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Value, map};

use super::{Found, Unreadable};

/// The elements of an array, or the fields of a struct.
pub(super) struct Row(vec::IntoIter<Found>);

impl Row {
    pub(super) fn of(values: impl Iterator<Item = Option<Value>>) -> Self {
        Self(values.map(Found).collect::<Vec<_>>().into_iter())
    }
}

impl<'de> SeqAccess<'de> for Row {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let Some(found) = self.0.next() else {
            return Ok(None);
        };
        let is_absent = found.0.is_none();
        match seed.deserialize(found) {
            // The type has a default for it, or refuses.
            Err(_) if is_absent => Ok(None),
            read => read.map(Some),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The entries of a map.
pub(super) struct Entries {
    pub(super) left: map::IntoIter,
    /// Of the key that was read last.
    pub(super) value: Found,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.left.next() else {
            return Ok(None);
        };
        self.value = Found(Some(value));
        seed.deserialize(Found(Some(Value::String(key)))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Unreadable> {
        seed.deserialize(Found(self.value.0.take()))
    }
}

/// A variant by its place among those of the type, and what it holds.
pub(super) struct Variant {
    pub(super) place: u64,
    pub(super) content: Found,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Found;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Found), Unreadable> {
        let variant = seed.deserialize(IntoDeserializer::<Unreadable>::into_deserializer(
            self.place,
        ))?;
        Ok((variant, self.content))
    }
}

impl<'de> VariantAccess<'de> for Found {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.fields(fields)?)
    }
}
