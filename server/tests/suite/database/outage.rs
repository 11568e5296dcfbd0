//! The database refuses, is cut off, or stalls: 503 with a clear text in some seconds, and afterwards everything goes on by itself. One that is
//! merely slow is waited for.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use testing::Line;

use crate::support::{Answer, Kept, Persona, Simulated};

/// The longest that anybody may wait for the news that the database is not there.
const SOME_SECONDS: Duration = Duration::from_secs(12);

/// The path of a webhook that the simulator calls.
async fn webhook(world: &Simulated) -> String {
    let (_, deliveries) = world.act(Method::GET, "/deliveries", json!({})).await;
    let address = deliveries["data"][0]["url"].as_str().unwrap();
    url::Url::parse(address).unwrap().path().to_owned()
}

async fn application(person: &mut Persona, name: &str) -> Option<String> {
    let found = person.call("search", &format!("words={name}")).await.body;
    let (_, id) = found.split_once("\"application\":\"")?;
    Some(id.split_once('"')?.0.to_owned())
}

fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(
        answer.body.contains("Nothing was changed"),
        "{}",
        answer.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_gone_everybody_is_told_and_nothing_acknowledged_is_lost() {
    let world = Simulated::keeping(Kept::behind_proxy().await).await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let first = world
        .apply(&posting, "First Person", "First Person\nEngineer\n")
        .await;
    world
        .eventually("the first note is written", async || {
            (!world.notes(&first).await.is_empty()).then_some(())
        })
        .await;
    let hook = webhook(&world).await;
    let card = application(&mut owner, "First").await.unwrap();
    let mut acknowledged = Vec::new();
    let mut opportunities = vec![first];
    for (line, name) in [
        (Line::Refused, "Refused"),
        (Line::Cut, "Cut"),
        (Line::Stalled, "Stalled"),
    ] {
        let mut writer = world.app.owner().await;
        let (mut reader, mut lever) = (world.app.recruiter().await, world.app.stranger());
        // Somebody who writes while it happens: what was answered with success must be there afterwards.
        let writing = tokio::spawn({
            let card = card.clone();
            async move {
                let mut kept = Vec::new();
                for number in 0..40 {
                    let text = format!("{name} {number}");
                    let arguments = format!("application={card}&text={text}");
                    let answer = writer.call("profile/add-comment", &arguments).await;
                    if answer.status != 200 {
                        assert_eq!(answer.status, 503, "{}", answer.body);
                        break;
                    }
                    kept.push(text);
                }
                kept
            }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        world.app.kept().proxy().set(line);
        let began = Instant::now();
        let opportunity = world
            .apply(
                &posting,
                &format!("{name} Person"),
                &format!("{name} Person\nEngineer\n"),
            )
            .await;
        let delivery = lever.request(Method::POST, &hook).body("{}");
        let mut stranger = world.app.stranger();
        let (page, call, delivered, signed_in) = tokio::join!(
            reader.get("/jobs"),
            owner.call("jobs/list", ""),
            lever.send(delivery),
            stranger.sign_in("owner@acme.example", "whatever"),
        );
        assert!(
            began.elapsed() < SOME_SECONDS,
            "{line:?}: {:?}",
            began.elapsed()
        );
        for answer in [&page, &call, &delivered] {
            assert_unavailable(answer);
        }
        assert!(
            signed_in.location().contains("error=unavailable"),
            "{line:?}"
        );
        world.app.kept().proxy().set(Line::Open);
        acknowledged.extend(writing.await.unwrap());
        world
            .eventually("the note is written", async || {
                (!world.notes(&opportunity).await.is_empty()).then_some(())
            })
            .await;
        opportunities.push(opportunity);
    }
    let comments = owner
        .call("profile/comments", &format!("application={card}"))
        .await
        .body;
    assert!(!acknowledged.is_empty());
    for text in acknowledged {
        assert!(comments.contains(&format!("\"{text}\"")), "{text} is lost");
    }
    for opportunity in opportunities {
        assert_eq!(world.notes(&opportunity).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_slow_line_everything_is_done_and_nothing_twice() {
    let world = Simulated::keeping(Kept::behind_proxy().await).await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let line = world.app.kept().proxy();
    line.set(Line::Slow(Duration::from_millis(20)));
    let opportunity = world
        .apply(&posting, "Slow Person", "Slow Person\nEngineer\n")
        .await;
    world
        .eventually("the note is written", async || {
            (!world.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    let card = application(&mut owner, "Slow").await.unwrap();
    let arguments = format!("application={card}&text=slowly");
    let added = owner.call("profile/add-comment", &arguments).await;
    assert_eq!(added.status, 200, "{}", added.body);
    for path in ["/jobs", "/candidates"] {
        assert_eq!(owner.get(path).await.status, 200, "{path}");
    }
    line.set(Line::Open);
    let comments = owner
        .call("profile/comments", &format!("application={card}"))
        .await
        .body;
    assert_eq!(comments.matches("\"slowly\"").count(), 1, "{comments}");
    assert_eq!(world.notes(&opportunity).await.len(), 1);
}
