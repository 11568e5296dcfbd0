//! `/opportunities/{id}/offers`: read-only, with the document that was sent or signed.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    error::ApiError,
    query::Query,
    records::{Resource, Shelf, Target},
    resume::plain_pdf,
};

pub(crate) const OFFERS: Resource = Resource {
    shelf: Shelf::Offers,
    name: "offers",
    scope: "offers",
    expandable: &[("creator", Target::User)],
};

/// `GET …/offers/{offer}/download?status=sent|signed`
pub(crate) async fn download(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, offer)): Path<(String, String)>,
    query: Query,
) -> Result<Response, ApiError> {
    caller.may(Access::Read, "offers")?;
    let field = match query.one("status") {
        None | Some("sent") => "sentDocument",
        Some("signed") => "signedDocument",
        Some(_) => return Err(ApiError::bad_request("status must be sent or signed")),
    };
    let text = app.read(|world| {
        let offer = &OFFERS.of(world, &caller, &id, &offer)?.object;
        if offer[field].is_null() {
            return Err(ApiError::not_found(field, &id));
        }
        let opportunity = world.opportunity(&id)?;
        Ok(format!(
            "Offer of employment to {}",
            world.contact_of(opportunity).name
        ))
    })?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"Offer.pdf\"",
        ),
    ];
    Ok((headers, plain_pdf(&text)).into_response())
}
