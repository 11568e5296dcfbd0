//! Somebody new who applies while the simulator runs: as invented as the seeded people, with a resume that is written when it is asked for.

use rand::{Rng, rngs::SmallRng, seq::IndexedRandom};

use super::{
    jobs::{JOBS, job},
    people::CULTURES,
};
use crate::{
    changes::NewOpportunity,
    model::{Fit, Layout, Posting, Recipe, Source},
    resume::{extension, letter::letter},
    state::now,
};

/// An applicant for a posting. Postings that were not seeded get applicants of some seeded job.
pub(crate) fn applicant(rng: &mut SmallRng, posting: &Posting) -> NewOpportunity {
    let culture = CULTURES.choose(rng).unwrap_or(&CULTURES[0]);
    let given = culture.given.choose(rng).copied().unwrap_or_default();
    let family = culture.family.choose(rng).copied().unwrap_or_default();
    let name = format!("{given} {family}");
    let slug = (posting.job.as_deref().and_then(job))
        .or_else(|| JOBS.choose(rng))
        .map(|job| job.slug.clone());
    let layout = *[
        Layout::OneColumn,
        Layout::TwoColumns,
        Layout::Docx,
        Layout::Text,
    ]
    .choose(rng)
    .unwrap_or(&Layout::OneColumn);
    let recipe = Recipe {
        job: slug.unwrap_or_default(),
        fit: *[Fit::Strong, Fit::Medium, Fit::Weak]
            .choose(rng)
            .unwrap_or(&Fit::Medium),
        layout,
        seed: rng.random(),
        native_language: culture.language.to_owned(),
        written_at: now(),
    };
    let comments = if rng.random_bool(0.3) {
        letter(&recipe, &name)
    } else {
        String::new()
    };
    NewOpportunity {
        emails: vec![format!("visitor.{:08x}@mail.example", rng.random::<u32>())],
        location: (culture.cities.choose(rng).copied().unwrap_or_default()).to_owned(),
        posting: Some(posting.id.clone()),
        kind: "posting".to_owned(),
        origin: "applied".to_owned(),
        source: Some("Job site".to_owned()),
        resume: Some((
            format!("{}.{}", name.replace(' ', "-"), extension(layout)),
            Source::Seeded(recipe),
        )),
        comments,
        name,
        ..NewOpportunity::default()
    }
}
