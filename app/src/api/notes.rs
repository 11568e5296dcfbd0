//! What *Settings → Notes* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::notes::Template};

/// The words of each kind of note.
#[server(endpoint = "notes/templates", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_templates() -> Result<Vec<Template>, ClaraError> {
    use super::convert_mapping::template;
    use crate::context::{permitted, refuse};
    use hiring::{
        notes::{self, NoteKind},
        permission::ManageSettings,
    };
    let (store, permit) = permitted::<ManageSettings>()?;
    let mut all = Vec::new();
    for kind in NoteKind::ALL {
        let kept = notes::template(&store, &permit, *kind).await;
        all.push(template(*kind, kept.map_err(refuse)?));
    }
    Ok(all)
}

/// How a note with these words looks, with an invented candidate; or what is wrong with them.
#[server(endpoint = "notes/preview", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn preview_template(kind: String, text: String) -> Result<String, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{notes, permission::ManageSettings};
    permitted::<ManageSettings>()?;
    let parsed = notes::Template::parse(parsed(&kind)?, &text);
    Ok(parsed.map_err(refuse)?.example())
}

/// Keeps these words, seen as `version` before.
#[server(endpoint = "notes/save", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn save_template(kind: String, version: i64, text: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{notes, permission::ManageSettings};
    let (store, permit) = permitted::<ManageSettings>()?;
    let saved = notes::save_template(&store, &permit, parsed(&kind)?, version, &text).await;
    if saved.map_err(refuse)? {
        Ok(())
    } else {
        Err(refuse(ClaraError::Conflict))
    }
}
