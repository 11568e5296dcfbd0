//! Fills an account: the people who work there, stages, reasons, job postings, and any number of invented candidates. All of it follows from the
//! seed and the moment at which the history ends.

mod account;
mod candidates;
mod extras;
pub(crate) mod jobs;
mod papers;
pub(crate) mod people;
pub(crate) mod phrases;
pub(crate) mod visitors;

use rand::{SeedableRng, rngs::SmallRng};

use crate::state::{Ids, World};

/// The company whose account this is.
pub(crate) const ACCOUNT_NAME: &str = "Meridian Works";

const DAY: i64 = 24 * 3_600_000;

/// What a seed is grown from.
pub(crate) struct Plan {
    pub seed: u64,
    pub opportunities: usize,
    /// Milliseconds since 1970 UTC.
    pub until: i64,
    pub event_groups: bool,
}

/// An account with its history.
pub(crate) fn grow(plan: &Plan) -> World {
    let mut world = World::empty(Ids::seeded(plan.seed ^ 0x01d5), plan.event_groups);
    let mut rng = SmallRng::seed_from_u64(plan.seed);
    account::furnish(&mut world, plan.until);
    account::post_jobs(&mut world, &mut rng, plan.until);
    candidates::apply(&mut world, &mut rng, plan);
    extras::add(&mut world, plan);
    world
}

/// More candidates with a history that ends at `until`, for an account that is there already. No webhook tells of them.
pub(crate) fn invent(world: &mut World, opportunities: usize, until: i64) {
    // Other people than those who are there.
    let seed = u64::try_from(world.opportunities.len()).unwrap_or_default() ^ 0x3e0e;
    let plan = Plan {
        seed,
        opportunities,
        until,
        event_groups: false,
    };
    candidates::apply(world, &mut SmallRng::seed_from_u64(seed), &plan);
}
