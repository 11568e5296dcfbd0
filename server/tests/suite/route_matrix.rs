//! Every page and every plain route, by method and path × every persona. A route without a row here fails, and so does a method without one.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use server::router::{Guard, page_paths, plain_paths};
use tokio::time::timeout;

use crate::support::{MARK, Persona, Seeded};

/// What browsers and others may send; `HEAD` is a `GET` without a body.
const METHODS: [Method; 7] = [
    Method::GET,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

/// A route as somebody calls it, and what each persona is answered.
pub struct Row {
    /// As the router names it.
    pub path: &'static str,
    pub method: Method,
    pub guard: Guard,
    /// With the ids of the seeded world.
    called: String,
    form: &'static [(&'static str, &'static str)],
    /// Stranger; hiring manager, recruiter, Partner Admin, owner; owner of another organization.
    pub answers: [u16; 6],
}

impl Row {
    /// As a browser of this person asks for it.
    pub fn request(&self, person: &Persona) -> RequestBuilder {
        let request = person
            .request(self.method.clone(), &self.called)
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin");
        match self.form {
            [] => request,
            form => request.form(form),
        }
    }
}

fn page(path: &'static str, called: impl Into<String>, answers: [u16; 6]) -> Row {
    Row {
        path,
        method: Method::GET,
        guard: Guard::Cookie,
        called: called.into(),
        form: &[],
        answers,
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A page that needs no cookie.
fn open(path: &'static str, called: impl Into<String>, status: u16) -> Row {
    Row {
        guard: Guard::Own,
        ..page(path, called, [status; 6])
    }
}

pub fn rows(seeded: &Seeded) -> Vec<Row> {
    let Seeded {
        job,
        application,
        document,
        integration,
        recipient,
        ..
    } = seeded;
    let everybody = |path| page(path, path, [302, 200, 200, 200, 200, 200]);
    let of_admins = |path| page(path, path, [302, 403, 403, 200, 200, 200]);
    let of_integration = |step: &str, path| {
        let called = format!("/settings/integrations/{integration}/{step}");
        page(path, called, [302, 403, 403, 200, 200, 404])
    };
    let posted = |path: &'static str, form| Row {
        path,
        method: Method::POST,
        guard: Guard::Cookie,
        called: path.into(),
        form,
        answers: [303; 6],
    };
    vec![
        page("/sign-in", "/sign-in", [200; 6]),
        page("/", "/", [302; 6]),
        everybody("/jobs"),
        page(
            "/jobs/{job}",
            format!("/jobs/{job}"),
            [302, 404, 200, 200, 200, 404],
        ),
        page(
            "/applications/{application}",
            format!("/applications/{application}"),
            [302, 404, 200, 200, 200, 404],
        ),
        everybody("/candidates"),
        everybody("/account"),
        page("/forgot-password", "/forgot-password", [200; 6]),
        page(
            "/reset-password/{token}",
            "/reset-password/guessed",
            [404; 6],
        ),
        page("/invitation/{token}", "/invitation/guessed", [404; 6]),
        page("/settings", "/settings", [302; 6]),
        page(
            "/settings/integrations",
            "/settings/integrations",
            [302, 403, 200, 200, 200, 200],
        ),
        page(
            "/settings/integrations/new",
            "/settings/integrations/new",
            [302, 403, 200, 200, 200, 200],
        ),
        of_integration("jobs", "/settings/integrations/{integration}/jobs"),
        of_integration(
            "status-mapping",
            "/settings/integrations/{integration}/status-mapping",
        ),
        page(
            "/settings/integrations/{integration}/follow-up-questions",
            format!("/settings/integrations/{integration}/follow-up-questions"),
            [302, 403, 200, 200, 200, 404],
        ),
        page(
            "/settings/integrations/{integration}/health",
            format!("/settings/integrations/{integration}/health"),
            [302, 403, 200, 200, 200, 404],
        ),
        of_integration("webhooks", "/settings/integrations/{integration}/webhooks"),
        page(
            "/settings/integrations/{integration}/write-back",
            format!("/settings/integrations/{integration}/write-back"),
            [302, 403, 403, 403, 200, 404],
        ),
        of_admins("/settings/notes"),
        of_admins("/settings/members"),
        of_admins("/settings/mail"),
        of_admins("/settings/api-tokens"),
        of_admins("/settings/failed-work"),
        everybody("/help"),
        open("/q/{token}", "/q/guessed", 404),
        Row {
            path: "/q/{token}",
            method: Method::POST,
            guard: Guard::Own,
            called: "/q/guessed".into(),
            form: &[("act", "send")],
            answers: [404; 6],
        },
        open("/questions.css", "/questions.css", 200),
        open("/review.js", "/review.js", 200),
        Row {
            path: "/follow-up-questions/preview",
            method: Method::POST,
            guard: Guard::Cookie,
            called: "/follow-up-questions/preview".into(),
            form: &[
                ("questions", "{\"introduction\":\"\",\"questions\":[]}"),
                ("show", "form"),
            ],
            answers: [401, 403, 403, 422, 422, 422],
        },
        open("/healthz", "/healthz", 200),
        open("/readyz", "/readyz", 200),
        page(
            "/documents/{document}",
            format!("/documents/{document}"),
            [401, 404, 200, 200, 200, 404],
        ),
        page(
            "/diagnostics",
            "/diagnostics",
            [401, 403, 403, 200, 200, 200],
        ),
        page(
            "/api/events",
            "/api/events?after=0",
            [401, 200, 200, 200, 200, 200],
        ),
        page(
            "/integrations/callback",
            "/integrations/callback?code=c&state=s",
            [303; 6],
        ),
        Row {
            path: "/hooks/lever/{secret}",
            method: Method::POST,
            guard: Guard::Own,
            called: "/hooks/lever/guessed".into(),
            form: &[],
            answers: [404; 6],
        },
        // The door of a link, and a review: the same answer for everybody who does not hold it.
        page("/r/{token}", "/r/guessed", [404; 6]),
        page("/review/{review}", format!("/review/{recipient}"), [404; 6]),
        page(
            "/review/{review}/{application}",
            format!("/review/{recipient}/{application}"),
            [404; 6],
        ),
        Row {
            path: "/r/{token}",
            method: Method::POST,
            guard: Guard::Cookie,
            called: "/r/guessed".into(),
            form: &[("", "")],
            answers: [404; 6],
        },
        Row {
            path: "/review/{review}/{application}",
            method: Method::POST,
            guard: Guard::Cookie,
            called: format!("/review/{recipient}/{application}"),
            form: &[("decision", "advance")],
            answers: [404; 6],
        },
        open("/unsubscribe/{token}", "/unsubscribe/guessed", 200),
        Row {
            path: "/unsubscribe/{token}",
            method: Method::POST,
            guard: Guard::Own,
            called: "/unsubscribe/guessed".into(),
            form: &[("List-Unsubscribe", "One-Click")],
            answers: [200; 6],
        },
        posted(
            "/auth/sign-in",
            &[("email", "nobody@acme.example"), ("password", "wrong")],
        ),
        posted(
            "/auth/invitation",
            &[
                ("token", "guessed"),
                ("name", "N"),
                ("password", "guessed it is"),
            ],
        ),
        posted("/auth/forgot-password", &[("email", "nobody@acme.example")]),
        posted(
            "/auth/reset-password",
            &[("token", "guessed"), ("password", "guessed it is")],
        ),
        Row {
            path: "/auth/organization",
            method: Method::POST,
            guard: Guard::Cookie,
            called: "/auth/organization".into(),
            form: &[("organization", "01890a5d-ac96-774b-bcce-b302099a8057")],
            answers: [303, 404, 404, 404, 404, 404],
        },
        // Last: nobody is signed in afterwards.
        Row {
            path: "/auth/sign-out",
            method: Method::POST,
            guard: Guard::Cookie,
            called: "/auth/sign-out".into(),
            form: &[("", "")],
            answers: [303; 6],
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_whom_it_should_and_nobody_else() {
    let seeded = Seeded::start().await;
    let app = &seeded.app;
    let rows = rows(&seeded);
    let routed: BTreeSet<(String, Guard)> = page_paths()
        .map(|path| (path, Guard::Cookie))
        .chain(plain_paths().map(|(path, guard)| (path.to_owned(), guard)))
        .collect();
    let listed: BTreeSet<(String, Guard)> = rows
        .iter()
        .map(|row| (row.path.to_owned(), row.guard))
        .collect();
    assert_eq!(routed, listed, "routes and rows of the matrix");

    let before = seeded.state().await;
    let mut people: [(&str, Persona); 6] = [
        ("stranger", app.stranger()),
        ("hiring manager", app.hiring_manager().await),
        ("recruiter", app.recruiter().await),
        ("partner admin", app.partner_admin().await),
        ("owner", app.owner().await),
        ("other organization", app.other_organization().await),
    ];
    let mut wrong = Vec::new();
    for row in &rows {
        for ((who, person), expected) in people.iter_mut().zip(row.answers) {
            let answer = timeout(Duration::from_secs(30), call(person, row)).await;
            let Ok((status, body)) = answer else {
                wrong.push(format!("{row} as {who}: no answer"));
                continue;
            };
            if status != expected {
                wrong.push(format!("{row} as {who}: {status}, not {expected}"));
            }
            let sees_nothing = ["stranger", "hiring manager", "other organization"];
            if sees_nothing.contains(who) && body.contains(MARK) {
                wrong.push(format!("{row} as {who} shows what it may not"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert_eq!(seeded.state().await, before);
}

/// The live connection never ends: of that one only the status is read.
async fn call(person: &mut Persona, row: &Row) -> (StatusCode, String) {
    let request = row.request(person);
    if row.path == "/api/events" {
        return (request.send().await.unwrap().status(), String::new());
    }
    let answer = person.send(request).await;
    (answer.status, answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_without_a_row_is_not_allowed_whoever_sends_it() {
    let seeded = Seeded::start().await;
    let rows = rows(&seeded);
    let mut people = [seeded.app.stranger(), seeded.app.owner().await];
    let before = seeded.state().await;
    let mut wrong = Vec::new();
    for row in &rows {
        let of_path = rows.iter().filter(|other| other.path == row.path);
        let listed: Vec<&Method> = of_path.map(|other| &other.method).collect();
        for method in METHODS {
            if listed.contains(&&method) {
                continue;
            }
            for person in &mut people {
                let request = person
                    .request(method.clone(), &row.called)
                    .header("sec-fetch-site", "same-origin");
                let status = person.send(request).await.status;
                if status != StatusCode::METHOD_NOT_ALLOWED {
                    wrong.push(format!("{method} {}: {status}", row.path));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0], "a method that answers needs a row");
    assert_eq!(seeded.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_answered_as_get_without_a_body() {
    let seeded = Seeded::start().await;
    let mut stranger = seeded.app.stranger();
    let mut owner = seeded.app.owner().await;
    let before = seeded.state().await;
    let rows = rows(&seeded);
    for row in rows.iter().filter(|row| row.method == Method::GET) {
        for (person, expected) in [
            (&mut stranger, row.answers[0]),
            (&mut owner, row.answers[4]),
        ] {
            let request = person
                .request(Method::HEAD, &row.called)
                .header("accept", "text/html");
            let answer = person.send(request).await;
            assert_eq!(answer.status, expected, "HEAD {}", row.path);
            assert!(answer.body.is_empty(), "HEAD {}", row.path);
        }
    }
    assert_eq!(seeded.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_reads_a_cookie_takes_nothing_unsafe_from_another_site() {
    let seeded = Seeded::start().await;
    let mut owner = seeded.app.owner().await;
    let before = seeded.state().await;
    let is_unsafe = |method: &Method| !matches!(*method, Method::GET | Method::OPTIONS);
    for row in rows(&seeded) {
        for method in METHODS.iter().filter(|method| is_unsafe(method)) {
            let request = owner
                .request(method.clone(), &row.called)
                .header("sec-fetch-site", "cross-site")
                .header("origin", "https://elsewhere.example")
                .form(row.form);
            let status = owner.send(request).await.status;
            let is_refused = status == StatusCode::FORBIDDEN;
            // A mail reader, a candidate's browser, the ATS: they show no cookie, and come from anywhere.
            let expected = row.guard == Guard::Cookie;
            assert_eq!(is_refused, expected, "{method} {}: {status}", row.path);
        }
    }
    assert_eq!(seeded.state().await, before);
    assert_eq!(owner.get("/jobs").await.status, 200, "still signed in");
}
