//! Fifty people write at once on SQLite, which has one writer.

use std::time::{Duration, Instant};

use hiring::comments;
use testing::{Spread, figure, many};

use crate::support::{Persona, Seeded};

const WRITERS: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_at_once_lose_nothing_and_see_no_lock() {
    let seeded = Seeded::start().await;
    let owner = seeded.app.owner().await;
    let cookie = owner.cookie().unwrap().to_owned();
    let seconds = many(3, 60);
    let until = Instant::now() + Duration::from_secs(seconds.into());
    let writing: Vec<_> = (0..WRITERS)
        .map(|number| {
            let mut writer = Persona::stranger(seeded.app.url(""));
            writer.present(&cookie);
            tokio::spawn(write(writer, number, seeded.application.to_string(), until))
        })
        .collect();
    let mut kept = Vec::new();
    let mut took = Vec::new();
    for writer in writing {
        let (texts, times) = writer.await.unwrap();
        assert!(!texts.is_empty(), "nobody is kept out");
        kept.extend(texts);
        took.extend(times);
    }
    let member = seeded.app.acme().await;
    let found = comments::list(
        seeded.app.store(),
        &member.permit().unwrap(),
        seeded.application,
    )
    .await
    .unwrap();
    let found: std::collections::HashSet<&str> =
        found.iter().map(|comment| &*comment.body).collect();
    for text in &kept {
        assert!(found.contains(&**text), "{text} is lost");
    }
    figure(
        &format!("SQLite, {WRITERS} people write for {seconds} s"),
        format!(
            "{} writes acknowledged, all kept; {} answered 503; no other answer, no “locked”; {}",
            kept.len(),
            took.len() - kept.len(),
            Spread::of(took)
        ),
        "only 503s, nothing acknowledged lost, no “locked”",
    );
}

/// What was acknowledged, and how long each answer took.
async fn write(
    mut writer: Persona,
    number: usize,
    application: String,
    until: Instant,
) -> (Vec<String>, Vec<Duration>) {
    let (mut kept, mut took) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let text = format!("writer{number}line{}", took.len());
        let began = Instant::now();
        let answer = writer
            .call(
                "profile/add-comment",
                &format!("application={application}&text={text}"),
            )
            .await;
        took.push(began.elapsed());
        assert!(!answer.body.contains("locked"), "{}", answer.body);
        match answer.status.as_u16() {
            200 => kept.push(text),
            503 => {}
            other => panic!("{other} {}", answer.body),
        }
    }
    (kept, took)
}
