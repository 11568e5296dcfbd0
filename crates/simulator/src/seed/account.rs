//! The account itself: users, stages, archive reasons and the postings.

use rand::{Rng, rngs::SmallRng};
use serde_json::{Value, json};

use super::{
    DAY,
    jobs::{Ad, AdLayout, JOBS, Question},
};
use crate::{
    model::{ArchiveReason, Content, Posting, Stage, User},
    state::World,
    ui::Text,
};

/// Name, access role, job title, active.
const USERS: &[(&str, &str, &str, bool)] = &[
    ("Rosalind Achterberg", "super admin", "Head of Talent", true),
    (
        "Kofi Mensah-Boateng",
        "super admin",
        "People Operations Lead",
        true,
    ),
    ("Yuki Sandoval", "admin", "Talent Partner", true),
    ("Bridget O'Dowd", "team member", "Recruiter", true),
    ("Emil Castellanos", "team member", "Recruiter", true),
    ("Nadia Farouk", "team member", "Engineering Manager", true),
    (
        "Tobias Grünwald",
        "limited team member",
        "Operations Manager",
        true,
    ),
    ("Pilar Nakamura", "interviewer", "Designer", true),
    ("Gordon Tait", "team member", "Recruiter", false),
];

/// Id (none: a random one), text, pipeline, rank, interview.
const STAGES: &[(Option<&str>, &str, &str, i64, bool)] = &[
    (Some("lead-new"), "New lead", "lead", 101, false),
    (Some("lead-reached-out"), "Reached out", "lead", 102, false),
    (Some("lead-responded"), "Responded", "lead", 103, false),
    (
        Some("applicant-new"),
        "New applicant",
        "applicant",
        201,
        false,
    ),
    (None, "Recruiter screen", "screen", 301, true),
    (None, "Hiring manager interview", "screen", 302, true),
    (None, "On-site interview", "onsite", 401, true),
    (None, "Reference check", "onsite", 402, false),
    (Some("offer"), "Offer", "offer", 501, false),
];

/// Text, active, hired.
const ARCHIVE_REASONS: &[(&str, bool, bool)] = &[
    ("Hired", true, true),
    ("Underqualified", true, false),
    ("Lacks a required licence", true, false),
    ("Withdrew", true, false),
    ("Unresponsive", true, false),
    ("Offer declined", true, false),
    ("Position closed", true, false),
    ("Timing", false, false),
];

/// Users, stages and archive reasons.
pub(super) fn furnish(world: &mut World, until: i64) {
    for (place, (name, role, title, active)) in (0_i64..).zip(USERS) {
        let username: String = name
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        let id = world.ids.next();
        world.users.push(User {
            id,
            name: (*name).to_owned(),
            email: format!("{username}@meridianworks.example"),
            username,
            access_role: (*role).to_owned(),
            job_title: (*title).to_owned(),
            external_directory_id: None,
            created_at: until - (900 - 60 * place) * DAY,
            deactivated_at: (!active).then_some(until - 30 * DAY),
        });
    }
    for (id, text, pipeline, rank, has_interview) in STAGES {
        let id = id.map_or_else(|| world.ids.next(), str::to_owned);
        world.stages.push(Stage {
            id,
            text: (*text).to_owned(),
            pipeline: (*pipeline).to_owned(),
            rank: *rank,
            has_interview: *has_interview,
        });
    }
    for (text, active, hired) in ARCHIVE_REASONS {
        let id = world.ids.next();
        world.archive_reasons.push(ArchiveReason {
            id,
            text: (*text).to_owned(),
            active: *active,
            hired: *hired,
        });
    }
}

/// One posting for each job, an empty draft, and one that was deleted.
pub(super) fn post_jobs(world: &mut World, rng: &mut SmallRng, until: i64) {
    let team: Vec<String> = world
        .users
        .iter()
        .filter(|user| user.deactivated_at.is_none())
        .map(|user| user.id.clone())
        .collect();
    for (place, job) in JOBS.iter().enumerate() {
        let created_at = until - rng.random_range(45..160) * DAY - rng.random_range(0..DAY);
        let mut posting = posting(world, &job.posting, created_at);
        posting.job = Some(job.slug.clone());
        posting.updated_at = created_at + rng.random_range(1..30) * DAY;
        // Some postings have no `user`: they were imported.
        posting.user = (place % 6 != 5).then(|| team[2].clone());
        posting.owner = Some(team[2 + place % 3].clone());
        posting.hiring_manager = (!place.is_multiple_of(3)).then(|| team[5 + place % 2].clone());
        world.postings.push(posting);
    }
    let blank = |title: &str, state: &str| Ad {
        title: title.to_owned(),
        state: state.to_owned(),
        channels: None,
        commitment: "Full-time".to_owned(),
        department: String::new(),
        team: String::new(),
        locations: vec!["Dublin".to_owned()],
        country: "IE".to_owned(),
        workplace: "unspecified".to_owned(),
        salary: None,
        confidential: false,
        layout: AdLayout::Items,
        intro: Vec::new(),
        sections: Vec::new(),
        closing: Vec::new(),
        questions: Vec::new(),
    };
    let empty = posting(
        world,
        &blank("Facilities coordinator", "draft"),
        until - 3 * DAY,
    );
    world.postings.push(empty);
    let mut deleted = posting(world, &blank("Intern", "closed"), until - 200 * DAY);
    deleted.deleted_at = Some(until - 5 * DAY);
    world.postings.push(deleted);
}

fn posting(world: &mut World, ad: &Ad, created_at: i64) -> Posting {
    Posting {
        id: world.ids.next(),
        job: None,
        text: ad.title.clone(),
        state: ad.state.clone(),
        channels: ad.channels.clone(),
        user: None,
        owner: None,
        hiring_manager: None,
        commitment: ad.commitment.clone(),
        department: ad.department.clone(),
        team: ad.team.clone(),
        location: ad.locations.first().cloned().unwrap_or_default(),
        all_locations: ad.locations.clone(),
        country: ad.country.clone(),
        workplace: ad.workplace.clone(),
        salary: ad.salary.clone(),
        content: content(ad),
        questions: ad
            .questions
            .iter()
            .map(|question| form_question(world, question, created_at))
            .collect(),
        confidential: ad.confidential,
        created_at,
        updated_at: created_at,
        deleted_at: None,
    }
}

fn content(ad: &Ad) -> Content {
    let paragraphs = |texts: &[String]| {
        texts
            .iter()
            .map(|text| format!("<div>{}</div>", Text(text)))
            .collect::<Vec<_>>()
            .join("<div><br></div>")
    };
    let items = |items: &[String]| {
        items
            .iter()
            .map(|item| format!("<li>{}</li>", Text(item)))
            .collect::<String>()
    };
    let mut description = ad.intro.join("\n\n");
    let mut description_html = paragraphs(&ad.intro);
    let mut lists = Vec::new();
    for section in &ad.sections {
        match ad.layout {
            AdLayout::Items => lists.push((section.heading.clone(), items(&section.items))),
            AdLayout::Blocks => {
                let block = format!(
                    "<div><h3>{}</h3><ul>{}</ul></div>",
                    Text(&section.heading),
                    items(&section.items)
                );
                lists.push((section.heading.clone(), block));
            }
            AdLayout::Inline => {
                description += &format!(
                    "\n\n{}\n{}",
                    section.heading,
                    section
                        .items
                        .iter()
                        .map(|item| format!("- {item}\n"))
                        .collect::<String>()
                );
                description_html += &format!(
                    "<div><br></div><div><b>{}</b></div><ul>{}</ul>",
                    Text(&section.heading),
                    items(&section.items)
                );
            }
        }
    }
    Content {
        description,
        description_html,
        lists,
        closing: ad.closing.join("\n\n"),
        closing_html: paragraphs(&ad.closing),
    }
}

/// A question in the shape of an application's `customQuestions`, not yet answered.
fn form_question(world: &mut World, question: &Question, created_at: i64) -> Value {
    let options: Vec<Value> = question
        .options
        .iter()
        .map(|text| json!({ "text": text }))
        .collect();
    json!({
        "id": world.ids.next(), "type": "posting", "text": question.text, "instructions": "",
        "fields": [{
            "id": world.ids.next(), "type": question.kind, "text": question.text, "description": "", "required": question.required,
            "prompt": if options.is_empty() { "" } else { "Select one" }, "options": options, "value": null,
        }],
        "baseTemplateId": world.ids.next(), "user": null, "stage": null, "createdAt": created_at, "completedAt": null,
    })
}
