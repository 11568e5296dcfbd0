//! Live traffic: what recruiters and candidates do all day, as many acts a second as the switch `traffic` says, with the webhooks that follow.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::SmallRng, seq::IndexedRandom};

use crate::{
    app::Shared,
    error::ApiError,
    model::{Comment, Note},
    seed::visitors::applicant,
    state::{World, now},
};

/// How often the switch is looked at while nothing goes on.
const IDLE: Duration = Duration::from_millis(200);

/// Acts until the simulator stops.
pub(crate) async fn flow(app: Shared) {
    let mut rng = SmallRng::seed_from_u64(app.config.seed ^ 0x7aff);
    loop {
        let rate = app.switches().traffic;
        let pause = if rate > 0.0 {
            // Irregular, as people are, and on average as often as asked for.
            Duration::from_secs_f64(rng.random_range(0.5..1.5) / rate)
        } else {
            IDLE
        };
        let pause = tokio::time::sleep(pause.min(Duration::from_secs(60)));
        if app
            .sender
            .stopped
            .run_until_cancelled(pause)
            .await
            .is_none()
        {
            return;
        }
        if app.switches().traffic > 0.0
            && let Err(refused) = app.change(|world| act(world, &mut rng))
        {
            tracing::debug!(message = refused.message, "somebody could not act");
        }
    }
}

/// One act: out of ten, four people apply, three move, two are archived or taken back, and one is written about.
fn act(world: &mut World, rng: &mut SmallRng) -> Result<(), ApiError> {
    let what = rng.random_range(0..10);
    if what < 4 {
        let open: Vec<_> = world
            .postings
            .iter()
            .filter(|posting| posting.deleted_at.is_none() && posting.is_open())
            .collect();
        return match open.choose(rng) {
            Some(posting) => {
                let new = applicant(rng, posting);
                world.add_opportunity(new).map(drop)
            }
            None => Ok(()),
        };
    }
    let at = rng.random_range(0..world.opportunities.len().max(1));
    let Some(id) = world.opportunities.keys().nth(at).cloned() else {
        return Ok(());
    };
    let recruiter = world.users.get(2).map(|user| user.id.clone());
    match what {
        4..7 => {
            let stage = world.stages.choose(rng).map(|stage| stage.id.clone());
            world.move_stage(&id, &stage.unwrap_or_default(), recruiter)
        }
        7 => {
            let active: Vec<_> = (world.archive_reasons.iter())
                .filter(|reason| reason.active)
                .collect();
            let reason = active.choose(rng).map(|reason| reason.id.clone());
            world.archive(&id, reason.as_deref())
        }
        8 => world.archive(&id, None),
        _ => {
            let note_id = world.ids.next();
            let opportunity = world.opportunity_mut(&id)?;
            let comment = Comment {
                value: "Called, will call back tomorrow.".to_owned(),
                created_at: now(),
                score: None,
                stage: opportunity.stage.clone(),
                user: recruiter.clone(),
            };
            opportunity.notes.push(Note {
                id: note_id,
                comments: vec![comment],
                secret: false,
                user: recruiter,
                created_at: now(),
                by_api: false,
                deleted_at: None,
            });
            opportunity.touch(now());
            Ok(())
        }
    }
}
