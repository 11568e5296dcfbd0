//! `POST /api/board/move-all`

use hiring::columns::ColumnKind;
use hiring::{ApplicationId, Member, audit, board};
use serde_json::{Value, json};

use crate::support::TestApp;

/// An application's card, as a move of it names it.
async fn to(app: &TestApp, owner: &Member, application: ApplicationId, column: &str) -> Value {
    let card = board::card(app.store(), &owner.permit().unwrap(), application)
        .await
        .unwrap();
    json!({ "application": application, "column": column, "version": card.version })
}

async fn logged(app: &TestApp, owner: &Member, application: ApplicationId) -> usize {
    let permit = owner.permit().unwrap();
    let log = audit::of(app.store(), &permit, &application.to_string())
        .await
        .unwrap();
    log.iter()
        .filter(|entry| entry.action == "card.move")
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn several_cards_move_in_one_request_and_each_is_answered() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let mut cards = Vec::new();
    for name in ["Sam Okafor", "Ines Duarte", "Mei Tanaka"] {
        cards.push(app.applicant(&owner, job, name).await);
    }
    let qualified = app.column(&owner, ColumnKind::Qualified).await;
    let mut moves = Vec::new();
    for card in &cards {
        moves.push(to(&app, &owner, *card, &qualified).await);
    }
    // Somebody else was faster with the last one.
    let interview = app.column(&owner, ColumnKind::Custom).await;
    let faster = json!({ "moves": [to(&app, &owner, cards[2], &interview).await], "reason": null });
    let answer = app.owner().await.call_json("board/move-all", &faster).await;
    assert_eq!(answer.status, 200, "{}", answer.body);

    let mut recruiter = app.recruiter().await;
    let wanted = json!({ "moves": moves, "reason": null });
    let answer = recruiter.call_json("board/move-all", &wanted).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let ends = answer.json();
    let end_of = |application: ApplicationId| {
        let ends = ends.as_array().unwrap();
        let of = |end: &&Value| end["application"] == application.to_string();
        ends.iter().find(of).unwrap()["end"].clone()
    };
    for (card, wanted) in cards.iter().zip(&moves).take(2) {
        let version = wanted["version"].as_i64().unwrap() + 1;
        assert_eq!(end_of(*card), json!({ "Done": { "version": version } }));
        assert_eq!(logged(&app, &owner, *card).await, 1);
    }
    // A card crosses the wire with its column first.
    assert_eq!(
        end_of(cards[2])["Changed"][0],
        *interview,
        "where it stands now"
    );
    assert_eq!(logged(&app, &owner, cards[2]).await, 1, "the faster one's");
    for (card, column) in cards.iter().zip([&qualified, &qualified, &interview]) {
        let stands = board::card(app.store(), &owner.permit().unwrap(), *card)
            .await
            .unwrap();
        assert_eq!(stands.column.to_string(), *column);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_at_once_are_refused_with_words_and_nobody_moves() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let card = app.applicant(&owner, job, "Sam Okafor").await;
    let qualified = app.column(&owner, ColumnKind::Qualified).await;
    let one = to(&app, &owner, card, &qualified).await;
    let many = json!({ "moves": vec![one; 501], "reason": null });
    let mut recruiter = app.recruiter().await;
    let answer = recruiter.call_json("board/move-all", &many).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("at most 500"), "{}", answer.body);
    assert_eq!(logged(&app, &owner, card).await, 0);
}
