//! The same on PostgreSQL, which goes away for a moment, with a mail server that refuses somebody, and with stages that are written to Lever.

use hiring::columns::{self, ColumnKind};
use hiring::permission::ViewJobs;
use hiring::{ApplicationId, Member, Store, board, jobs};
use reqwest::Method;
use serde_json::{Value, json};
use testing::Line;

use super::{RESUME, Unsayable, application, collect, every_answer_has_its_id, token};
use crate::support::{Kept, Lever, Mood, Persona, Serving, SmtpServer, acme};

/// What nobody is to read of, beside what is typed in every run.
const UNSAYABLE: [(&str, &str); 7] = [
    ("an owner's address", "owner@acme"),
    ("a reviewer's address", "vera.fernsby"),
    ("a member's address", "nora.quillworth"),
    ("an address that was refused", "refused@"),
    ("the sender of mails", "letters@"),
    ("the support address", "helpline@"),
    ("the password of the mail server", "p%40ss"),
];

#[tokio::test(flavor = "multi_thread")]
async fn with_a_database_and_a_mail_server_in_trouble_nobody_is_logged_either() {
    let lever = Lever::start().await;
    let kept = Kept::behind_proxy().await;
    let store = kept.store().await;
    let member = acme(&store).await;
    let mails = SmtpServer::start(Mood::RefusingOne).await;
    let settings = [
        ("CLARA_SIMULATOR", lever.line()),
        ("CLARA_SMTP_URL", mails.url()),
        ("CLARA_MAIL_FROM", "Marmalade <letters@acme.example>".into()),
        ("CLARA_SUPPORT_EMAIL", "helpline@acme.example".into()),
        ("CLARA_LOG", "trace".into()),
        ("CLARA_LOG_FORMAT", "json".into()),
    ];
    let settings = settings.each_ref().map(|(name, value)| (*name, &**value));
    let mut server = Serving::start(&kept, &settings).await;
    let mut owner = server.owner().await;
    let mut unsayable = Unsayable::default();
    for (what, text) in UNSAYABLE {
        unsayable.add(what, text);
    }
    let integration = lever.connect(&mut owner).await;
    let posting = lever.select_one_job(&mut owner, &integration).await;
    let opportunity = lever.apply(&posting, "Ines Duarte", RESUME).await;
    lever
        .eventually("the note is written", async || {
            (!lever.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;

    let ines = application(&mut owner, "Ines%20Duarte").await;
    mails_go_out(&mut owner, &lever, &ines).await;
    let asked = owner
        .call("write-back/ask", &format!("integration={integration}"))
        .await;
    let consent: url::Url = asked.location().parse().unwrap();
    let back = lever.decide(&consent, "accept").await;
    unsayable.add_consent(&back);
    owner.get(&back).await;
    a_stage_is_written(&mut owner, &lever, &store, &member, &ines).await;
    the_database_goes(&mut owner, &lever, &kept).await;

    let key = kept.variable("CLARA_SECRET_KEY").unwrap();
    collect(&mut unsayable, &lever, &key).await;
    let database = kept.variable("CLARA_DATABASE_URL").unwrap();
    unsayable.add("the address of the database", database);
    unsayable.add("a session's token", token(&owner));
    server.process().signal("TERM");
    assert!(server.process().ended().await.success());
    let log = server.log();
    for expected in ["a mail was not sent", "write_stage", "session not read"] {
        assert!(log.contains(expected), "{expected} is not logged:\n{log}");
    }
    unsayable.check(&log);
    every_answer_has_its_id(&log);
    store.close().await;
}

/// Two are invited, of whom one's mail is refused; somebody without an account gets a share.
async fn mails_go_out(owner: &mut Persona, lever: &Lever, application: &str) {
    for email in ["nora.quillworth@acme.example", "refused@acme.example"] {
        let arguments = format!("email={email}&role=recruiter");
        let invited = owner.call("members/invite", &arguments).await;
        assert_eq!(invited.status, 200, "{}", invited.body);
    }
    let jobs: Value = serde_json::from_str(&owner.call("jobs/list", "").await.body).unwrap();
    let share = json!({ "share": {
        "job": jobs["rows"][0]["id"], "applications": [application], "to": ["vera.fernsby@elsewhere.example"],
        "message": "Persimmon message", "score": true, "evidence": true, "votes": "never", "due_at": null,
    }});
    let sent = owner.call_json("shares/send", &share).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    lever
        .eventually("one arrives and one is given up", async || {
            let people = owner.call("members/list", "").await.body;
            let people: Value = serde_json::from_str(&people).ok()?;
            let invitations = people["invitations"].as_array()?.iter();
            let fares: Vec<&str> = invitations
                .filter_map(|invitation| invitation["delivery"].as_str())
                .collect();
            (fares.contains(&"Sent") && fares.contains(&"Failed")).then_some(())
        })
        .await;
}

/// A move here moves the stage in Lever.
async fn a_stage_is_written(
    owner: &mut Persona,
    lever: &Lever,
    store: &Store,
    member: &Member,
    application: &str,
) {
    let views = member.permit::<ViewJobs>().unwrap();
    let columns = columns::list(store, &views).await.unwrap();
    let mut columns = columns.iter();
    let qualified = columns.find(|column| column.kind == ColumnKind::Qualified);
    let qualified = qualified.unwrap().id;
    let stages = lever.lever(Method::GET, "/stages").await;
    let stages = stages["data"].as_array().unwrap();
    let other = stages.iter().find(|stage| stage["id"] != "applicant-new");
    let id: ApplicationId = application.parse().unwrap();
    let job = jobs::list(store, &views).await.unwrap()[0].job.id;
    let card = board::card(store, &views, id).await.unwrap();
    let on = json!({ "job": job, "on": true, "stages": [[qualified, other.unwrap()["id"]]] });
    let switched = owner.call_json("write-back/switch", &on).await;
    assert_eq!(switched.status, 200, "{}", switched.body);
    let arguments = format!(
        "application={application}&column={qualified}&version={}&reason=Persimmon",
        card.version
    );
    let moved = owner.call("board/move", &arguments).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    lever
        .eventually("the stage is written", async || {
            let (_, calls) = lever.act(Method::GET, "/calls", Value::Null).await;
            calls["data"]["PUT /opportunities/{id}/stage"].as_u64()
        })
        .await;
}

async fn the_database_goes(owner: &mut Persona, lever: &Lever, kept: &Kept) {
    kept.proxy().set(Line::Refused);
    for path in ["/jobs?q=Persimmon", "/r/Persimmon", "/q/Persimmon"] {
        assert_eq!(owner.get(path).await.status, 503, "{path}");
    }
    kept.proxy().set(Line::Open);
    lever
        .eventually("the database is back", async || {
            (owner.get("/jobs").await.status == 200).then_some(())
        })
        .await;
}
