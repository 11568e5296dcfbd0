//! What the OpenAPI document says beside its routes: what the API is, how to show a token, what every operation may answer instead.

use std::collections::BTreeMap;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};
use utoipa::{IntoResponses, Modify, OpenApi};

/// The head of the document; the router adds the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "CLARA API",
        version = "1",
        description = "Jobs, applications, scores, moves and comments of one organization. \
            A token is made in *Settings → API tokens* and acts with the rights of the member who made it, narrowed by its scopes. \
            Times are RFC 3339 in UTC, ids are UUIDs. What was moved or commented here stands on every open board at once.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "Jobs", description = "What candidates apply to, and the columns of their boards."),
        (name = "Applications", description = "One candidacy on one job: where it stands, its score and the evidence for it."),
        (name = "Comments", description = "Internal words on an application."),
    ),
    modifiers(&Shared),
)]
pub struct Document;

/// What any operation may answer instead.
pub struct Refusals;

/// What an operation with a body may answer beside them.
pub struct BodyRefusals;

/// A refusal as the document describes it, once for all operations.
struct Refusal {
    status: u16,
    name: &'static str,
    description: &'static str,
    /// Name and description.
    header: Option<(&'static str, &'static str)>,
}

const REFUSALS: [Refusal; 5] = [
    Refusal {
        status: 401,
        name: "Unauthorized",
        description: "No token, or one that is unknown, expired or revoked, or whose maker left: code `unauthorized`",
        header: Some(("WWW-Authenticate", "`Bearer`")),
    },
    Refusal {
        status: 403,
        name: "Forbidden",
        description: "The token lacks the scope (code `missing_scope`, and `scope` names it), or the role of its maker does not allow it (`role_forbids`)",
        header: None,
    },
    Refusal {
        status: 422,
        name: "Invalid",
        description: "A parameter, field or header cannot be taken: code `invalid`, and `field` names it",
        header: None,
    },
    Refusal {
        status: 429,
        name: "TooManyRequests",
        description: "The token asks too often: code `too_many_requests`",
        header: Some(("Retry-After", "Seconds to wait")),
    },
    Refusal {
        status: 503,
        name: "Unavailable",
        description: "CLARA cannot reach its database (code `unavailable`), or its disk is full (`disk_full`); nothing was changed",
        header: None,
    },
];

const BODY_REFUSALS: [Refusal; 3] = [
    Refusal {
        status: 400,
        name: "NotJson",
        description: "The body is not JSON: code `not_json`",
        header: None,
    },
    Refusal {
        status: 413,
        name: "TooLarge",
        description: "The body is larger than any request needs: code `too_large`",
        header: None,
    },
    Refusal {
        status: 415,
        name: "UnsupportedMediaType",
        description: "The body is of another type than JSON: code `unsupported_media_type`",
        header: None,
    },
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(&REFUSALS)
    }
}

impl IntoResponses for BodyRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        references(&BODY_REFUSALS)
    }
}

fn references(refusals: &[Refusal]) -> BTreeMap<String, RefOr<Response>> {
    refusals
        .iter()
        .map(|refusal| {
            let reference = Ref::from_response_name(refusal.name);
            (refusal.status.to_string(), RefOr::Ref(reference))
        })
        .collect()
}

/// What the operations refer to.
struct Shared;

impl Modify for Shared {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("clara_…")
            .description(Some(
                "`Authorization: Bearer clara_…`. Each operation names the scope that its token needs.",
            ))
            .build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        for refusal in REFUSALS.iter().chain(&BODY_REFUSALS) {
            components
                .responses
                .insert(refusal.name.to_owned(), refusal.response().into());
        }
    }
}

impl Refusal {
    fn response(&self) -> Response {
        let problem = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        let response = ResponseBuilder::new()
            .description(self.description)
            .content("application/json", problem);
        let response = match self.header {
            Some((name, description)) => {
                let text = ObjectBuilder::new().schema_type(Type::String);
                let header = HeaderBuilder::new()
                    .schema(text)
                    .description(Some(description));
                response.header(name, header.build())
            }
            None => response,
        };
        response.build()
    }
}
