//! The log of a whole run, at the finest level: ids and route templates, nobody's data, no secret. Nor do refusals tell any.

mod doors;
mod outside;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use reqwest::Method;
use serde_json::{Value, json};

use self::doors::Doors;
use crate::permission_matrix::{self, Ids};
use crate::support::{Form, Lever, PASSWORD, Persona, Process};

const RESUME: &str = "Ines Duarte\nines.duarte@mail.example\n+353 86 555 0142\n\nExperience\nBackend Engineer, Quillfeather Systems\n\
    Jan 2019 - Present\nBuilt zymurgy dashboards in Rust and PostgreSQL on Kubernetes.\n\nEducation\nBSc Computer Science, 2018\n";

/// Words that the run itself typed somewhere, and what begins an authorization header: a refusal may quote them.
const TYPED: &str = "what was typed";
const HEADER: &str = "an authorization header";

/// What must not be logged, each with what it is.
#[derive(Default)]
struct Unsayable(BTreeSet<(&'static str, String)>);

impl Unsayable {
    fn add(&mut self, what: &'static str, text: impl Into<String>) {
        let text = text.into();
        assert!(text.len() >= 5, "{what} {text:?} would be found anywhere");
        self.0.insert((what, text));
    }

    /// What the way back from a consent carries: its path and query.
    fn add_consent(&mut self, back: &str) {
        let (_, query) = back.split_once('?').unwrap();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            assert!(matches!(&*name, "code" | "state"));
            self.add("a code or state of OAuth", value);
        }
    }

    fn check(&self, log: &str) {
        let all = self.0.iter().map(|(what, text)| (*what, &**text));
        find(all, "the log", log);
    }

    /// What somebody is told who is refused: to quote what they sent themselves is no harm.
    fn check_refusal(&self, body: &str) {
        let all = self.0.iter().map(|(what, text)| (*what, &**text));
        let others = all.filter(|(what, _)| *what != TYPED && *what != HEADER);
        find(others, "a refusal", body);
    }
}

/// Finds none of these in a text, in whatever case.
fn find<'a>(all: impl Iterator<Item = (&'static str, &'a str)>, place: &str, text: &str) {
    let searched = text.to_lowercase();
    for (what, unsayable) in all {
        if let Some(at) = searched.find(&unsayable.to_lowercase()) {
            let line = searched[..at].rfind('\n').map_or(0, |end| end + 1);
            let line = searched[line..].lines().next().unwrap_or_default();
            panic!("{place} holds {what}: {line}");
        }
    }
}

/// `clara admin …`, as whoever installs CLARA calls it.
fn admin(folder: &Path, arguments: &[&str], input: &str) -> String {
    let printed = folder.join("input");
    std::fs::write(&printed, input).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_clara"))
        .arg("admin")
        .args(arguments)
        .env("CLARA_DATA_DIR", folder.join("data"))
        .stdin(std::fs::File::open(printed).unwrap())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    String::from_utf8(ran.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_run_logs_nobody_and_no_secret() {
    let lever = Lever::start().await;
    let folder = tempfile::tempdir().unwrap();
    let organization = admin(
        folder.path(),
        &["create-organization", "Marmalade Partners"],
        "",
    );
    let owner = [
        "create-owner",
        "--organization",
        &organization,
        "--email",
        "olive@marmalade.example",
        "--name",
        "Olive Ownerly",
    ];
    admin(folder.path(), &owner, PASSWORD);
    let line = lever.line();
    let settings = [
        ("CLARA_SIMULATOR", &*line),
        ("CLARA_LOG", "trace"),
        ("CLARA_LOG_FORMAT", "json"),
    ];
    let mut process = Process::serve(folder.path(), &settings).await;
    let base = format!("http://{}", process.address().await);
    let mut owner = Persona::stranger(base.clone());
    owner
        .sign_in("olive@marmalade.example", "mistyped-pass")
        .await;
    owner
        .sign_in("nobody@elsewhere.example", "mistyped-pass")
        .await;
    owner.sign_in("olive@marmalade.example", PASSWORD).await;

    let mut unsayable = Unsayable::default();
    let consent = lever.begin(&mut owner).await;
    let back = lever.decide(&consent, "accept").await;
    unsayable.add_consent(&back);
    let place = owner.get(&back).await.location().to_owned();
    let integration = place
        .trim_start_matches("/settings/integrations/")
        .trim_end_matches("/jobs");
    let posting = lever.select_one_job(&mut owner, integration).await;
    // Trouble is logged as well.
    for kind in ["500", "garbage", "half_body", "429"] {
        let fault = json!({ "kind": kind, "path": "/resumes", "times": 2 });
        lever.act(Method::POST, "/faults", fault).await;
    }
    let opportunity = lever.apply(&posting, "Ines Duarte", RESUME).await;
    lever
        .eventually("the note is written", async || {
            (!lever.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    look_at_everything(&mut owner).await;
    ask_for_nonsense(&mut owner).await;
    let link = answer_questions(&mut owner, &lever, integration, &posting).await;
    unsayable.add("a link to follow-up questions", link);
    let data = folder.path().join("data");
    let doors = Doors::new(&base, &organization, &lever, &data, &mut unsayable);
    let refusals = doors.open(&mut owner, &posting).await;
    break_in(&base, &lever).await;

    let key = std::fs::read_to_string(folder.path().join("data/key")).unwrap();
    collect(&mut unsayable, &lever, &key).await;
    unsayable.add("a session's token", token(&owner));
    process.signal("TERM");
    assert!(process.ended().await.success());
    let log = process.log();
    for expected in [
        "/api/board/cards",
        "/applications/{application}",
        "write_note",
        "/q/{token}",
        "/r/{token}",
        "/review/{review}/{application}",
        "/auth/invitation",
        "/auth/reset-password",
        "/unsubscribe/{token}",
        "/api/v1/applications/{application}/comments",
        "/hooks/lever/{secret}",
        "Lever answered",
    ] {
        assert!(log.contains(expected), "{expected} is not logged:\n{log}");
    }
    unsayable.check(&log);
    assert!(refusals.len() >= 15, "{} refusals", refusals.len());
    for refusal in &refusals {
        unsayable.check_refusal(refusal);
    }
    every_answer_has_its_id(&log);
}

fn token(person: &Persona) -> &str {
    let (_, token) = person.cookie().unwrap().split_once('=').unwrap();
    token
}

/// Somebody is asked follow-up questions, and answers; the link's token.
async fn answer_questions(
    owner: &mut Persona,
    lever: &Lever,
    integration: &str,
    posting: &str,
) -> String {
    let stages = json!([{ "id": "applicant-new", "name": "New applicant" }]);
    let asking = json!({ "stages": stages, "delay_minutes": 0, "quiet_hours": null, "reminder_days": null, "link_days": 14 });
    let questions = json!([
        { "id": "q1", "text": "Persimmon?", "hint": "", "required": true, "kind": { "text": { "long": true } } },
        { "id": "q2", "text": "Persimmon!", "hint": "", "required": false, "kind": "file" },
    ]);
    for (endpoint, arguments) in [
        (
            "follow-ups/save-questions",
            json!({ "job": null, "set": { "introduction": "", "questions": questions } }),
        ),
        (
            "follow-ups/save",
            json!({ "integration": integration, "asking": asking, "active": true, "with_those_present": false }),
        ),
    ] {
        let answer = owner.call_json(endpoint, &arguments).await;
        assert!(answer.status.is_success(), "{endpoint}: {}", answer.body);
    }
    lever.apply(posting, "Ines Second", RESUME).await;
    let token = lever
        .eventually("the mail comes", async || {
            let mails = owner.call("mails/list", "").await.body;
            let (_, rest) = mails.split_once("/q/")?;
            Some(rest[..43].to_owned())
        })
        .await;
    let link = format!("/q/{token}");
    assert_eq!(owner.get(&link).await.status, 200);
    let half = Form::new()
        .text("q1", "Persimmon half")
        .text("act", "save")
        .file("q2", "Persimmon.txt", b"Persimmon certificate");
    let half = owner
        .request(Method::POST, &link)
        .header("content-type", half.content_type())
        .body(half.body());
    assert_eq!(owner.send(half).await.status, 303);
    for form in [
        [("q1", ""), ("act", "send")],
        [("q1", "Persimmon answer"), ("act", "send")],
    ] {
        owner.post_form(&link, &form).await;
    }
    lever
        .eventually("the answers are taken in", async || {
            let asked = owner
                .call(
                    "follow-ups/asked",
                    &format!("integration={integration}&page=0"),
                )
                .await
                .body;
            asked.contains("\"answered\"").then_some(())
        })
        .await;
    token
}

/// What a recruiter does in a day.
async fn look_at_everything(owner: &mut Persona) {
    let jobs: Value = serde_json::from_str(&owner.call("jobs/list", "").await.body).unwrap();
    let job = jobs["rows"][0]["id"].as_str().unwrap().to_owned();
    let application = application(owner, "Ines%20Duarte").await;
    for (endpoint, arguments) in [
        ("board/read", format!("job={job}")),
        ("board/cards", format!("job={job}")),
        ("board/card", format!("application={application}")),
        ("board/visit", format!("job={job}")),
        ("candidates/list", "words=Duarte&page=0".to_owned()),
        ("profile/read", format!("application={application}")),
        (
            "profile/add-comment",
            format!("application={application}&text=Persimmon+remark+about+Ines"),
        ),
        (
            "profile/edit-comment",
            "comment=Persimmon&text=Persimmon+remark".to_owned(),
        ),
        ("profile/comments", format!("application={application}")),
        (
            "presence/show",
            format!("tab=1&job={job}&application={application}"),
        ),
        ("presence/show", "tab=1&job=Persimmon".to_owned()),
        (
            "profile/overrule",
            format!("application={application}&requirement=r1&verdict=met&reason=Persimmon+reason"),
        ),
        (
            "board/move",
            format!("application={application}&column=Persimmon&version=1&reason=Persimmon"),
        ),
        ("board/move", "application=Persimmon".to_owned()),
    ] {
        owner.call(endpoint, &arguments).await;
    }
    for path in [
        "/jobs".to_owned(),
        format!("/jobs/{job}?application={application}&q=Persimmon"),
        format!("/applications/{application}"),
        "/candidates?words=Persimmon".to_owned(),
        "/settings/integrations".to_owned(),
        "/nowhere/Ines%20Duarte?words=Persimmon".to_owned(),
        "/pkg/Persimmon.js".to_owned(),
        "/documents/Persimmon".to_owned(),
        "/integrations/callback?code=Persimmon&state=Persimmon&error_description=Persimmon"
            .to_owned(),
    ] {
        owner.get(&path).await;
    }
}

/// Every server function, with words where ids belong.
async fn ask_for_nonsense(owner: &mut Persona) {
    for (endpoint, arguments, _) in permission_matrix::rows(&Ids::all("Persimmon")) {
        let request = permission_matrix::request(owner, endpoint, &arguments);
        let answer = owner.send(request).await;
        assert_ne!(answer.status, 500, "{endpoint}: {}", answer.body);
    }
}

/// The id of somebody's application, by name.
async fn application(owner: &mut Persona, words: &str) -> String {
    let found = owner.call("search", &format!("words={words}")).await.body;
    let (_, rest) = found.split_once("\"application\":\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// What strangers try.
async fn break_in(base: &str, lever: &Lever) {
    let mut stranger = Persona::stranger(base.to_owned());
    let (_, deliveries) = lever.act(Method::GET, "/deliveries", json!({})).await;
    let address = deliveries["data"][0]["url"].as_str().unwrap();
    let path = url::Url::parse(address).unwrap().path().to_owned();
    for path in [&*path, "/hooks/lever/Persimmon"] {
        for body in [
            "Persimmon",
            r#"{"event":"applicationCreated","data":{"name":"Persimmon"}}"#,
        ] {
            let request = stranger.request(Method::POST, path).body(body);
            stranger.send(request).await;
        }
    }
    let request = stranger
        .request(Method::GET, "/jobs")
        .header("cookie", "clara_dev=Persimmon-token")
        .header("referer", "https://elsewhere.example/Persimmon")
        .header("user-agent", "Persimmon");
    stranger.send(request).await;
}

/// Everything that the run knew of people, and every secret.
async fn collect(unsayable: &mut Unsayable, lever: &Lever, key: &str) {
    for text in [
        "Persimmon",
        "Marmalade",
        "Olive Ownerly",
        "olive@",
        "nobody@",
    ] {
        unsayable.add(TYPED, text);
    }
    for line in RESUME.lines().filter(|line| line.len() > 12) {
        unsayable.add("a line of a resume", line);
    }
    unsayable.add("a word of a resume", "zymurgy");
    unsayable.add("a password", PASSWORD);
    unsayable.add("a mistyped password", "mistyped-pass");
    unsayable.add("the key", key);
    // Every JSON Web Token begins like this one's header.
    unsayable.add("an access token", "eyJhbGci");
    unsayable.add(HEADER, "bearer ");
    unsayable.add("the client secret", &*lever.facts().client_secret);
    unsayable.add("the API key", &*lever.facts().api_key);
    let (_, deliveries) = lever.act(Method::GET, "/deliveries", json!({})).await;
    for delivery in deliveries["data"].as_array().unwrap() {
        let secret = delivery["url"].as_str().unwrap().rsplit('/').next();
        unsayable.add("a webhook's secret path", secret.unwrap());
    }
    let everybody = lever.lever(Method::GET, "/opportunities?limit=100").await;
    for person in everybody["data"].as_array().unwrap() {
        unsayable.add("a name", person["name"].as_str().unwrap());
        for mail in person["emails"].as_array().unwrap() {
            unsayable.add("a mail address", mail.as_str().unwrap());
        }
        for phone in person["phones"].as_array().unwrap() {
            unsayable.add("a phone number", phone["value"].as_str().unwrap());
        }
        let headline = person["headline"].as_str().unwrap_or_default();
        if headline.len() > 4 {
            unsayable.add("a headline", headline);
        }
    }
}

fn every_answer_has_its_id(log: &str) {
    let mut answers = 0;
    for line in log.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            panic!("no line of JSON: {line}");
        };
        if line["message"] == "answered" {
            let request = &line["spans"][0];
            assert_eq!(request["name"], "request", "{line}");
            assert!(request["id"].is_string() && request["route"].is_string());
            answers += 1;
        }
    }
    assert!(answers > 20, "{answers} answers are logged");
}
