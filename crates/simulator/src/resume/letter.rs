//! Cover letters.

use rand::{SeedableRng, rngs::SmallRng};

use super::content::{fill, some_owned};
use crate::{
    model::{Fit, Recipe},
    seed::jobs::{OTHER_WORK, job},
};

/// A cover letter for the job, written by somebody who read the ad or by somebody who did not.
pub(crate) fn letter(recipe: &Recipe, name: &str) -> String {
    let rng = &mut SmallRng::seed_from_u64(recipe.seed ^ 0x1e77e5);
    let Some(job) = job(&recipe.job) else {
        return String::new();
    };
    let general = &OTHER_WORK.letter;
    let sentences = match recipe.fit {
        Fit::Strong => some_owned(rng, &job.applicants.letter, 4),
        Fit::Medium => some_owned(rng, &job.applicants.letter, 1)
            .into_iter()
            .chain(some_owned(rng, general, 2))
            .collect(),
        Fit::Weak => some_owned(rng, general, 3),
    };
    let body = sentences
        .iter()
        .map(|sentence| fill(rng, &sentence.replace("{title}", &job.posting.title)))
        .collect::<Vec<_>>()
        .join(" ");
    format!("Dear hiring team,\n\n{body}\n\nKind regards,\n{name}")
}
