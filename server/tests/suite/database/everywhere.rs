//! Every page, plain route, server function and operation of the API, while the database is gone or the disk is full. Each is answered as ever
//! where it can be, and else by 503 that says why, and that nothing was changed; nobody waits for ever.

use std::time::Duration;

use app::error::ClaraError;
use futures::StreamExt;
use hiring::api_tokens::Scope;
use hiring::audit::{self, AuditEvent};
use hiring::permission::{ManageSettings, ViewJobs};
use hiring::{Millis, jobs};
use reqwest::{Method, RequestBuilder, StatusCode};
use server::router::Guard;
use testing::Line;
use tokio::time::timeout;

use super::disk_full::Disk;
use crate::permission_matrix::{self, Ids, Least};
use crate::route_matrix::{self, Row};
use crate::support::{Kept, PASSWORD, Persona, Program, Seeded, TestApp};

/// Longer than any of them may take; reached only when one never answers.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many ask at once: each waits for the database as long as the server does.
const AT_ONCE: usize = 100;
/// How often something is written until the disk takes no more of it.
const MOST: usize = 5000;
const MEGABYTES: u32 = 32;
/// What needs no database, whoever asks.
const WITHOUT_DATABASE: [(Method, &str); 4] = [
    (Method::GET, "/healthz"),
    (Method::GET, "/questions.css"),
    (Method::GET, "/review.js"),
    (Method::GET, "/unsubscribe/{token}"),
];

/// Forms of those who are not in: the page they lead back to says what went wrong.
const DOORS: [&str; 4] = [
    "/auth/sign-in",
    "/auth/invitation",
    "/auth/forgot-password",
    "/auth/reset-password",
];

/// What came of a request.
struct Answered {
    what: String,
    status: StatusCode,
    location: String,
    body: String,
}

impl Answered {
    /// What a person reads: a server function's error is worded by the browser's half.
    fn words(&self) -> String {
        serde_json::from_str::<ClaraError>(&self.body)
            .map_or_else(|_| self.body.clone(), |error| error.to_string())
    }

    /// Whether it says that nothing was changed.
    fn says_so(&self) -> bool {
        let is_unavailable = self.status == StatusCode::SERVICE_UNAVAILABLE;
        is_unavailable && self.words().contains("Nothing was changed")
    }

    /// Whether a route is answered rightly where the session is not what stands in the way.
    fn is_right_of(&self, row: &Row) -> bool {
        if WITHOUT_DATABASE.contains(&(row.method.clone(), row.path)) {
            self.status == StatusCode::OK
        } else if row.path == "/readyz" {
            self.status == StatusCode::SERVICE_UNAVAILABLE
        } else {
            self.says_so()
        }
    }
}

impl std::fmt::Display for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}", self.what, self.status, self.body)
    }
}

async fn answered(what: String, request: RequestBuilder) -> Answered {
    let sent = timeout(PATIENCE, request.send()).await;
    let answer = sent
        .unwrap_or_else(|_| panic!("{what}: no answer"))
        .unwrap();
    let status = answer.status();
    let location = answer.headers().get("location");
    let location = location.map_or("", |location| location.to_str().unwrap());
    let location = location.to_owned();
    // A live connection that was opened never ends.
    let is_live = what.contains("/api/events") && status.is_success();
    let body = if is_live {
        String::new()
    } else {
        answer.text().await.unwrap()
    };
    Answered {
        what,
        status,
        location,
        body,
    }
}

/// Every operation of the document, with ids that are there.
async fn operations(seeded: &Seeded, program: &Program) -> Vec<(String, RequestBuilder)> {
    let document = program.get("/openapi.json").await.json();
    let ids = [
        ("{job}", seeded.job.to_string()),
        ("{application}", seeded.application.to_string()),
    ];
    let mut all = Vec::new();
    for (template, methods) in document["paths"].as_object().unwrap() {
        let path = ids
            .iter()
            .fold(template.clone(), |path, (name, id)| path.replace(name, id));
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let what = format!("{method} /api/v1{template}");
            let request = program.request(method.clone(), &path);
            let request = match method {
                Method::GET => request,
                _ => request.json(&serde_json::json!({})),
            };
            all.push((what, request));
        }
    }
    assert!(all.len() >= 9, "{} operations", all.len());
    all
}

async fn audit_log(seeded: &Seeded) -> Vec<AuditEvent> {
    let permit = seeded.app.acme().await;
    let permit = permit.permit::<ManageSettings>().unwrap();
    audit::list(seeded.app.store(), &permit, Millis::NEVER, 1000)
        .await
        .unwrap()
}

/// All of them, some at a time.
async fn all_answered(requests: Vec<(String, RequestBuilder)>) -> Vec<Answered> {
    futures::stream::iter(requests)
        .map(|(what, request)| answered(what, request))
        .buffered(AT_ONCE)
        .collect()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_everything_says_so_and_no_link_is_called_dead() {
    let seeded = Seeded::keeping(Kept::behind_proxy().await).await;
    let owner = seeded.app.owner().await;
    let stranger = seeded.app.stranger();
    let program = seeded.app.token(Scope::ALL).await;
    let operations = operations(&seeded, &program).await;
    let functions = permission_matrix::rows(&Ids::of(&seeded));
    let routes = route_matrix::rows(&seeded);
    let before = audit_log(&seeded).await;
    let store = seeded.app.store().clone();
    let views = seeded.app.acme().await.permit::<ViewJobs>().unwrap();
    seeded.app.kept().proxy().set(Line::Refused);

    let asks = |person: &Persona| {
        let called = functions.iter().map(|(endpoint, arguments, _)| {
            let request = permission_matrix::request(person, endpoint, arguments);
            (format!("/api/{endpoint}"), request)
        });
        let gone_to = routes
            .iter()
            .map(|row| (row.to_string(), row.request(person)));
        called.chain(gone_to).collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    let answers = all_answered(asks(&owner)).await;
    let (of_functions, of_routes) = answers.split_at(functions.len());
    wrong.extend(of_functions.iter().filter(|answer| !answer.says_so()));
    for (row, answer) in routes.iter().zip(of_routes) {
        wrong.extend((!answer.is_right_of(row)).then_some(answer));
    }
    let of_strangers = all_answered(asks(&stranger)).await;
    let (of_functions, of_routes) = of_strangers.split_at(functions.len());
    for ((.., least), answer) in functions.iter().zip(of_functions) {
        // Who is to sign in first need not be looked up.
        let is_right = match least {
            Least::Stranger => answer.says_so(),
            _ => answer.status == StatusCode::UNAUTHORIZED,
        };
        wrong.extend((!is_right).then_some(answer));
    }
    for (row, answer) in routes.iter().zip(of_routes) {
        let is_link = row.answers[0] == 404 && !row.path.starts_with("/review/");
        let is_right = if DOORS.contains(&row.path) {
            answer.location.contains("error=unavailable")
        } else if row.guard == Guard::Own || is_link {
            // Whether a link is one cannot be known now.
            answer.is_right_of(row)
        } else {
            answer.status == row.answers[0]
        };
        wrong.extend((!is_right).then_some(answer));
    }
    let of_programs = all_answered(operations).await;
    wrong.extend(
        of_programs
            .iter()
            .filter(|answer| !answer.says_so() || !answer.body.contains("\"unavailable\"")),
    );
    let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(wrong, [""; 0]);

    seeded.app.kept().proxy().set(Line::Open);
    let answers = async || jobs::list(&store, &views).await.ok().map(drop);
    seeded.app.eventually("the store answers", answers).await;
    assert_eq!(audit_log(&seeded).await, before, "nothing was changed");
}

/// Sets back when sessions were used last, past the store: the next use of each would be kept.
async fn age_sessions(app: &TestApp) {
    app.past_the_store("UPDATE sessions SET last_seen_at = 0")
        .await;
}

/// So many visits that answer alike were not kept: each answers when the one before was.
const NOT_KEPT: usize = 5;

/// Writes until nothing more fits: much at a time, then little.
async fn use_all_room(seeded: &Seeded, writer: &mut Persona) {
    let comment = format!("application={}&text=hello", seeded.application);
    let mut tries = 0;
    loop {
        let answer = writer.call("profile/add-comment", &comment).await;
        if answer.status == 503 {
            break;
        }
        assert_eq!(answer.status, 200, "{}", answer.body);
        tries += 1;
        assert!(tries < MOST, "a comment was never refused");
    }
    // That it cannot be kept any more keeps nobody from the answer.
    let visit = format!("job={}", seeded.job);
    let (mut alike, mut before) = (0, String::new());
    while alike < NOT_KEPT {
        let answer = writer.call("board/visit", &visit).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        alike = if answer.body == before { alike + 1 } else { 0 };
        before = answer.body;
        tries += 1;
        assert!(tries < 2 * MOST, "every visit was kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_full_disk_everything_can_be_read_and_what_cannot_be_kept_is_said() {
    let Some(disk) = Disk::make(MEGABYTES) else {
        eprintln!("not tried: only root can make a disk that is full");
        return;
    };
    let seeded = Seeded::keeping(Kept::in_folder(disk.path())).await;
    let mut reader = seeded.app.owner().await;
    let mut writer = seeded.app.recruiter().await;
    let program = seeded.app.token(Scope::ALL).await;
    let operations = operations(&seeded, &program).await;
    age_sessions(&seeded.app).await;
    let filler = disk.fill();
    use_all_room(&seeded, &mut writer).await;

    let mut wrong = Vec::new();
    for row in route_matrix::rows(&seeded) {
        if row.method != Method::GET || row.path == "/readyz" {
            continue;
        }
        let answer = answered(row.to_string(), row.request(&reader)).await;
        if answer.status != row.answers[4] {
            wrong.push(answer.to_string());
        }
    }
    for (endpoint, arguments, _) in permission_matrix::rows(&Ids::of(&seeded)) {
        let request = permission_matrix::request(&reader, endpoint, &arguments);
        let answer = answered(format!("/api/{endpoint}"), request).await;
        let is_right = match answer.status {
            StatusCode::SERVICE_UNAVAILABLE => answer.words().contains("make room"),
            status => status != StatusCode::INTERNAL_SERVER_ERROR,
        };
        if !is_right {
            wrong.push(answer.to_string());
        }
    }
    for (what, request) in operations {
        let is_read = what.starts_with("GET ");
        let answer = answered(what, request).await;
        let is_right = match answer.status {
            StatusCode::SERVICE_UNAVAILABLE => !is_read && answer.body.contains("\"disk_full\""),
            status => status != StatusCode::INTERNAL_SERVER_ERROR,
        };
        if !is_right {
            wrong.push(answer.to_string());
        }
    }
    assert_eq!(wrong, [""; 0]);

    use_all_room(&seeded, &mut writer).await;
    let comments = format!("/applications/{}/comments", seeded.application);
    let comment = serde_json::json!({ "body": "hello" });
    let refused = program.post(&comments, &comment).await;
    assert_eq!(refused.code(), "disk_full", "{}", refused.body);
    let refused = reader.post_form("/auth/sign-out", &[("", "")]).await;
    assert_eq!(refused.status, 503);
    assert!(refused.body.contains("disk is full"), "{}", refused.body);
    assert_eq!(reader.get("/jobs").await.status, 200, "still signed in");
    let mut stranger = seeded.app.stranger();
    let refused = stranger.sign_in("owner@acme.example", PASSWORD).await;
    let said = stranger.get(refused.location()).await.body;
    assert!(said.contains("make room"), "{said}");

    std::fs::remove_file(filler).unwrap();
    stranger.signs_in("owner@acme.example").await;
    let out = reader.post_form("/auth/sign-out", &[("", "")]).await;
    assert_eq!(out.location(), "/sign-in");
}
