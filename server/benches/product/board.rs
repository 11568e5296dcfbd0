//! How long a board takes: its page, its cards in one fetch, a move.

use std::time::{Duration, Instant};

use hiring::columns::{self, ColumnKind};
use hiring::placements;

use crate::figures::{Figure, milliseconds, percentile};
use crate::support::{PASSWORD, TestApp};
use crate::world::{OWNER, World};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const READS: usize = 15;

pub async fn measure() -> Vec<Figure> {
    let app = TestApp::start().await;
    let world = World::new(app.store()).await;
    let mut owner = app.stranger();
    owner.sign_in(OWNER, PASSWORD).await;
    let (mut all, mut known) = (Vec::new(), 0);
    let mut last = Vec::new();
    for size in SIZES {
        last = world.add(app.store(), known..size).await;
        known = size;
        let (mut pages, mut fetches, mut bytes) = (Vec::new(), Vec::new(), 0);
        for _ in 0..READS {
            let started = Instant::now();
            let page = owner.get(&format!("/jobs/{}", world.job)).await;
            pages.push(started.elapsed());
            assert_eq!(page.status, 200);
            let started = Instant::now();
            let cards = owner
                .call("board/cards", &format!("job={}", world.job))
                .await;
            fetches.push(started.elapsed());
            assert_eq!(cards.status, 200);
            bytes = cards.body.len();
        }
        let budget = if size == 10_000 { "≤ 100 ms" } else { "" };
        all.push(Figure::new(
            format!("board of {size} cards: page, median"),
            milliseconds(percentile(&mut pages, 50)),
            budget,
        ));
        all.push(Figure::new(
            format!("board of {size} cards: all cards, median"),
            format!(
                "{}, {} bytes a card",
                milliseconds(percentile(&mut fetches, 50)),
                bytes / size
            ),
            "≤ 300 bytes a card",
        ));
    }
    all.push(moves(&app, &world, &last).await);
    all
}

/// Cards moved one after the other on the largest board.
async fn moves(app: &TestApp, world: &World, cards: &[hiring::ApplicationId]) -> Figure {
    let (store, permit) = (app.store(), world.owner.permit().unwrap());
    let columns = columns::list(store, &world.owner.permit().unwrap())
        .await
        .unwrap();
    let qualified = columns
        .iter()
        .find(|column| column.kind == ColumnKind::Qualified)
        .unwrap();
    let mut took: Vec<Duration> = Vec::new();
    for card in cards.iter().take(50) {
        let started = Instant::now();
        let version = placements::read(store, &world.owner.permit().unwrap(), *card)
            .await
            .unwrap()
            .version;
        placements::move_to(store, &permit, *card, qualified.id, version, None)
            .await
            .unwrap();
        took.push(started.elapsed());
    }
    Figure::new(
        "one move on a board of 10000 cards, median",
        milliseconds(percentile(&mut took, 50)),
        "",
    )
}
