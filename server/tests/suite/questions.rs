//! The form of follow-up questions, behind its link: `/q/{token}`.

use std::time::Duration;

use hiring::applications::{self, FetchedApplication, FetchedCandidate, Label};
use hiring::board::{self, CardState};
use hiring::documents::{self, DocumentKind};
use hiring::follow_ups::{self, Scope, Standing, Start, Status};
use hiring::integrations::{self as connections, Provider, TokenSet};
use hiring::jobs::{self, FetchedJob};
use hiring::{
    ApplicationId, FollowUpId, IntegrationId, JobId, Member, Millis, Secret, Store,
    requirement_sets,
};
use questions::{Asking, Choice, Kind, Question, QuestionSet, Stage};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Answer, Form, Mood, SmtpServer, TestApp};

const STAGE: &str = "screen";
const CANDIDATE: &str = "ines.duarte@mail.example";

/// A server whose organization asks everybody who enters a stage, at once and at any hour.
pub struct Asks {
    pub app: TestApp,
    pub owner: Member,
    pub integration: IntegrationId,
    pub job: JobId,
}

impl Asks {
    pub async fn start() -> Self {
        Self::on(TestApp::start().await).await
    }

    pub async fn on(app: TestApp) -> Self {
        let owner = app.acme().await;
        let (integration, job) = ask(app.store(), &owner).await;
        Self {
            app,
            owner,
            integration,
            job,
        }
    }

    /// Somebody enters the stage.
    pub async fn enters(&self, name: &str, email: &str) -> ApplicationId {
        let place = (self.integration, self.job);
        enters(self.app.store(), &self.owner, place, name, email).await
    }

    /// Ines Duarte is asked: her application and the path of her link.
    pub async fn ines(&self) -> (ApplicationId, String) {
        let application = self.enters("Ines Duarte", CANDIDATE).await;
        (application, self.link_of(CANDIDATE).await)
    }

    async fn link_of(&self, email: &str) -> String {
        let folder = self.owner.organization.to_string();
        self.app.mailed_link(&folder, email).await
    }

    async fn status(&self, application: ApplicationId) -> (FollowUpId, Status) {
        let views = self.owner.permit().unwrap();
        let all = follow_ups::of_application(self.app.store(), &views, application)
            .await
            .unwrap();
        (all[0].id, all[0].status)
    }

    async fn documents(&self, application: ApplicationId) -> Vec<documents::Document> {
        let system = self.app.store().system(self.owner.organization);
        documents::of_application(self.app.store(), &system, application)
            .await
            .unwrap()
    }

    /// Waits until the answers stand with the application and are scored.
    async fn scored(&self, application: ApplicationId) -> board::Card {
        self.app
            .eventually("the answers are scored", async || {
                let views = self.owner.permit().unwrap();
                let card = board::card(self.app.store(), &views, application)
                    .await
                    .unwrap();
                let is_there = self
                    .documents(application)
                    .await
                    .iter()
                    .any(|document| document.kind == DocumentKind::Answers);
                (is_there && card.state != CardState::Scoring).then_some(card)
            })
            .await
    }

    pub async fn post(&self, path: &str, form: Form) -> Answer {
        let mut stranger = self.app.stranger();
        let request = stranger
            .request(Method::POST, path)
            .header("content-type", form.content_type())
            .body(form.body());
        stranger.send(request).await
    }
}

/// Has everybody asked who enters a stage, at once and at any hour: a connection and a job of it.
pub async fn ask(store: &Store, owner: &Member) -> (IntegrationId, JobId) {
    let integration = connection(store, owner).await;
    let job = job(store, owner, integration).await;
    ask_in(store, owner, integration, (STAGE, "Screen")).await;
    (integration, job)
}

/// Has everybody asked who enters this stage of a connection, by id and name, at once and at any hour.
pub async fn ask_in(
    store: &Store,
    owner: &Member,
    integration: IntegrationId,
    (id, name): (&str, &str),
) {
    let admin = owner.permit().unwrap();
    follow_ups::write_questions(store, &admin, Scope::Organization, set())
        .await
        .unwrap();
    let asking = Asking {
        stages: vec![Stage {
            id: id.into(),
            name: name.into(),
        }],
        delay_minutes: 0,
        quiet_hours: None,
        ..Asking::default()
    };
    follow_ups::write(store, &admin, integration, asking, true, Start::FromNowOn)
        .await
        .unwrap();
}

/// Somebody enters the stage, of this connection and job.
pub async fn enters(
    store: &Store,
    owner: &Member,
    (integration, job): (IntegrationId, JobId),
    name: &str,
    email: &str,
) -> ApplicationId {
    let system = store.system(owner.organization);
    let fetched = FetchedApplication {
        integration: Some(integration),
        job,
        candidate: FetchedCandidate {
            remote_id: Some(name.into()),
            name: name.into(),
            emails: vec![email.into()],
            ..FetchedCandidate::default()
        },
        remote_id: Some(format!("opportunity of {name}")),
        remote_application_id: None,
        stage: Some(Label {
            id: STAGE.into(),
            text: "Screen".into(),
        }),
        archived: None,
        source: None,
        origin: None,
        url: None,
        applied_at: store.now(),
    };
    let kept = applications::upsert(store, &system, &fetched)
        .await
        .unwrap();
    let standing = Standing {
        since: store.now(),
        barred: None,
    };
    assert!(
        follow_ups::consider(store, &system, kept.application, standing)
            .await
            .unwrap()
    );
    kept.application
}

async fn connection(store: &Store, owner: &Member) -> IntegrationId {
    let permit = owner.permit().unwrap();
    let begun = connections::begin(
        store,
        &permit,
        Provider::Simulator,
        &json!({}),
        None,
        "session",
    )
    .await
    .unwrap();
    let redeemed = connections::redeem(store, begun.state.expose(), "session")
        .await
        .unwrap();
    let tokens = TokenSet {
        access: Secret::new("access"),
        refresh: None,
        expires_at: Millis::NEVER,
    };
    connections::connected(
        store,
        &redeemed.permit,
        begun.integration,
        &tokens,
        None,
        &[],
    )
    .await
    .unwrap();
    begun.integration
}

async fn job(store: &Store, owner: &Member, integration: IntegrationId) -> JobId {
    let description = "Requirements\n- PostgreSQL\n- Kubernetes\n";
    let fetched = FetchedJob {
        remote: Some((integration, "posting".into())),
        title: "Backend Engineer\r\nBcc: everybody@acme.example".into(),
        description: description.into(),
        ..FetchedJob::default()
    };
    let job = jobs::upsert_from_ats(store, &owner.permit().unwrap(), &fetched)
        .await
        .unwrap();
    let set = screening::requirements::read_job("Backend Engineer", description);
    requirement_sets::activate(store, &owner.permit().unwrap(), job, &set)
        .await
        .unwrap();
    job
}

fn set() -> QuestionSet {
    let question = |id: &str, text: &str, required, kind| Question {
        id: id.into(),
        text: text.into(),
        hint: "A hint <i>here</i>".into(),
        required,
        kind,
    };
    let options = ["Yes", "No"].map(|text| Choice {
        text: text.into(),
        knocks_out: text == "No",
    });
    QuestionSet {
        introduction: "Words above <script>alert(1)</script>".into(),
        questions: vec![
            question(
                "q1",
                "May you work here?",
                true,
                Kind::Choice {
                    options: options.to_vec(),
                    several: false,
                },
            ),
            question("q2", "What did you build?", true, Kind::Text { long: true }),
            question("q3", "Your certificate", false, Kind::File),
        ],
    }
}

fn sends(yes_or_no: &str, text: &str) -> Form {
    Form::new()
        .text("q1", yes_or_no)
        .text("q2", text)
        .text("act", "send")
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_travel_from_the_mail_to_the_score_and_knock_outs_are_flagged_not_rejected() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let page = asks.app.stranger().get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("May you work here?") && !page.body.contains("<script"));
    let answer = asks
        .post(
            &link,
            sends("No", "Clusters in Kubernetes,\nPostgreSQL behind them.").file(
                "q3",
                "cert.pdf",
                b"%PDF-1.4 no more",
            ),
        )
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*link)
    );
    let thanks = asks.app.stranger().get(&link).await.body;
    assert!(thanks.contains("Thank you"), "{thanks}");

    let card = asks.scored(application).await;
    assert_eq!(card.flags, ["knock_out"]);
    let columns = hiring::columns::list(asks.app.store(), &asks.owner.permit().unwrap())
        .await
        .unwrap();
    let column = columns
        .iter()
        .find(|column| column.id == card.column)
        .unwrap();
    assert_ne!(
        column.kind,
        hiring::columns::ColumnKind::Rejected,
        "a person rejects, nobody else"
    );
    let mut recruiter = asks.app.recruiter().await;
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    for expected in [
        "Clusters in Kubernetes",
        "“No” was chosen.",
        "CLARA rejects nobody",
        "\"status\":\"answered\"",
        "cert.pdf",
    ] {
        assert!(profile.contains(expected), "{expected}: {profile}");
    }
    let file = asks
        .documents(application)
        .await
        .into_iter()
        .find(|document| document.kind == DocumentKind::File)
        .unwrap();
    assert_eq!((&*file.name, file.size), ("cert.pdf", 16));
    assert!(
        file.unreadable.is_some(),
        "read in the sandbox, and found broken"
    );
    let mut page = asks.app.recruiter().await;
    let page = page
        .get(&format!(
            "/settings/integrations/{}/follow-up-questions",
            asks.integration
        ))
        .await;
    assert!(
        page.body.contains("Ines Duarte") && page.body.contains("Answered"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_opens_the_link_changes_nothing() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let mut scanner = asks.app.stranger();
        let request = scanner.request(method, &format!("{link}?act=send&q1=Yes&q2=x"));
        assert_eq!(scanner.send(request).await.status, 200);
    }
    assert!(matches!(
        asks.status(application).await.1,
        Status::Unanswered | Status::Sending
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_needs_no_script_and_allows_none_and_is_kept_nowhere() {
    let asks = Asks::start().await;
    let (_, link) = asks.ines().await;
    let page = asks.app.stranger().get(&link).await;
    let policy = page.header("content-security-policy");
    assert!(
        !policy.contains("script-src")
            && !policy.contains("unsafe")
            && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert_eq!(
        (page.header("cache-control"), page.header("x-robots-tag")),
        ("no-store", "noindex, nofollow")
    );
    assert!(!page.body.contains("<script") && !page.body.contains(" style="));
    assert!(!page.headers.contains_key("set-cookie"));
    let (_, rest) = page.body.split_once("href=\"/questions.css").unwrap();
    let style = asks
        .app
        .stranger()
        .get(&format!(
            "/questions.css{}",
            rest.split('"').next().unwrap()
        ))
        .await;
    assert!(style.status == 200 && style.body.contains("--accent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_named_and_everything_entered_stays() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let form = Form::new()
        .text("q2", "<b>bold</b> & \"quoted\"")
        .text("act", "send")
        .file("q3", "notes.txt", b"plain words");
    let answer = asks.post(&link, form).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("One answer needs your attention")
            && answer.body.contains("href=\"#q1\""),
        "{}",
        answer.body
    );
    assert!(
        answer
            .body
            .contains("&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;")
            && answer.body.contains("notes.txt")
    );
    // Come back another day: everything is there, and the file need not be chosen again.
    let page = asks.app.stranger().get(&link).await.body;
    assert!(page.contains("&lt;b&gt;bold") && page.contains("notes.txt"));
    let answer = asks
        .post(&link, sends("Yes", "plain now").file("q3", "", b""))
        .await;
    assert_eq!(answer.status, 303);
    asks.scored(application).await;
    let documents = asks.documents(application).await;
    assert!(
        documents
            .iter()
            .any(|document| document.name == "notes.txt" && document.media_type == "text/plain")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_is_not_sent_and_a_file_can_be_taken_out() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let saved = asks
        .post(
            &link,
            Form::new()
                .text("q2", "half an answer")
                .text("act", "save")
                .file("q3", "a.txt", b"words"),
        )
        .await;
    assert_eq!(saved.location(), format!("{link}?saved=1"));
    let page = asks.app.stranger().get(saved.location()).await.body;
    assert!(page.contains("Saved.") && page.contains("half an answer") && page.contains("a.txt"));
    assert_eq!(asks.status(application).await.1, Status::Begun);
    asks.post(
        &link,
        Form::new()
            .text("q2", "half an answer")
            .text("without-q3", "1")
            .text("act", "save"),
    )
    .await;
    assert!(!asks.app.stranger().get(&link).await.body.contains("a.txt"));
    assert!(
        asks.documents(application).await.is_empty(),
        "nobody sees what was not sent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pressed_twice_it_is_sent_once() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let (one, other) = tokio::join!(
        asks.post(&link, sends("Yes", "first")),
        asks.post(&link, sends("Yes", "second"))
    );
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (303, 303));
    let third = asks.post(&link, sends("No", "third")).await;
    assert_eq!(third.location(), link);
    asks.scored(application).await;
    let answers = asks
        .documents(application)
        .await
        .into_iter()
        .filter(|document| document.kind == DocumentKind::Answers);
    assert_eq!(answers.count(), 1);
    let mut recruiter = asks.app.recruiter().await;
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    assert!(
        !profile.contains("third") && (profile.contains("first") != profile.contains("second"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_taken_back_and_expired_links_get_the_same_answer() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let wrong = asks.app.stranger().get("/q/guessed").await;
    assert_eq!(wrong.status, 404);
    let (id, _) = asks.status(application).await;
    let mut recruiter = asks.app.recruiter().await;
    let arguments = format!("follow_up={id}");
    assert!(
        recruiter
            .call("follow-ups/withdraw", &arguments)
            .await
            .status
            .is_success()
    );
    let withdrawn = asks.app.stranger().get(&link).await;
    assert_eq!(
        (withdrawn.status, &withdrawn.body),
        (wrong.status, &wrong.body)
    );
    for path in ["/q/guessed", &link] {
        let answer = asks.post(path, sends("Yes", "too late")).await;
        assert_eq!((answer.status, &answer.body), (wrong.status, &wrong.body));
    }
    // Asked again, the new link works and the old one does not.
    assert!(
        recruiter
            .call("follow-ups/ask-again", &arguments)
            .await
            .status
            .is_success()
    );
    let again = asks
        .app
        .eventually("another mail comes", async || {
            let link_now = asks.link_of(CANDIDATE).await;
            (link_now != link).then_some(link_now)
        })
        .await;
    assert_eq!(asks.app.stranger().get(&again).await.status, 200);
    assert_eq!(asks.app.stranger().get(&link).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_input_is_refused_or_stays_words() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let too_long = asks.post(&link, sends("Yes", &"x".repeat(1_000_000))).await;
    assert_eq!(too_long.status, 422);
    assert!(
        too_long.body.len() < 60_000,
        "kept no longer than an answer may be"
    );
    let many = (0..2000).fold(Form::new().text("act", "save"), |form, n| {
        form.text(&format!("x{n}"), "y")
    });
    assert_eq!(asks.post(&link, many).await.status, 303);
    for (bytes, name, problem) in [
        (vec![b'x'; 11 * 1024 * 1024], "big.txt", "larger than 10 MB"),
        (b"MZ\x90\0\x03\0\0\0".to_vec(), "cv.pdf", "is no PDF"),
        (
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            "cv.pdf",
            "is no PDF",
        ),
        (Vec::new(), "empty.pdf", "is empty"),
    ] {
        let answer = asks
            .post(&link, sends("Yes", "fine").file("q3", name, &bytes))
            .await;
        assert_eq!(answer.status, 422, "{problem}");
        assert!(answer.body.contains(problem), "{problem}: {}", answer.body);
    }
    // More than all files together may hold: refused, whether by an answer or by hanging up.
    let stranger = asks.app.stranger();
    let huge = Form::new().file("q3", "x.txt", &vec![b'x'; 60 * 1024 * 1024]);
    let request = stranger
        .request(Method::POST, &link)
        .header("content-type", huge.content_type());
    if let Ok(answer) = request.body(huge.body()).send().await {
        assert_eq!(answer.status(), 413);
    }
    let mut broken = asks.app.stranger();
    let request = broken
        .request(Method::POST, &link)
        .header("content-type", "multipart/form-data; boundary=x")
        .body("nonsense");
    assert_eq!(broken.send(request).await.status, 400);
    let evil = "x\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>\u{0}";
    assert_eq!(
        asks.post(
            &link,
            sends("Yes", evil).file("q3", "../../<img src=x>.txt", b"words")
        )
        .await
        .status,
        303
    );
    asks.scored(application).await;
    let mut recruiter = asks.app.recruiter().await;
    let page = recruiter
        .get(&format!("/applications/{application}"))
        .await
        .body;
    assert!(!page.contains("<script>alert(1)") && !page.contains("<img src=x>"));
    let names: Vec<String> = asks
        .documents(application)
        .await
        .into_iter()
        .map(|document| document.name)
        .collect();
    assert!(names.contains(&"<img src=x>.txt".to_owned()), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_ten_megabytes_to_the_byte_is_taken() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let largest = vec![b'x'; questions::MAX_FILE_BYTES];
    let form = sends("Yes", "fine").file("q3", "largest.txt", &largest);
    let taken = asks.post(&link, form).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    asks.scored(application).await;
    let documents = asks.documents(application).await;
    assert!(
        documents
            .iter()
            .any(|document| document.name == "largest.txt")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_is_believed_by_button_and_by_mail_program() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let mut program = asks.app.stranger();
    let request = program
        .request(Method::POST, &link)
        .form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(program.send(request).await.status, 303);
    assert!(
        asks.app
            .stranger()
            .get(&link)
            .await
            .body
            .contains("You will not be asked again")
    );
    assert_eq!(asks.status(application).await.1, Status::Declined);
    let late = asks.post(&link, sends("Yes", "after all")).await;
    assert_eq!(late.status, 303);
    assert_eq!(
        asks.status(application).await.1,
        Status::Declined,
        "nothing is sent by a declined form"
    );
    let other = asks.enters("Tom Other", "tom@mail.example").await;
    let link = asks.link_of("tom@mail.example").await;
    assert_eq!(
        asks.post(&link, Form::new().text("act", "decline"))
            .await
            .status,
        303
    );
    assert_eq!(asks.status(other).await.1, Status::Declined);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organization_gets_nothing_by_its_own_link() {
    let asks = Asks::start().await;
    let (application, link) = asks.ines().await;
    let mut foreign = asks.app.other_organization().await;
    let (id, _) = asks.status(application).await;
    for (endpoint, arguments) in [
        ("follow-ups/withdraw", format!("follow_up={id}")),
        ("follow-ups/ask-again", format!("follow_up={id}")),
        (
            "follow-ups/asked",
            format!("integration={}&page=0", asks.integration),
        ),
        (
            "follow-ups/read",
            format!("integration={}", asks.integration),
        ),
    ] {
        assert_eq!(
            foreign.call(endpoint, &arguments).await.status,
            404,
            "{endpoint}"
        );
    }
    assert_eq!(
        asks.app.stranger().get(&link).await.status,
        200,
        "whoever holds the link may answer, signed in or not"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_carries_the_link_once_and_no_header_of_somebody_elses_making() {
    let server = SmtpServer::start(Mood::Forgetful).await;
    let app = TestApp::with(vec![
        ("CLARA_SMTP_URL", server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let asks = Asks::on(app).await;
    asks.enters("Ines\r\nBcc: thief@evil.example", CANDIDATE)
        .await;
    let taken = server.taken(1).await;
    for mail in &taken {
        assert_eq!(mail.to, [format!("TO:<{CANDIDATE}>")]);
        let head: Vec<&str> = mail
            .data
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(
            !head
                .iter()
                .any(|line| line.to_lowercase().starts_with("bcc")),
            "{head:?}"
        );
        assert!(
            mail.header("List-Unsubscribe").contains("/q/")
                || head.iter().any(|line| line.contains("/q/"))
        );
        assert_eq!(
            mail.header("List-Unsubscribe-Post"),
            "List-Unsubscribe=One-Click"
        );
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    }
    // Nobody knows whether it arrived, so it is not sent again.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(server.taken_yet().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_is_shown_to_recruiters() {
    let server = SmtpServer::start(Mood::Refusing).await;
    let app = TestApp::with(vec![
        ("CLARA_SMTP_URL", server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let asks = Asks::on(app).await;
    let application = asks.enters("Ines Duarte", CANDIDATE).await;
    asks.app
        .eventually("the mail is given up", async || {
            let all = follow_ups::of_application(
                asks.app.store(),
                &asks.owner.permit().unwrap(),
                application,
            )
            .await
            .unwrap();
            all.iter()
                .any(|one| one.status == Status::Failed)
                .then_some(())
        })
        .await;
    let mut recruiter = asks.app.recruiter().await;
    let asked = recruiter
        .call(
            "follow-ups/asked",
            &format!("integration={}&page=0", asks.integration),
        )
        .await
        .body;
    assert!(
        asked.contains("\"failed\"") && asked.contains("refused it for good"),
        "{asked}"
    );
    let profile = recruiter
        .call("profile/read", &format!("application={application}"))
        .await
        .body;
    assert!(profile.contains("refused it for good"));
}

#[tokio::test(flavor = "multi_thread")]
async fn previews_show_what_is_edited_to_admins_alone() {
    let app = TestApp::start().await;
    let questions = serde_json::to_string(&set()).unwrap();
    let form = |show: &'static str| [("questions", questions.clone()), ("show", show.to_owned())];
    let mut admin = app.partner_admin().await;
    let page = admin
        .post_form("/follow-up-questions/preview", &form("form"))
        .await;
    assert!(
        page.status == 200
            && page.body.contains("This is a preview")
            && page.body.contains("May you work here?")
    );
    assert!(!page.body.contains("<script>alert"));
    let mail = admin
        .post_form("/follow-up-questions/preview", &form("mail"))
        .await
        .body;
    assert!(
        mail.contains("3 questions") && mail.contains("Answer the questions"),
        "{mail}"
    );
    let empty = [
        ("questions", r#"{"introduction":"","questions":[]}"#),
        ("show", "form"),
    ];
    let refused = admin
        .post_form("/follow-up-questions/preview", &empty)
        .await;
    assert!(refused.status == 422 && refused.body.contains("Add at least one question"));
    assert_eq!(
        app.recruiter()
            .await
            .post_form("/follow-up-questions/preview", &form("form"))
            .await
            .status,
        403
    );
    assert_eq!(
        app.stranger()
            .post_form("/follow-up-questions/preview", &form("form"))
            .await
            .status,
        401
    );
}
