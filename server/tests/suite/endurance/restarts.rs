//! PostgreSQL restarts again and again while people write: they are told, and what they were told is kept is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hiring::comments;
use testing::{figure, many};

use crate::support::{Kept, Persona, RESUME, Simulated};

const WRITERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_restarts_costs_nothing_but_503s() {
    let restarts = many(2, 20);
    let world = Simulated::keeping(Kept::on_restartable()).await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let opportunity = world.apply(&posting, "Rita Restart", RESUME).await;
    world
        .eventually("the note is written", async || {
            (!world.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    let found = owner.call("search", "words=Rita").await.body;
    let (_, id) = found.split_once("\"application\":\"").unwrap();
    let application = id.split_once('"').unwrap().0.to_owned();
    let stop = Arc::new(AtomicBool::new(false));
    let cookie = owner.cookie().unwrap().to_owned();
    let writing: Vec<_> = (0..WRITERS)
        .map(|number| {
            let mut writer = Persona::stranger(world.app.url(""));
            writer.present(&cookie);
            tokio::spawn(write(
                writer,
                number,
                application.clone(),
                Arc::clone(&stop),
            ))
        })
        .collect();
    for number in 0..restarts {
        tokio::time::sleep(Duration::from_millis(1200)).await;
        tokio::task::block_in_place(|| world.app.kept().database().restart());
        world
            .apply(&posting, &format!("Person {number}"), RESUME)
            .await;
    }
    tokio::time::sleep(Duration::from_millis(1200)).await;
    stop.store(true, Ordering::Relaxed);
    let (mut kept, mut refused) = (Vec::new(), 0);
    for writer in writing {
        let (texts, many) = writer.await.unwrap();
        assert!(!texts.is_empty(), "nobody is kept out");
        kept.extend(texts);
        refused += many;
    }
    let member = world.app.acme().await;
    let application = application.parse().unwrap();
    let found = comments::list(world.app.store(), &member.permit().unwrap(), application)
        .await
        .unwrap();
    let found: std::collections::HashSet<&str> =
        found.iter().map(|comment| &*comment.body).collect();
    for text in &kept {
        assert!(found.contains(&**text), "{text} is lost");
    }
    crate::killed::settled(&world, world.app.store(), &member).await;
    crate::killed::same_as_lever(&world, world.app.store(), &member, &posting).await;
    figure(
        &format!("PostgreSQL restarts {restarts} times while {WRITERS} people write"),
        format!(
            "{} writes acknowledged, all kept; {refused} answered 503, no other answer; the board as Lever's in the end",
            kept.len()
        ),
        "only 503s, nothing acknowledged lost",
    );
}

async fn write(
    mut writer: Persona,
    number: usize,
    application: String,
    stop: Arc<AtomicBool>,
) -> (Vec<String>, usize) {
    let (mut kept, mut refused) = (Vec::new(), 0);
    while !stop.load(Ordering::Relaxed) {
        let text = format!("writer{number}line{}", kept.len() + refused);
        let answer = writer
            .call(
                "profile/add-comment",
                &format!("application={application}&text={text}"),
            )
            .await;
        match answer.status.as_u16() {
            200 => kept.push(text),
            503 => refused += 1,
            other => panic!("{other} {}", answer.body),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    (kept, refused)
}
