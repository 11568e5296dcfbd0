//! Pages a second, rendered whole on the server for somebody signed in.

use std::time::{Duration, Instant};

use reqwest::Method;

use crate::figures::{Figure, milliseconds, per_second, percentile};
use crate::support::{PASSWORD, TestApp};
use crate::world::{OWNER, World};

const AT_ONCE: usize = 16;
const EACH: usize = 40;

pub async fn measure() -> Vec<Figure> {
    let app = TestApp::start().await;
    let world = World::new(app.store()).await;
    world.add(app.store(), 0..200).await;
    let mut owner = app.stranger();
    owner.sign_in(OWNER, PASSWORD).await;
    let mut all = Vec::new();
    for (name, path) in [
        ("Jobs", "/jobs".to_owned()),
        ("a board of 200 cards", format!("/jobs/{}", world.job)),
    ] {
        let started = Instant::now();
        let clients: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let request = owner.request(Method::GET, &path);
                tokio::spawn(async move {
                    let mut took: Vec<Duration> = Vec::new();
                    for _ in 0..EACH {
                        let started = Instant::now();
                        let answer = request.try_clone().unwrap().send().await.unwrap();
                        assert_eq!(answer.status(), 200);
                        answer.bytes().await.unwrap();
                        took.push(started.elapsed());
                    }
                    took
                })
            })
            .collect();
        let mut took = Vec::new();
        for client in clients {
            took.extend(client.await.unwrap());
        }
        all.push(Figure::new(
            format!("pages of {name}, {AT_ONCE} at once, and p99 of the answer"),
            format!(
                "{}, {}",
                per_second(took.len(), started.elapsed()),
                milliseconds(percentile(&mut took, 99))
            ),
            "",
        ));
    }
    all
}
