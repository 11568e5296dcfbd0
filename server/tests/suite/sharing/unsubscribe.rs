//! Mails of news and reminders end with one press of the mail reader, which has no session.

use hiring::notifications;
use hiring::shares::{self, Reminder};
use reqwest::Method;

use super::{open, recruiter, shared};
use crate::support::Seeded;

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_of_news_carries_one_click_unsubscription_that_needs_no_session() {
    let seeded = Seeded::start().await;
    let link = shared(&seeded, "").await;
    let mut vera = seeded.app.stranger();
    let review = open(&mut vera, &link).await;
    let one = format!("{review}/{}", seeded.application);
    vera.post_form(&one, &[("decision", "advance")]).await;
    let kept = seeded
        .app
        .running()
        .state()
        .mailer
        .folder()
        .unwrap()
        .clone();
    let folder = seeded.app.acme().await.organization.to_string();
    let path = seeded
        .app
        .eventually("a mail of news comes", async || {
            let mails = kept.list(&folder).await.unwrap();
            let mail = mails
                .into_iter()
                .find(|mail| mail.subject.contains("advanced"))?;
            let raw =
                std::fs::read_to_string(kept.path().join(&folder).join(format!("{}.eml", mail.id)))
                    .unwrap();
            assert!(
                raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
                "{raw}"
            );
            assert!(raw.contains("List-Unsubscribe: <"), "{raw}");
            let (_, token) = mail.text.split_once("/unsubscribe/")?;
            Some(format!("/unsubscribe/{}", token.split_whitespace().next()?))
        })
        .await;
    let own = recruiter(&seeded.app).await.permit().unwrap();
    let mails = async || {
        let choices = notifications::choices(seeded.app.store(), &own)
            .await
            .unwrap();
        choices
            .iter()
            .any(|(_, cadence)| *cadence != notifications::Cadence::Off)
    };
    let mut reader = seeded.app.stranger();
    assert_eq!(reader.get(&path).await.status, 200);
    assert!(mails().await, "looking changes nothing");
    // As a mail reader posts it: no cookie, no origin.
    let post = reader
        .request(Method::POST, &path)
        .form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(reader.send(post).await.status, 200);
    assert!(!mails().await);
}

/// A time zone in which it is noon now, or nearly.
fn where_it_is_noon(now: hiring::Millis) -> String {
    let hour = now.0.div_euclid(3_600_000).rem_euclid(24);
    let behind = hour - 12;
    if behind >= 0 {
        format!("Etc/GMT+{behind}")
    } else {
        format!("Etc/GMT{behind}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_comes_by_itself_ends_with_one_press_of_the_mail_reader() {
    let seeded = Seeded::start().await;
    let (app, store) = (&seeded.app, seeded.app.store());
    let member = app.member("manager@acme.example").await;
    let own = member.permit().unwrap();
    let noon = where_it_is_noon(store.now());
    notifications::choose_hours(store, &own, 12, &noon, None)
        .await
        .unwrap();
    let due = store.now().0 - 3 * 86_400_000;
    let answer = app
        .recruiter()
        .await
        .call_json(
            "shares/send",
            &serde_json::json!({ "share": {
                "job": seeded.job, "applications": [seeded.application], "to": [member.email], "message": "",
                "score": true, "evidence": true, "votes": "never", "due_at": due,
            }}),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let permit = recruiter(app).await.permit().unwrap();
    let system = store.system(member.organization);
    app.eventually("the first mail went, and a reminder is owed", async || {
        let share = shares::list(store, &permit, seeded.job)
            .await
            .unwrap()
            .remove(0);
        let recipient = share.recipients[0].id;
        let owed = shares::remind_by_itself(store, &system, recipient, Reminder::Overdue).await;
        owed.unwrap().then_some(())
    })
    .await;
    let kept = app.running().state().mailer.folder().unwrap().clone();
    let folder = member.organization.to_string();
    let path = app
        .eventually("the reminder comes", async || {
            let mails = kept.list(&folder).await.unwrap();
            let mail = mails
                .into_iter()
                .find(|mail| mail.subject.starts_with("Reminder"))?;
            let file = kept.path().join(&folder).join(format!("{}.eml", mail.id));
            let raw = std::fs::read_to_string(file).unwrap();
            assert!(raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
            assert!(mail.text.contains("was wanted by"), "{}", mail.text);
            let (_, token) = mail.text.split_once("/unsubscribe/")?;
            Some(format!("/unsubscribe/{}", token.split_whitespace().next()?))
        })
        .await;
    let reminded = async || notifications::hours(store, &own).await.unwrap().reminders;
    let mut reader = app.stranger();
    assert_eq!(reader.get(&path).await.status, 200);
    assert!(reminded().await, "looking changes nothing");
    let post = reader
        .request(Method::POST, &path)
        .form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(reader.send(post).await.status, 200);
    assert!(!reminded().await);
}
