//! `POST /opportunities?perform_as=`: somebody is added by hand, from JSON or from a multipart form with files.

use axum::{
    Json,
    extract::{FromRequest, Multipart, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
};
use serde_json::{Map, Value, json};

use crate::{
    app::Shared,
    apply::MAX_FILE,
    auth::{Access, Caller},
    body::Fields,
    changes::NewOpportunity,
    error::ApiError,
    fields::Expand,
    model::{Phone, Source},
    opportunities::render,
    query::Query,
};

/// What a body of either form holds.
pub(crate) struct Given {
    fields: Fields,
    resume: Option<(String, Vec<u8>)>,
    files: Vec<(String, Vec<u8>)>,
}

impl FromRequest<Shared> for Given {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Shared) -> Result<Self, ApiError> {
        let content_type = request.headers().get(CONTENT_TYPE);
        let multipart = content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("multipart/form-data"));
        if multipart {
            let parts = Multipart::from_request(request, state).await;
            Self::read(parts.map_err(|_| broken())?).await
        } else {
            Ok(Self {
                fields: Fields::from_request(request, state).await?,
                resume: None,
                files: Vec::new(),
            })
        }
    }
}

fn broken() -> ApiError {
    ApiError::bad_request("The multipart body is broken")
}

impl Given {
    /// Lists are written `emails[]`; `phones[][value]` makes objects.
    async fn read(mut parts: Multipart) -> Result<Self, ApiError> {
        let mut fields = Map::new();
        let (mut resume, mut files) = (None, Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| broken())?;
            if bytes.len() > MAX_FILE {
                return Err(ApiError::too_large("A file may have at most 30 MB"));
            }
            match (&*name, file_name) {
                ("resumeFile", file) => {
                    resume = Some((file.unwrap_or("resume".to_owned()), bytes.to_vec()));
                }
                ("files[]" | "files", file) => {
                    files.push((file.unwrap_or("file".to_owned()), bytes.to_vec()));
                }
                (name, _) => {
                    let text = String::from_utf8(bytes.to_vec()).map_err(|_| broken())?;
                    put(&mut fields, name, text);
                }
            }
        }
        Ok(Self {
            fields: Fields(Value::Object(fields)),
            resume,
            files,
        })
    }

    fn texts(&self, field: &str) -> Result<Vec<String>, ApiError> {
        if self.fields.0[field].is_null() {
            Ok(Vec::new())
        } else {
            self.fields.texts(field)
        }
    }

    fn phones(&self) -> Vec<Phone> {
        let given = self.fields.0["phones"].as_array();
        given
            .into_iter()
            .flatten()
            .filter_map(|phone| serde_json::from_value(phone.clone()).ok())
            .collect()
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, text: String) {
    let Some((list, rest)) = name.split_once("[]") else {
        fields.insert(name.to_owned(), json!(text));
        return;
    };
    let entry = match rest
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(key) => json!({ key: text, "type": null }),
        None => json!(text),
    };
    if let Value::Array(all) = fields
        .entry(list)
        .or_insert_with(|| Value::Array(Vec::new()))
    {
        all.push(entry);
    }
}

/// `POST /opportunities?perform_as=`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
    given: Given,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "opportunities")?;
    let postings = given.texts("postings")?;
    if postings.len() > 1 {
        return Err(ApiError::bad_request(
            "An opportunity can have at most one posting",
        ));
    }
    let (emails, links, sources) = (
        given.texts("emails")?,
        given.texts("links")?,
        given.texts("sources")?,
    );
    let phones = given.phones();
    let Given {
        fields,
        resume,
        files,
    } = given;
    let text = |field: &str| fields.text(field).unwrap_or_default().to_owned();
    app.change(|world| {
        let user = world.needed_performer(&query)?;
        let owner = match fields.text("owner") {
            Some(owner) => world.user(owner)?.id.clone(),
            None => user.clone(),
        };
        let added = world.add_opportunity(NewOpportunity {
            name: text("name"),
            headline: text("headline"),
            emails,
            phones,
            location: text("location"),
            links,
            posting: postings.into_iter().next(),
            // Somebody who is added by hand is a lead, on a posting too.
            stage: Some(fields.text("stage").unwrap_or("lead-new").to_owned()),
            kind: "user".to_owned(),
            origin: fields.text("origin").unwrap_or("sourced").to_owned(),
            user: Some(user.clone()),
            resume: resume.map(|(name, bytes)| (name, Source::Uploaded(bytes))),
            files,
            ..NewOpportunity::default()
        })?;
        let tags = fields.0["tags"].as_array().cloned().unwrap_or_default();
        let opportunity = world.opportunity_mut(&added.opportunity)?;
        opportunity.sources = sources;
        opportunity.sourced_by = Some(user).filter(|_| opportunity.origin == "sourced");
        opportunity.followers = vec![owner.clone()];
        opportunity.owner = Some(owner);
        // Those of the posting stand behind.
        let own = tags.iter().filter_map(|tag| tag.as_str());
        let mut tags: Vec<String> = own.map(str::to_owned).collect();
        tags.append(&mut opportunity.tags);
        opportunity.tags = tags;
        let opportunity = world.opportunity(&added.opportunity)?;
        let mut data = render(&app, world, opportunity, &Expand::none());
        if let Value::Object(fields) = &mut data {
            fields.remove("opportunityLocation");
        }
        Ok((
            StatusCode::CREATED,
            Json(json!({ "deduped": added.deduped, "data": data })),
        ))
    })
}
