//! The disk fills, or the database is gone, where people and the ATS hand something in: a comment, a hiring manager's decision, a delivery, a file
//! of a candidate, an import under way. Each says so, what was acknowledged is there afterwards, and each takes it then.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use app::error::ClaraError;
use hiring::permission::ViewJobs;
use hiring::shares::Mark;
use hiring::webhooks::{self, Endpoint, Receipt};
use hiring::{Member, Secret, board, comments, jobs};
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use testing::Line;

use super::disk_full::Disk;
use crate::killed::{same_as_lever, settled};
use crate::questions::Asks;
use crate::sharing;
use crate::support::{Answer, Form, Kept, Persona, Seeded, Simulated, TestApp};

const KEY: &str = "5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c";
/// How often something is handed in until it is refused: on a full disk there is room in the log for a while.
const MOST: usize = 5000;
const MEGABYTES: u32 = 32;

/// What befalls the store.
enum Trouble {
    DiskFull { disk: Disk, filler: Mutex<PathBuf> },
    DatabaseGone,
}

impl Trouble {
    /// On a small disk; only root can make one.
    fn disk_full() -> Option<(Self, Kept)> {
        let Some(disk) = Disk::make(MEGABYTES) else {
            eprintln!("not tried: only root can make a disk that is full");
            return None;
        };
        let kept = Kept::in_folder(disk.path());
        let filler = Mutex::default();
        Some((Self::DiskFull { disk, filler }, kept))
    }

    async fn database_gone() -> (Self, Kept) {
        (Self::DatabaseGone, Kept::behind_proxy().await)
    }

    fn begin(&self, app: &TestApp) {
        match self {
            Self::DiskFull { disk, filler } => *filler.lock().unwrap() = disk.fill(),
            Self::DatabaseGone => app.kept().proxy().set(Line::Refused),
        }
    }

    fn end(&self, app: &TestApp) {
        match self {
            Self::DiskFull { filler, .. } => {
                std::fs::remove_file(&*filler.lock().unwrap()).unwrap();
            }
            Self::DatabaseGone => app.kept().proxy().set(Line::Open),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_full_disk_every_edge_says_so_and_keeps_what_it_acknowledged() {
    if let Some((trouble, kept)) = Trouble::disk_full() {
        at_every_edge(&trouble, kept).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_every_edge_says_so_and_keeps_what_it_acknowledged() {
    let (trouble, kept) = Trouble::database_gone().await;
    at_every_edge(&trouble, kept).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_under_way_outlasts_a_full_disk() {
    if let Some((trouble, kept)) = Trouble::disk_full() {
        an_import_goes_on(&trouble, kept).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_under_way_outlasts_a_database_that_is_gone() {
    let (trouble, kept) = Trouble::database_gone().await;
    an_import_goes_on(&trouble, kept).await;
}

/// Hands something in until it is refused; how often it was acknowledged.
async fn until_refused(accepted: u16, mut hand_in: impl AsyncFnMut(usize) -> Answer) -> usize {
    for number in 0..MOST {
        let answer = hand_in(number).await;
        if answer.status == accepted {
            continue;
        }
        assert_eq!(answer.status, 503, "{}", answer.body);
        // A server function's error is worded by the browser's half.
        let words = serde_json::from_str::<ClaraError>(&answer.body)
            .map_or_else(|_| answer.body.clone(), |error| error.to_string());
        assert!(words.contains("Nothing was changed"), "{words}");
        return number;
    }
    panic!("it was never refused")
}

/// The edges of a world with something of everything.
struct Edges {
    asks: Asks,
    acme: Member,
    application: hiring::ApplicationId,
    recruiter: Persona,
    /// Without an account; with a share.
    vera: Persona,
    /// Where Vera decides.
    review: String,
    /// Where a candidate answers.
    form: String,
    /// Where an ATS delivers.
    hook: String,
    endpoint: Endpoint,
}

impl Edges {
    async fn in_app(app: TestApp) -> Self {
        let seeded = Seeded::in_app(app).await;
        let link = sharing::shared(&seeded, "").await;
        let mut vera = seeded.app.stranger();
        let review = sharing::open(&mut vera, &link).await;
        let review = format!("{review}/{}", seeded.application);
        let acme = seeded.app.acme().await;
        let (store, recruiter) = (seeded.app.store(), seeded.app.recruiter().await);
        let system = store.system(acme.organization);
        let (id, path) = webhooks::prepare(store, &system, seeded.integration, "interviewCreated")
            .await
            .unwrap();
        webhooks::created(store, &system, id, "ours", Some(&Secret::new(KEY)))
            .await
            .unwrap();
        let endpoint = webhooks::find(store, path.expose()).await.unwrap();
        let Seeded {
            app, application, ..
        } = seeded;
        let asks = Asks::on(app).await;
        let (_, form) = asks.ines().await;
        Self {
            asks,
            acme,
            application,
            recruiter,
            vera,
            review,
            form,
            hook: format!("/hooks/lever/{}", path.expose()),
            endpoint,
        }
    }

    async fn comments(&mut self, number: usize) -> Answer {
        let arguments = format!("application={}&text={}", self.application, comment(number));
        self.recruiter.call("profile/add-comment", &arguments).await
    }

    async fn decides(&mut self, number: usize) -> Answer {
        let (decision, _) = decision(number);
        let form = [("decision", decision), ("comment", "")];
        self.vera.post_form(&self.review, &form).await
    }

    async fn delivers(&mut self, number: usize) -> Answer {
        let mut ats = self.asks.app.stranger();
        let request = ats
            .request(Method::POST, &self.hook)
            .json(&delivery(number));
        ats.send(request).await
    }

    async fn uploads(&mut self, number: usize) -> Answer {
        let bytes = format!("{number} ").repeat(50_000);
        let form = Form::new()
            .text("q2", "half an answer")
            .text("act", "save")
            .file("q3", &upload(number), bytes.as_bytes());
        self.asks.post(&self.form, form).await
    }
}

fn comment(number: usize) -> String {
    format!("comment{number}end")
}

/// One after the other, so that the last that was acknowledged can be told from the one before.
fn decision(number: usize) -> (&'static str, Mark) {
    if number.is_multiple_of(2) {
        ("advance", Mark::Advanced)
    } else {
        ("decline", Mark::Declined)
    }
}

fn token(number: usize) -> String {
    format!("{number:048x}")
}

fn upload(number: usize) -> String {
    format!("certificate-{number}.txt")
}

fn delivery(number: usize) -> Value {
    let (token, at) = (token(number), jiff::Timestamp::now().as_millisecond());
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
    mac.update(format!("{token}{at}").as_bytes());
    json!({
        "event": "interviewCreated", "triggeredAt": at, "token": token, "signature": hex::encode(mac.finalize().into_bytes()),
        "data": { "opportunityId": "01890a5d-ac96-774b-bcce-b302099a8057" },
    })
}

async fn at_every_edge(trouble: &Trouble, kept: Kept) {
    let app = TestApp::keeping(kept, Vec::new()).await;
    let mut edges = Edges::in_app(app).await;
    // Each works; number 0 of each is kept.
    assert_eq!(edges.comments(0).await.status, 200);
    assert_eq!(edges.decides(0).await.status, 303);
    assert_eq!(edges.delivers(0).await.status, 200);
    assert_eq!(edges.uploads(0).await.status, 303);

    trouble.begin(&edges.asks.app);
    let commented = until_refused(200, async |number| edges.comments(number + 1).await).await;
    let decided = until_refused(303, async |number| edges.decides(number + 1).await).await;
    let delivered = until_refused(200, async |number| edges.delivers(number + 1).await).await;
    let uploaded = until_refused(303, async |number| edges.uploads(number + 1).await).await;
    trouble.end(&edges.asks.app);

    let store = edges.asks.app.store().clone();
    let views = edges.acme.permit::<ViewJobs>().unwrap();
    edges
        .asks
        .app
        .eventually("the store answers", async || {
            jobs::list(&store, &views).await.ok().map(drop)
        })
        .await;
    let all = comments::list(&store, &edges.acme.permit().unwrap(), edges.application)
        .await
        .unwrap();
    let is_there = |number| all.iter().any(|one| one.body == comment(number));
    for number in 0..=commented {
        assert!(is_there(number), "comment {number} is lost");
    }
    assert!(!is_there(commented + 1), "it was refused");
    let card = board::card(&store, &views, edges.application)
        .await
        .unwrap();
    assert_eq!(card.review, Some(decision(decided).1));
    for number in 0..=delivered {
        let again = webhooks::store_receipt(
            &store,
            &edges.endpoint,
            &token(number),
            "interviewCreated",
            None,
            None,
        )
        .await
        .unwrap();
        assert_eq!(again, Receipt::Duplicate, "delivery {number} is lost");
    }
    let page = edges.asks.app.stranger().get(&edges.form).await.body;
    assert!(page.contains(&upload(uploaded)), "{page}");

    // What was refused is taken when it is handed in again.
    assert_eq!(edges.comments(commented + 1).await.status, 200);
    assert_eq!(edges.decides(decided + 1).await.status, 303);
    assert_eq!(edges.delivers(delivered + 1).await.status, 200);
    assert_eq!(edges.uploads(uploaded + 1).await.status, 303);
    let card = board::card(&store, &views, edges.application)
        .await
        .unwrap();
    assert_eq!(card.review, Some(decision(decided + 1).1));
    let page = edges.asks.app.stranger().get(&edges.form).await.body;
    assert!(page.contains(&upload(uploaded + 1)), "{page}");
}

async fn an_import_goes_on(trouble: &Trouble, kept: Kept) {
    let world = Simulated::keeping(kept).await;
    let mut owner = world.app.owner().await;
    let integration = world.connect(&mut owner).await;
    let slow = json!({ "latency_ms": 200 });
    world.act(Method::PATCH, "/switches", slow).await;
    let posting = world.select_one_job(&mut owner, &integration).await;
    let member = world.app.acme().await;
    let views = member.permit::<ViewJobs>().unwrap();
    let store = world.app.store();
    world
        .eventually("somebody has come in", async || {
            let all = jobs::list(store, &views).await.unwrap();
            (all.first()?.total > 0).then_some(())
        })
        .await;
    trouble.begin(&world.app);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let page = owner.get("/jobs").await;
    assert!(
        page.status == 200 || page.body.contains("Nothing was changed"),
        "{} {}",
        page.status,
        page.body
    );
    trouble.end(&world.app);
    let fast = json!({ "latency_ms": 0 });
    world.act(Method::PATCH, "/switches", fast).await;
    world
        .eventually("the store answers", async || {
            jobs::list(store, &views).await.ok().map(drop)
        })
        .await;
    settled(&world, store, &member).await;
    same_as_lever(&world, store, &member, &posting).await;
}
