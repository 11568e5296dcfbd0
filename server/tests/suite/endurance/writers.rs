//! Fifty people write at once on SQLite, which has one writer.

use std::time::{Duration, Instant};

use hiring::comments;
use testing::{figure, many};

use crate::support::{Persona, Seeded};

const WRITERS: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_at_once_lose_nothing_and_see_no_lock() {
    let seeded = Seeded::start().await;
    let owner = seeded.app.owner().await;
    let cookie = owner.cookie().unwrap().to_owned();
    let until = Instant::now() + Duration::from_secs(many(3, 60).into());
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
    took.sort_unstable();
    figure(
        &format!("SQLite, {WRITERS} writers: writes kept, and p99 of the answer"),
        format!(
            "{}, {:.0} ms",
            kept.len(),
            took[took.len() * 99 / 100].as_secs_f64() * 1000.0
        ),
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
