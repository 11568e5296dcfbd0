//! `GET /documents/{document}`: a document's own bytes, as a download.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hiring::permission::ViewJobs;
use hiring::{DocumentId, Member};

use super::trouble;
use crate::state::AppState;

/// Never shown in the page: a hostile file must not run in CLARA's origin. Another organization's document does not exist.
pub async fn download(
    State(state): State<AppState>,
    member: Option<Extension<Member>>,
    Path(document): Path<String>,
) -> Result<Response, Response> {
    let status = |status: StatusCode| status.into_response();
    let Extension(member) = member.ok_or_else(|| status(StatusCode::UNAUTHORIZED))?;
    let permit = member
        .permit::<ViewJobs>()
        .map_err(|_| status(StatusCode::FORBIDDEN))?;
    let document: DocumentId = document
        .parse()
        .map_err(|_| status(StatusCode::NOT_FOUND))?;
    let (kept, bytes) = hiring::documents::bytes(&state.store, &permit, document)
        .await
        .map_err(|error| match error {
            hiring::Error::NotFound => status(StatusCode::NOT_FOUND),
            error => {
                tracing::error!(%error, %document, "document not read");
                trouble::unavailable(&error)
            }
        })?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CONTENT_DISPOSITION, attachment(&kept.name)),
    ];
    Ok((headers, bytes).into_response())
}

/// RFC 6266: the name in UTF-8, percent-encoded, so that no name can end the header.
fn attachment(name: &str) -> HeaderValue {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_hostile_name_stays_a_name() {
        assert_eq!(
            attachment("Zoë\r\nSet-Cookie: x.pdf"),
            "attachment; filename*=UTF-8''Zo%C3%AB%0D%0ASet-Cookie%3A%20x.pdf"
        );
    }
}
