//! Fixed choices as the OpenAPI document lists them: the words are taken from where they are defined.

use hiring::board::CardState;
use hiring::columns::ColumnKind;
use utoipa::openapi::Object;
use utoipa::openapi::schema::{ObjectBuilder, Type};

/// What a column means.
pub fn column_kind() -> Object {
    one_of(
        ColumnKind::ALL.iter().map(|kind| kind.as_str()),
        "What it means; `custom` for the organization's own.",
    )
}

/// What the engine knows of an application.
pub fn state() -> Object {
    one_of(
        CardState::ALL.iter().map(|state| state.as_str()),
        "Whether there is a score, it is on its way, or nothing could be read.",
    )
}

fn one_of(words: impl Iterator<Item = &'static str>, description: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words))
        .description(Some(description))
        .build()
}
