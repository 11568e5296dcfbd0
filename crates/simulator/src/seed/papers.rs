//! What a candidacy comes with: the application and its answers, the resume, a cover letter, a recruiter's note.

use rand::{Rng, rngs::SmallRng, seq::IndexedRandom};
use serde_json::{Value, json};

use super::jobs::Job;
use crate::{
    model::{
        Application, Archived, Comment, File, Fit, Layout, Note, Posting, Recipe, Resume, Source,
    },
    resume::{extension, letter::letter},
    state::World,
};

#[expect(clippy::too_many_arguments, reason = "the parts of one record")]
pub(super) fn application(
    world: &mut World,
    rng: &mut SmallRng,
    job: &Job,
    posting: &Posting,
    recipe: &Recipe,
    origin: &str,
    name: &str,
    headline: &str,
    created_at: i64,
    archived: Option<&Archived>,
) -> Application {
    let kind = match origin {
        "referred" => "referral",
        "sourced" | "agency" => "user",
        _ => "posting",
    };
    let answered = kind == "posting";
    let letter = if answered && rng.random_bool(0.35) {
        letter(recipe, name)
    } else {
        String::new()
    };
    Application {
        id: world.ids.next(),
        kind: kind.to_owned(),
        posting: posting.id.clone(),
        company: headline
            .split(", ")
            .next()
            .map(str::to_owned)
            .filter(|company| !company.is_empty()),
        comments: letter,
        user: (kind != "posting").then(|| posting.owner.clone()).flatten(),
        custom_questions: if answered {
            answers(rng, job, posting, recipe.fit, created_at)
        } else {
            Vec::new()
        },
        created_at,
        archived: archived.cloned(),
        requisition: None,
        ip_address: None,
    }
}

fn answers(
    rng: &mut SmallRng,
    job: &Job,
    posting: &Posting,
    fit: Fit,
    created_at: i64,
) -> Vec<Value> {
    let mut questions = posting.questions.clone();
    for (question, seeded) in questions.iter_mut().zip(&job.posting.questions) {
        let good = match fit {
            Fit::Strong => 0.95,
            Fit::Medium => 0.6,
            Fit::Weak => 0.25,
        };
        let from = if rng.random_bool(good) {
            &seeded.good
        } else {
            &seeded.poor
        };
        let value = from.choose(rng).cloned().unwrap_or_default();
        question["fields"][0]["value"] = if seeded.kind == "multiple-select" {
            json!([value])
        } else {
            json!(value)
        };
        question["completedAt"] = json!(created_at);
    }
    questions
}

pub(super) fn resume(
    world: &mut World,
    recipe: &Recipe,
    layout: Layout,
    name: &str,
    created_at: i64,
) -> Resume {
    let ext = extension(layout);
    Resume {
        id: world.ids.next(),
        created_at,
        name: format!("{}.{ext}", name.replace(' ', "-")),
        ext: ext.to_owned(),
        status: if layout == Layout::Broken {
            "error"
        } else {
            "processed"
        }
        .to_owned(),
        source: Source::Seeded(recipe.clone()),
    }
}

pub(super) fn cover_letter(world: &mut World, recipe: &Recipe, created_at: i64) -> File {
    let recipe = Recipe {
        layout: Layout::Letter,
        ..recipe.clone()
    };
    File {
        id: world.ids.next(),
        name: "Cover-Letter.txt".to_owned(),
        ext: "txt".to_owned(),
        uploaded_at: created_at,
        status: "processed".to_owned(),
        source: Source::Seeded(recipe),
    }
}

pub(super) fn note(
    world: &mut World,
    rng: &mut SmallRng,
    stage: &str,
    owner: Option<&String>,
    at: i64,
) -> Note {
    const TEXTS: &[&str] = &[
        "Spoke on the phone, pleasant and well prepared. Notice period is two months.",
        "Asked for a salary above our range; told them so.",
        "Panel was split; debrief on Thursday.",
        "Left a voicemail, will try again next week.",
    ];
    let value = TEXTS.choose(rng).copied().unwrap_or_default().to_owned();
    let comment = Comment {
        value,
        created_at: at,
        score: None,
        stage: stage.to_owned(),
        user: owner.cloned(),
    };
    Note {
        id: world.ids.next(),
        comments: vec![comment],
        secret: false,
        user: owner.cloned(),
        created_at: at,
        by_api: false,
        deleted_at: None,
    }
}
