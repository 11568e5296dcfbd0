//! `/contacts/{id}`: the people. There is no list of them.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    fields::one,
    model::{Contact, Phone},
    query::Query,
    state::now,
};

/// `GET /contacts/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "contact")?;
    app.read(|world| {
        world
            .contacts
            .get(&id)
            .map(|contact| one(&query, render(contact)))
            .ok_or_else(|| ApiError::not_found("contacts", &id))
    })
}

/// `PUT /contacts/{id}`; here the location is a text.
pub(crate) async fn put(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "contact")?;
    app.change(|world| {
        let contact = world
            .contacts
            .get_mut(&id)
            .ok_or_else(|| ApiError::not_found("contacts", &id))?;
        if contact.anonymized {
            return Err(ApiError::bad_request(
                "An anonymized contact cannot be changed",
            ));
        }
        for (field, place) in [
            ("name", &mut contact.name),
            ("headline", &mut contact.headline),
            ("location", &mut contact.location),
        ] {
            if let Some(text) = fields.0[field].as_str() {
                text.clone_into(place);
            }
        }
        if fields.0["emails"].is_array() {
            contact.emails = fields.texts("emails")?;
        }
        if let Some(phones) = fields.0["phones"].as_array() {
            contact.phones = phones
                .iter()
                .filter_map(|phone| serde_json::from_value::<Phone>(phone.clone()).ok())
                .collect();
        }
        let mut changed = render(contact);
        if let Value::Object(fields) = &mut changed {
            // What this answer does not tell.
            fields.remove("isAnonymized");
            fields.remove("dataProtection");
        }
        let body = json!({ "data": changed });
        for opportunity in world
            .opportunities
            .values_mut()
            .filter(|opportunity| opportunity.contact == id)
        {
            opportunity.updated_at = Some(now());
        }
        world.tell_contact("contactUpdated", &id, "updatedAt");
        Ok(Json(body))
    })
}

/// A contact as JSON; unlike on an opportunity, the location is an object.
pub(crate) fn render(contact: &Contact) -> Value {
    json!({
        "id": contact.id, "name": contact.name, "headline": contact.headline, "isAnonymized": contact.anonymized,
        "location": { "name": contact.location }, "emails": contact.emails, "phones": contact.phones,
        "dataProtection": { "interviewIntelligence": { "allowed": true, "expiresAt": null } },
    })
}
