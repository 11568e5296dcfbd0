//! `/postings/{id}/apply`: the application form and its submission, and `/uploads`, where its files go first.

use axum::{
    Json,
    extract::{Multipart, Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    body::Fields,
    changes::NewOpportunity,
    error::ApiError,
    model::{Phone, Posting, Source, Upload},
    query::Query,
    state::now,
};

const UPLOAD_LIFETIME: i64 = 24 * 3_600_000;
/// Lever takes files up to 30 MB.
pub(crate) const MAX_FILE: usize = 30 * 1024 * 1024;

/// `GET /postings/{id}/apply`
pub(crate) async fn form(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "postings")?;
    let asked = match query.one("distribution") {
        None | Some("external") => true,
        Some("internal") => false,
        Some(_) => {
            return Err(ApiError::bad_request(
                "distribution must be internal or external",
            ));
        }
    };
    app.read(|world| {
        let posting = world.posting(&id)?;
        let field = |text: &str, name: &str, kind: &str, required: bool| json!({ "text": text, "name": name, "type": kind, "required": required, "value": null });
        if let Some(location) = query.one("location")
            && !posting.all_locations.iter().any(|known| known == location)
        {
            return Err(ApiError::bad_request("The posting has no such location"));
        }
        let mut personal = vec![
            field("Full name", "fullName", "text", true), field("Email", "email", "text", true), field("Current company", "currentCompany", "text", false),
            field("Current location", "currentLocation", "text", false), field("Phone", "phone", "text", false),
            field("Resume", "resume", "file-upload", false), field("Additional information", "additionalInformation", "textarea", false),
        ];
        if posting.all_locations.len() > 1 {
            personal.push(field("Preferred location", "preferredPostingLocation", "dropdown", false));
        }
        Ok(Json(json!({ "data": {
            "id": posting.id, "text": posting.text,
            "customQuestions": if asked { form_questions(posting) } else { Vec::new() },
            "eeoQuestions": {},
            "personalInformation": personal,
            "urls": [field("LinkedIn", "LinkedIn", "text", false)],
            "consentDisclosures": null,
        } })))
    })
}

/// The questions as the form shows them: unanswered and without who made them.
fn form_questions(posting: &Posting) -> Vec<Value> {
    posting
        .questions
        .iter()
        .map(|question| json!({ "id": question["id"], "text": question["text"], "distribution": ["external"], "fields": question["fields"] }))
        .collect()
}

/// `POST /postings/{id}/apply`
pub(crate) async fn submit(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "postings")?;
    let personal = |name: &str| named(&fields.0["personalInformation"], name);
    let needed = |name: &str| {
        personal(name)
            .ok_or_else(|| ApiError::bad_request(format!("Missing required field: {name}")))
    };
    let name = needed("fullName")?;
    let email = needed("email")?;
    let links = fields.0["urls"]
        .as_array()
        .map(|urls| {
            urls.iter()
                .filter_map(|url| url["value"].as_str().map(str::to_owned))
                .collect()
        })
        .unwrap_or_default();
    app.change(|world| {
        let posting = world.posting(&id)?.clone();
        if !posting.is_open() {
            return Err(ApiError::bad_request(
                "The posting does not take applications",
            ));
        }
        let resume = match personal("resume") {
            None => None,
            Some(uri) => {
                let upload = uri
                    .rsplit('/')
                    .next()
                    .and_then(|id| world.uploads.remove(id))
                    .filter(|upload| upload.expires_at > now());
                let upload = upload.ok_or_else(|| {
                    ApiError::bad_request("The resume is not an upload, or it has expired")
                })?;
                Some((upload.name, Source::Uploaded(upload.bytes)))
            }
        };
        let origin = fields.text("origin").unwrap_or("applied");
        let added = world.add_opportunity(NewOpportunity {
            name,
            emails: vec![email],
            phones: personal("phone")
                .map(|value| Phone { kind: None, value })
                .into_iter()
                .collect(),
            location: personal("currentLocation").unwrap_or_default(),
            headline: personal("currentCompany").unwrap_or_default(),
            links,
            company: personal("currentCompany"),
            custom_questions: answers(&posting, &fields.0["customQuestions"])?,
            posting: Some(posting.id),
            kind: "posting".to_owned(),
            comments: personal("additionalInformation").unwrap_or_default(),
            resume,
            origin: if origin == "internal" {
                "internal"
            } else {
                "applied"
            }
            .to_owned(),
            source: Some(fields.text("source").unwrap_or("Job site").to_owned()),
            preferred_location: personal("preferredPostingLocation"),
            ip_address: fields.text("ipAddress").map(str::to_owned),
            ..NewOpportunity::default()
        })?;
        Ok((
            StatusCode::CREATED,
            Json(json!({ "data": { "applicationId": added.application } })),
        ))
    })
}

fn named(list: &Value, name: &str) -> Option<String> {
    let entry = list
        .as_array()?
        .iter()
        .find(|entry| entry["name"] == name)?;
    entry["value"]
        .as_str()
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

/// The posting's questions with the given answers, which must be in the form's order and number.
fn answers(posting: &Posting, given: &Value) -> Result<Vec<Value>, ApiError> {
    let given = given.as_array().cloned().unwrap_or_default();
    let mut questions = posting.questions.clone();
    for (index, question) in questions.iter_mut().enumerate() {
        let answer = given
            .get(index)
            .filter(|answer| answer["id"] == question["id"]);
        if answer.is_none() && !given.is_empty() {
            return Err(ApiError::bad_request(
                "customQuestions must be in the order and number of the form",
            ));
        }
        let fields = question["fields"]
            .as_array_mut()
            .map(Vec::as_mut_slice)
            .unwrap_or_default();
        for (place, field) in fields.iter_mut().enumerate() {
            let value = answer
                .map(|answer| answer["fields"][place]["value"].clone())
                .unwrap_or_default();
            if field["required"] == true && value.is_null() {
                return Err(ApiError::bad_request(format!(
                    "Missing required field: {}",
                    field["text"].as_str().unwrap_or_default()
                )));
            }
            field["value"] = value;
        }
        question["completedAt"] = json!(now());
    }
    Ok(questions)
}

/// `POST /uploads`: multipart with one `file`.
pub(crate) async fn upload(
    State(app): State<Shared>,
    caller: Caller,
    multipart: Multipart,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "uploads")?;
    let (name, bytes) = file(multipart).await?;
    Ok(app.change(|world| {
        let id = world.ids.next();
        let expires_at = now() + UPLOAD_LIFETIME;
        let answer = json!({ "data": { "id": id, "uri": format!("{}/v1/uploads/{id}", app.origin), "filename": name, "size": bytes.len(), "expiresAt": expires_at } });
        world.uploads.retain(|_, upload| upload.expires_at > now());
        world.uploads.insert(id.clone(), Upload { id, name, bytes, expires_at });
        (StatusCode::CREATED, Json(answer))
    }))
}

/// The `file` of a multipart body, with its name.
pub(crate) async fn file(mut multipart: Multipart) -> Result<(String, Vec<u8>), ApiError> {
    let wrong = |_| ApiError::bad_request("The multipart body is broken");
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or("file").to_owned();
            let bytes = field.bytes().await.map_err(wrong)?;
            if bytes.len() > MAX_FILE {
                return Err(ApiError::too_large("A file may have at most 30 MB"));
            }
            return Ok((name, bytes.to_vec()));
        }
    }
    Err(ApiError::bad_request("Missing required field: file"))
}
