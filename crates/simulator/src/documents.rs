//! The bytes of resumes and files: uploaded ones as they came, seeded ones written anew whenever they are asked for; and their download,
//! straight or over a signed address.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{
    app::{App, Shared},
    error::ApiError,
    model::{File, Opportunity, Resume, Source},
    query::Query,
    resume,
    state::{World, now},
};

const SIGNED_LIFETIME: i64 = 5 * 60_000;

/// A file to hand out.
pub(crate) struct Document {
    id: String,
    opportunity: String,
    name: String,
    pub bytes: Bytes,
}

/// Seeded documents that were written lately. A document's bytes never change, though its person's name may.
#[derive(Default)]
pub(crate) struct Written(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    by_id: HashMap<String, Bytes>,
    /// Of all of them together.
    bytes: usize,
}

impl Written {
    /// With more bytes than this all are forgotten, and written anew.
    const LIMIT: usize = 64 << 20;

    fn or_write(&self, id: &str, write: impl FnOnce() -> Vec<u8>) -> Bytes {
        let known = self.shelf().by_id.get(id).cloned();
        known.unwrap_or_else(|| {
            // Not while others wait: it takes milliseconds.
            let bytes = Bytes::from(write());
            let mut shelf = self.shelf();
            if shelf.bytes + bytes.len() > Self::LIMIT {
                *shelf = Shelf::default();
            }
            if shelf.by_id.insert(id.to_owned(), bytes.clone()).is_none() {
                shelf.bytes += bytes.len();
            }
            bytes
        })
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Document {
    pub fn of_resume(app: &App, world: &World, opportunity: &Opportunity, resume: &Resume) -> Self {
        Self::new(
            app,
            world,
            opportunity,
            &resume.id,
            &resume.name,
            &resume.source,
        )
    }

    pub fn of_file(app: &App, world: &World, opportunity: &Opportunity, file: &File) -> Self {
        Self::new(app, world, opportunity, &file.id, &file.name, &file.source)
    }

    fn new(
        app: &App,
        world: &World,
        opportunity: &Opportunity,
        id: &str,
        name: &str,
        source: &Source,
    ) -> Self {
        let bytes = match source {
            Source::Uploaded(bytes) => Bytes::copy_from_slice(bytes),
            Source::Profile(_) => Bytes::new(),
            Source::Seeded(recipe) => app.written.or_write(id, || {
                resume::bytes(recipe, world.contact_of(opportunity), &opportunity.links)
            }),
        };
        Self {
            id: id.to_owned(),
            opportunity: opportunity.id.clone(),
            name: name.to_owned(),
            bytes,
        }
    }
}

/// The bytes, or a redirect to storage where the switch says so.
pub(crate) fn download_answer(app: &App, document: Document) -> Response {
    if app.switches().download_redirect {
        let expires = now() + SIGNED_LIFETIME;
        let signature = signature(app, &document.opportunity, &document.id, expires);
        let url = format!(
            "{}/storage/{}/{}?expires={expires}&signature={signature}",
            app.storage_origin, document.opportunity, document.id
        );
        return (StatusCode::FOUND, [(header::LOCATION, url)]).into_response();
    }
    attachment(document)
}

/// The bytes, to be saved and never shown: an uploaded page must not run in the simulator's origin.
pub(crate) fn attachment(document: Document) -> Response {
    let plain: String = document
        .name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{plain}\""),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, document.bytes).into_response()
}

fn signature(app: &App, opportunity: &str, id: &str, expires: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(app.facts.client_secret.as_bytes())
        .expect("an HMAC key may have any length");
    mac.update(format!("{opportunity}/{id}/{expires}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// `GET /storage/{opportunity}/{document}`: the storage that a redirect leads to. It wants the signature and refuses a bearer token, as real
/// storage does.
pub(crate) async fn storage(
    State(app): State<Shared>,
    Path((opportunity, id)): Path<(String, String)>,
    headers: axum::http::HeaderMap,
    query: Query,
) -> Result<Response, ApiError> {
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(ApiError::bad_request(
            "Only one way to authenticate is allowed",
        ));
    }
    let expires: i64 = query
        .one("expires")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let expected = signature(&app, &opportunity, &id, expires);
    if expires < now()
        || !bool::from(
            query
                .one("signature")
                .unwrap_or_default()
                .as_bytes()
                .ct_eq(expected.as_bytes()),
        )
    {
        return Err(ApiError::forbidden("The address has expired"));
    }
    app.read(|world| {
        let found = world.opportunity(&opportunity)?;
        if let Some(resume) = found.resumes.iter().find(|resume| resume.id == id) {
            return Ok(attachment(Document::of_resume(&app, world, found, resume)));
        }
        let file = found
            .files
            .iter()
            .find(|file| file.id == id)
            .ok_or_else(|| ApiError::not_found("files", &id))?;
        Ok(attachment(Document::of_file(&app, world, found, file)))
    })
}
