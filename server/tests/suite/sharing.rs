//! A share from the recruiter's press to the decision of somebody without an account, and what nobody else may do with its link.

mod unsubscribe;

use hiring::columns::{self, ColumnKind};
use hiring::permission::ShareCandidates;
use hiring::shares::{self, Mark};
use hiring::{Member, board, notifications};
use reqwest::Method;
use reqwest::header::SET_COOKIE;

use crate::support::{Answer, Mood, Persona, Seeded, SmtpServer, TestApp};

/// Somebody without an account.
pub const VERA: &str = "vera@elsewhere.example";

/// The seeded candidate, shared with Vera by the recruiter; the path of her link.
pub async fn shared(seeded: &Seeded, message: &str) -> String {
    let mut recruiter = seeded.app.recruiter().await;
    let answer = recruiter
        .call_json(
            "shares/send",
            &serde_json::json!({ "share": {
                "job": seeded.job, "applications": [seeded.application], "to": [VERA], "message": message,
                "score": true, "evidence": true, "votes": "after_own", "due_at": null,
            }}),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let acme = seeded.app.acme().await;
    seeded
        .app
        .mailed_link(&acme.organization.to_string(), VERA)
        .await
}

/// Opens the link by its button; the path of the review.
pub async fn open(vera: &mut Persona, link: &str) -> String {
    let opened = vera.post_form(link, &[("", "")]).await;
    assert_eq!(opened.status, 303);
    opened.location().to_owned()
}

/// The page's one script is a file, which browsers keep; nothing else may run, and it talks to us alone.
async fn script_of(vera: &mut Persona, page: &Answer) {
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'; ",
        "script-src 'self'; ",
        "connect-src 'self'; ",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(page.body.matches("<script").count(), 1);
    let (_, rest) = page.body.split_once("src=\"/review.js?v=").unwrap();
    let version = rest.split('"').next().unwrap();
    let script = vera.get(&format!("/review.js?v={version}")).await;
    assert_eq!(script.status, 200);
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert!(script.header("cache-control").contains("immutable"));
}

/// As browsers, mail scanners and chats ask for a page that nobody opened: by its head, ahead of time, for a preview.
async fn ask_in_every_way(vera: &mut Persona, path: &str) {
    for method in [Method::GET, Method::HEAD] {
        for (name, value) in [
            ("accept", "*/*"),
            ("purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("x-moz", "prefetch"),
            ("user-agent", "Slackbot-LinkExpanding 1.0"),
        ] {
            let request = vera.request(method.clone(), path).header(name, value);
            let answer = vera.send(request).await;
            assert_eq!(answer.status, 200, "{method} {name} {path}");
            assert!(answer.headers.get(SET_COOKIE).is_none(), "{method} {path}");
        }
    }
    let asked = vera.request(Method::OPTIONS, path);
    assert!(!vera.send(asked).await.status.is_server_error());
}

async fn mark(seeded: &Seeded) -> Option<Mark> {
    let permit = seeded.app.acme().await.permit().unwrap();
    board::card(seeded.app.store(), &permit, seeded.application)
        .await
        .unwrap()
        .review
}

async fn recruiter(app: &TestApp) -> Member {
    app.member("recruiter@acme.example").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_an_account_looks_decides_and_undoes() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "<b>Look</b>").await;
    let mut vera = seeded.app.stranger();

    // A mail scanner: it sees a button, no candidate, gets no cookie and changes nothing.
    let before = seeded.state().await;
    for _ in 0..3 {
        let looked = vera.get(&link).await;
        assert_eq!(looked.status, 200);
        assert!(looked.headers.get(SET_COOKIE).is_none());
        assert!(
            !looked.body.contains("Zanzibarine"),
            "nothing of the candidate"
        );
        assert!(!looked.body.contains("<script"), "no script");
        assert_eq!(looked.header("cache-control"), "no-store");
        assert!(
            looked
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
    }
    ask_in_every_way(&mut vera, &link).await;
    assert_eq!(seeded.state().await, before);

    let review = open(&mut vera, &link).await;
    let before = seeded.state().await;
    let one = format!("{review}/{}", seeded.application);
    for path in [&link, &review, &one] {
        ask_in_every_way(&mut vera, path).await;
    }
    assert_eq!(seeded.state().await, before, "opened it stays as it is");
    let list = vera.get(&review).await;
    assert_eq!(list.status, 200);
    assert!(list.body.contains("Zanzibarine Person"));
    assert!(
        list.body.contains("&lt;b&gt;Look&lt;/b&gt;"),
        "a message is words"
    );
    let page = vera.get(&one).await.body;
    assert!(page.contains("Zanzibarine resume"), "the resume's text");
    script_of(&mut vera, &list).await;
    for internal in ["comment", "answer", "first wording"] {
        for shown in [&page, &list.body] {
            assert!(
                !shown.contains(&format!("Zanzibarine {internal}")),
                "the team's comments are the team's: {internal}"
            );
        }
    }

    let hostile = "</textarea><script>alert(1)</script>";
    for _ in 0..2 {
        let decided = vera
            .post_form(&one, &[("decision", "advance"), ("comment", hostile)])
            .await;
        assert_eq!(
            decided.location(),
            format!("{review}?done={}", seeded.application)
        );
    }
    assert_eq!(mark(&seeded).await, Some(Mark::Advanced));
    let shown = vera.get(&one).await.body;
    assert_eq!(shown.matches("<script").count(), 1, "ours, which is a file");
    let permit = recruiter(&seeded.app)
        .await
        .permit::<ShareCandidates>()
        .unwrap();
    let advanced = shares::advanced(seeded.app.store(), &permit).await.unwrap();
    assert_eq!((advanced.len(), &*advanced[0].comment), (1, hostile));
    let own = recruiter(&seeded.app).await.permit().unwrap();
    let told = notifications::list(seeded.app.store(), &own, 10)
        .await
        .unwrap();
    assert_eq!(told.len(), 1, "sent twice is told once");

    // Beyond the longest: refused with words, and what was written is still there.
    let long = "long words ".repeat(300);
    let refused = vera
        .post_form(&one, &[("decision", "decline"), ("comment", &long)])
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("long words long words")
            && refused.body.contains("under 2000 characters")
    );

    vera.post_form(&one, &[("decision", "undo")]).await;
    assert_eq!(mark(&seeded).await, Some(Mark::Shared));
    let nonsense = vera.post_form(&one, &[("decision", "hire")]).await;
    assert_eq!(nonsense.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_foreign_and_borrowed_links_open_nothing() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "").await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let cookie = vera.cookie().unwrap().to_owned();
    let one = format!("{review}/{}", seeded.application);
    let dead = vera.get("/r/guessed").await;
    assert_eq!(dead.status, 404);

    // Without the cookie, with another's, or from another site: nothing.
    assert_eq!(seeded.app.stranger().get(&review).await.body, dead.body);
    let other = format!("/review/{}", seeded.recipient);
    assert_eq!(
        vera.get(&other).await.body,
        dead.body,
        "another's part of another share"
    );
    let forged = vera
        .request(Method::POST, &one)
        .header("sec-fetch-site", "cross-site")
        .form(&[("decision", "advance")]);
    assert_eq!(vera.send(forged).await.status, 403);
    assert_eq!(mark(&seeded).await, Some(Mark::Shared));
    // The link is no session.
    for path in ["/jobs", "/candidates"] {
        let answer = vera.get(path).await;
        assert!(answer.location().starts_with("/sign-in"), "{path}");
    }
    assert_eq!(vera.call("jobs/list", "").await.status, 401);

    let mut recruiter = seeded.app.recruiter().await;
    let permit = seeded.app.acme().await.permit().unwrap();
    let share = shares::list(seeded.app.store(), &permit, seeded.job)
        .await
        .unwrap()
        .remove(0);
    let revoked = recruiter
        .call("shares/revoke", &format!("share={}", share.id))
        .await;
    assert_eq!(revoked.status, 200, "{}", revoked.body);
    vera.present(&cookie);
    assert_eq!(
        vera.get(&review).await.body,
        dead.body,
        "at once, with the page open"
    );
    assert_eq!(vera.get(&link).await.body, dead.body);
    assert_eq!(vera.post_form(&link, &[("", "")]).await.body, dead.body);
    let late = vera.post_form(&one, &[("decision", "advance")]).await;
    assert_eq!((late.status.as_u16(), late.body), (404, dead.body));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_people_and_too_many_words_are_refused_with_words_and_nobody_gets_a_mail() {
    let seeded = Seeded::start().await;
    let before = seeded.state().await;
    let mut recruiter = seeded.app.recruiter().await;
    let crowd: Vec<String> = (0..10_000)
        .map(|nth| format!("p{nth}@elsewhere.example"))
        .collect();
    let long = "<b>x</b>\r\nBcc: thief@evil.example\r\n".repeat(3_000);
    for (to, message, words) in [
        (crowd, "", "at most 50 people"),
        (vec![VERA.to_owned()], &*long, "under 5000 characters"),
        (
            vec!["vera@elsewhere.example\r\nBcc: thief@evil.example".to_owned()],
            "",
            "mail addresses is none",
        ),
    ] {
        let answer = recruiter
            .call_json(
                "shares/send",
                &serde_json::json!({ "share": {
                    "job": seeded.job, "applications": [seeded.application], "to": to, "message": message,
                    "score": true, "evidence": true, "votes": "never", "due_at": null,
                }}),
            )
            .await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(words), "{}", answer.body);
    }
    assert_eq!(seeded.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_three_that_is_refused_is_shown_and_the_others_arrive_once() {
    let server = SmtpServer::start(Mood::RefusingOne).await;
    let app = TestApp::with(vec![
        ("CLARA_SMTP_URL", server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let seeded = Seeded::in_app(app).await;
    let permit = seeded.app.acme().await.permit::<ShareCandidates>().unwrap();
    let mut recruiter = seeded.app.recruiter().await;
    let to = [
        "ann@elsewhere.example",
        "refused@elsewhere.example",
        "zoe@elsewhere.example",
    ];
    let sent = recruiter
        .call_json(
            "shares/send",
            &serde_json::json!({ "share": {
                "job": seeded.job, "applications": [seeded.application], "to": to, "message": "Hello\r\nBcc: thief@evil.example",
                "score": true, "evidence": true, "votes": "never", "due_at": null,
            }}),
        )
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    seeded
        .app
        .eventually("two are sent and one is given up", async || {
            let share = shares::list(seeded.app.store(), &permit, seeded.job)
                .await
                .unwrap()
                .remove(0);
            let fares: Vec<_> = share.recipients.iter().map(|part| part.delivery).collect();
            use hiring::mails::Delivery::{Failed, Sent};
            (fares == [Sent, Failed, Sent]).then_some(())
        })
        .await;
    // Who shared hears of it once, by name where there is one.
    let told = recruiter.call("notifications/list", "").await.body;
    assert_eq!(told.matches("share_undelivered").count(), 1, "{told}");
    assert!(told.contains("refused@elsewhere.example"), "{told}");
    let mails = server.taken(4).await;
    let to: Vec<_> = mails.iter().flat_map(|mail| mail.to.clone()).collect();
    assert!(
        !to.iter()
            .any(|to| to.contains("thief") || to.contains("refused")),
        "{to:?}"
    );
    assert_eq!(to.iter().filter(|to| to.contains("ann@")).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_by_link_moves_the_card_where_a_recruiter_said_and_nobody_else_says_it() {
    let seeded = Seeded::start().await;
    let acme = seeded.app.acme().await;
    let columns = columns::list(seeded.app.store(), &acme.permit().unwrap())
        .await
        .unwrap();
    let qualified = columns
        .iter()
        .find(|column| column.kind == ColumnKind::Qualified)
        .unwrap();
    let rule = serde_json::json!({ "job": seeded.job, "rule": {
        "advance_to": qualified.id, "decline_to": null, "decline_reason": "",
    }});
    let mut manager = seeded.app.hiring_manager().await;
    let refused = manager.call_json("decisions/set-rule", &rule).await;
    assert_eq!(refused.status, 403);
    let mut recruiter = seeded.app.recruiter().await;
    let set = recruiter.call_json("decisions/set-rule", &rule).await;
    assert_eq!(set.status, 200, "{}", set.body);

    // Else it would wait for what the other who was asked says.
    let own = self::recruiter(&seeded.app).await.permit().unwrap();
    shares::revoke(seeded.app.store(), &own, seeded.share, None)
        .await
        .unwrap();
    let link = shared(&seeded, "").await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let one = format!("{review}/{}", seeded.application);
    vera.post_form(&one, &[("decision", "advance")]).await;
    let card = board::card(
        seeded.app.store(),
        &acme.permit().unwrap(),
        seeded.application,
    )
    .await
    .unwrap();
    assert_eq!(
        (card.column, card.review),
        (qualified.id, Some(Mark::Advanced))
    );
    let profile = recruiter
        .call(
            "profile/read",
            &format!("application={}", seeded.application),
        )
        .await;
    assert!(profile.body.contains(VERA), "by whose decision");
}
