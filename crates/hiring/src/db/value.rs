//! Portable column values: flags as BIGINT, JSON and ids as TEXT, times as BIGINT. The `any` driver knows no more.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyRow, AnyTypeInfo, AnyValueRef};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Any, Database, Decode, Encode, Row, Type};

use crate::{Error, Millis};

/// Lets a type with `Display` and `FromStr` stand in a TEXT column.
macro_rules! text_column {
    ($name:ident) => {
        impl sqlx::Type<sqlx::Any> for $name {
            fn type_info() -> sqlx::any::AnyTypeInfo {
                <str as sqlx::Type<sqlx::Any>>::type_info()
            }

            fn compatible(ty: &sqlx::any::AnyTypeInfo) -> bool {
                <str as sqlx::Type<sqlx::Any>>::compatible(ty)
            }
        }

        impl sqlx::Encode<'_, sqlx::Any> for $name {
            fn encode_by_ref(
                &self,
                buffer: &mut <sqlx::Any as sqlx::Database>::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <String as sqlx::Encode<'_, sqlx::Any>>::encode(self.to_string(), buffer)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Any> for $name {
            fn decode(value: sqlx::any::AnyValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <&str as sqlx::Decode<'r, sqlx::Any>>::decode(value)?;
                // The text itself is left out of the error: it may be anything.
                text.parse()
                    .map_err(|_| concat!("not a ", stringify!($name)).into())
            }
        }
    };
}
pub(crate) use text_column;

/// An enum whose variants have one text each: in the database, on the wire, in URLs.
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its text.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err($crate::Error::NotFound),
                }
            }
        }

        $crate::db::text_column!($name);
    };
}
pub(crate) use text_enum;

/// True or false as BIGINT 1 or 0: the driver refuses SQLite's BOOLEAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flag(pub(crate) bool);

/// A value as JSON in a TEXT column.
pub(crate) struct Json<T>(pub(crate) T);

macro_rules! bigint_column {
    ($name:ident, $into:expr, $from:expr) => {
        impl Type<Any> for $name {
            fn type_info() -> AnyTypeInfo {
                <i64 as Type<Any>>::type_info()
            }

            fn compatible(ty: &AnyTypeInfo) -> bool {
                <i64 as Type<Any>>::compatible(ty)
            }
        }

        impl Encode<'_, Any> for $name {
            fn encode_by_ref(
                &self,
                buffer: &mut <Any as Database>::ArgumentBuffer,
            ) -> Result<IsNull, BoxDynError> {
                let into: fn(&Self) -> i64 = $into;
                <i64 as Encode<'_, Any>>::encode(into(self), buffer)
            }
        }

        impl<'r> Decode<'r, Any> for $name {
            fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
                <i64 as Decode<'r, Any>>::decode(value).map($from)
            }
        }
    };
}

bigint_column!(Flag, |flag| i64::from(flag.0), |number| Self(number != 0));
bigint_column!(Millis, |millis| millis.0, Self);

impl<T> Type<Any> for Json<T> {
    fn type_info() -> AnyTypeInfo {
        <str as Type<Any>>::type_info()
    }

    fn compatible(ty: &AnyTypeInfo) -> bool {
        <str as Type<Any>>::compatible(ty)
    }
}

impl<T: Serialize> Encode<'_, Any> for Json<T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Any as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Any>>::encode(serde_json::to_string(&self.0)?, buffer)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Any> for Json<T> {
    fn decode(value: AnyValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<'r, Any>>::decode(value)?;
        // serde's message may quote the value, so only its place is kept.
        serde_json::from_str(text).map(Self).map_err(|error| {
            format!(
                "JSON of another shape at {}:{}",
                error.line(),
                error.column()
            )
            .into()
        })
    }
}

/// Reading a row in one word a column.
pub(crate) trait RowExt {
    /// A column of any type that the driver or this module knows.
    fn get_as<'r, T: Decode<'r, Any> + Type<Any>>(&'r self, column: &str) -> Result<T, Error>;

    /// A flag.
    fn flag(&self, column: &str) -> Result<bool, Error>;

    /// JSON.
    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error>;

    /// A count or another number that is never negative.
    fn count(&self, column: &str) -> Result<u64, Error>;
}

impl RowExt for AnyRow {
    fn get_as<'r, T: Decode<'r, Any> + Type<Any>>(&'r self, column: &str) -> Result<T, Error> {
        Ok(self.try_get(column)?)
    }

    fn flag(&self, column: &str) -> Result<bool, Error> {
        self.get_as::<Flag>(column).map(|flag| flag.0)
    }

    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        self.get_as::<Json<T>>(column).map(|json| json.0)
    }

    fn count(&self, column: &str) -> Result<u64, Error> {
        self.get_as::<i64>(column)
            .map(|number| u64::try_from(number).unwrap_or(0))
    }
}
