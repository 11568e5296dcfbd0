//! The candidates: invented people who suit their job well, somewhat or not at all, spread over the pipeline as in a real account.

use rand::{Rng, rngs::SmallRng, seq::IndexedRandom};

use super::{
    DAY, Plan,
    jobs::{Job, job},
    papers::{application, cover_letter, note, resume},
    people::{CULTURES, Culture},
};
use crate::{
    model::{Archived, Contact, Fit, Layout, Opportunity, Phone, Posting, Recipe, StageChange},
    resume::content::Profile,
    state::World,
};

/// How many in a hundred resumes come in each layout; `None`: no resume.
const LAYOUTS: &[(u32, Option<Layout>)] = &[
    (45, Some(Layout::OneColumn)),
    (20, Some(Layout::TwoColumns)),
    (5, Some(Layout::Long)),
    (4, Some(Layout::Scanned)),
    (14, Some(Layout::Docx)),
    (7, Some(Layout::Text)),
    (1, Some(Layout::Broken)),
    (4, None),
];

/// Adds the planned number of opportunities.
pub(super) fn apply(world: &mut World, rng: &mut SmallRng, plan: &Plan) {
    let open: Vec<(&'static Job, Posting)> = world
        .postings
        .iter()
        .filter(|posting| matches!(posting.state.as_str(), "published" | "internal" | "closed"))
        .filter_map(|posting| Some((job(posting.job.as_deref()?)?, posting.clone())))
        .collect();
    let total: u32 = open.iter().map(|(job, _)| job.share).sum();
    let mut previous: Option<(String, &'static Culture)> = None;
    for _ in 0..plan.opportunities {
        let mut at = rng.random_range(0..total.max(1));
        let Some((job, posting)) = open.iter().find(|(job, _)| {
            job.share > at || {
                at -= job.share;
                false
            }
        }) else {
            return;
        };
        let known = previous.filter(|_| rng.random_bool(0.03));
        let culture = known.as_ref().map_or_else(
            || CULTURES.choose(rng).unwrap_or(&CULTURES[0]),
            |(_, culture)| culture,
        );
        let contact = match known {
            Some((contact, _)) => contact,
            None => person(world, rng, culture),
        };
        let opportunity = candidacy(world, rng, plan, job, posting, &contact, culture);
        previous = Some((contact, culture));
        world
            .opportunities
            .insert(opportunity.id.clone(), opportunity);
    }
}

/// Invents somebody.
fn person(world: &mut World, rng: &mut SmallRng, culture: &Culture) -> String {
    let given = culture.given.choose(rng).copied().unwrap_or_default();
    let family = culture.family.choose(rng).copied().unwrap_or_default();
    let ascii = |text: &str| {
        text.to_lowercase()
            .chars()
            .filter_map(plain_letter)
            .collect::<String>()
    };
    let email = format!(
        "{}.{}{}@mail.example",
        ascii(given),
        ascii(family),
        rng.random_range(1..1000)
    );
    let phone = format!("{} {:04}", culture.dial, rng.random_range(0..10_000));
    let kinds = [
        Some("mobile"),
        Some("home"),
        Some("work"),
        Some("other"),
        None,
    ];
    let kind = kinds.choose(rng).copied().flatten().map(str::to_owned);
    let id = world.ids.next();
    let contact = Contact {
        id: id.clone(),
        name: format!("{given} {family}"),
        headline: String::new(),
        // Leads and people added by hand often have no address.
        emails: if rng.random_bool(0.06) {
            Vec::new()
        } else {
            vec![email]
        },
        phones: if rng.random_bool(0.15) {
            Vec::new()
        } else {
            vec![Phone { kind, value: phone }]
        },
        location: culture
            .cities
            .choose(rng)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        anonymized: false,
    };
    world.contacts.insert(id.clone(), contact);
    id
}

fn plain_letter(c: char) -> Option<char> {
    match c {
        'a'..='z' => Some(c),
        'á' | 'à' | 'ã' | 'ä' | 'å' | 'ā' => Some('a'),
        'é' | 'è' | 'ê' | 'ë' | 'ě' => Some('e'),
        'í' | 'ï' => Some('i'),
        'ó' | 'ö' | 'ø' | 'ô' => Some('o'),
        'ú' | 'ü' => Some('u'),
        'ñ' => Some('n'),
        'ç' => Some('c'),
        'š' | 'ß' => Some('s'),
        'ž' => Some('z'),
        'ř' => Some('r'),
        _ => None,
    }
}

fn candidacy(
    world: &mut World,
    rng: &mut SmallRng,
    plan: &Plan,
    job: &Job,
    posting: &Posting,
    contact: &str,
    culture: &Culture,
) -> Opportunity {
    let fit = *[(28, Fit::Strong), (34, Fit::Medium), (38, Fit::Weak)]
        .choose_weighted(rng, |(share, _)| *share)
        .map_or(&Fit::Weak, |(_, fit)| fit);
    let layout = LAYOUTS
        .choose_weighted(rng, |(share, _)| *share)
        .map_or(None, |(_, layout)| *layout);
    let lead = rng.random_bool(0.033);
    let created_at = (plan.until - rng.random_range(0..40 * DAY)).max(posting.created_at + DAY);
    let recipe = Recipe {
        job: job.slug.clone(),
        fit,
        layout: layout.unwrap_or(Layout::OneColumn),
        seed: rng.random(),
        native_language: culture.language.to_owned(),
        written_at: created_at,
    };
    let links = links(world, rng, contact);
    let headline = world
        .contacts
        .get(contact)
        .map(|contact| Profile::write(&recipe, contact, &links).companies())
        .unwrap_or_default();
    let name = world.contacts.get_mut(contact).map(|contact| {
        if contact.headline.is_empty() {
            contact.headline.clone_from(&headline);
        }
        contact.name.clone()
    });
    let name = name.unwrap_or_default();
    let owner = posting.owner.clone();
    let (stage, changes, archived) = journey(world, rng, plan, posting, lead, created_at);
    let last_advanced_at = changes
        .last()
        .map_or(created_at, |change| change.updated_at);
    let last_interaction_at = archived
        .as_ref()
        .map_or(last_advanced_at, |archived| archived.archived_at);
    let origin = if lead {
        "sourced"
    } else {
        [
            "applied",
            "applied",
            "applied",
            "applied",
            "applied",
            "referred",
            "sourced",
            "agency",
            "university",
            "internal",
        ]
        .choose(rng)
        .copied()
        .unwrap_or("applied")
    };
    let sourced_by = (origin == "sourced").then(|| owner.clone()).flatten();
    let source = match origin {
        "applied" => ["Job site", "Job board", "LinkedIn", "Company website"]
            .choose(rng)
            .copied()
            .unwrap_or_default(),
        "referred" => "Referral",
        "agency" => "Agency",
        "university" => "Campus event",
        "internal" => "Internal",
        _ => "Added manually",
    };
    let application = (!lead).then(|| {
        application(
            world,
            rng,
            job,
            posting,
            &recipe,
            origin,
            &name,
            &headline,
            created_at,
            archived.as_ref(),
        )
    });
    let resumes = layout
        .map(|layout| resume(world, &recipe, layout, &name, created_at))
        .into_iter()
        .collect();
    let files = if fit != Fit::Weak && rng.random_bool(0.06) {
        vec![cover_letter(world, &recipe, created_at)]
    } else {
        Vec::new()
    };
    let notes = if archived.is_some() && rng.random_bool(0.3) {
        vec![note(
            world,
            rng,
            &stage,
            owner.as_ref(),
            last_interaction_at,
        )]
    } else {
        Vec::new()
    };
    Opportunity {
        id: world.ids.next(),
        contact: contact.to_owned(),
        stage,
        confidential: posting.confidential,
        links,
        tags: if lead { Vec::new() } else { posting.tags() },
        sources: vec![source.to_owned()],
        stage_changes: changes,
        origin: origin.to_owned(),
        sourced_by,
        followers: owner.clone().into_iter().collect(),
        owner,
        application,
        created_at,
        // Records of old imports have never been touched since.
        updated_at: (!rng.random_bool(0.04)).then_some(last_interaction_at),
        last_interaction_at,
        last_advanced_at,
        snoozed_until: rng.random_bool(0.01).then_some(plan.until + 30 * DAY),
        location: match posting.all_locations.as_slice() {
            _ if lead => None,
            [only] => Some(only.clone()),
            many if rng.random_bool(0.6) => many.choose(rng).cloned(),
            _ => Some("unspecified".to_owned()),
        },
        archived,
        resumes,
        files,
        notes,
    }
}

fn links(world: &World, rng: &mut SmallRng, contact: &str) -> Vec<String> {
    let handle: String = world
        .contacts
        .get(contact)
        .map(|contact| {
            contact
                .name
                .to_lowercase()
                .chars()
                .filter_map(|c| if c == ' ' { Some('-') } else { plain_letter(c) })
                .collect()
        })
        .unwrap_or_default();
    if rng.random_bool(0.35) {
        vec![format!("https://profiles.example/{handle}")]
    } else {
        Vec::new()
    }
}

/// How far somebody came: the stage, the changes that led there, and the end, if it has come.
fn journey(
    world: &World,
    rng: &mut SmallRng,
    plan: &Plan,
    posting: &Posting,
    lead: bool,
    created_at: i64,
) -> (String, Vec<StageChange>, Option<Archived>) {
    let (first, last) = if lead {
        (0, rng.random_range(0..3))
    } else {
        (
            3,
            3 + *[0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5]
                .choose(rng)
                .unwrap_or(&0),
        )
    };
    let mut at = created_at;
    let changes: Vec<StageChange> = (first..=last)
        .map(|index| {
            let change = StageChange {
                to_stage_id: world.stages[index].id.clone(),
                to_stage_index: index,
                updated_at: at,
                user_id: posting
                    .owner
                    .clone()
                    .filter(|_| index > first && rng.random_bool(0.8)),
            };
            at = (at + rng.random_range(DAY / 2..6 * DAY)).min(plan.until);
            change
        })
        .collect();
    let ended = posting.state == "closed" || rng.random_bool(0.18);
    let hired = last == 8 && rng.random_bool(0.5);
    let reasons: Vec<_> = world
        .archive_reasons
        .iter()
        .filter(|reason| reason.hired == hired)
        .collect();
    let archived = (ended || hired)
        .then(|| {
            reasons.choose(rng).map(|reason| Archived {
                reason: reason.id.clone(),
                archived_at: (at + DAY / 4).min(plan.until),
            })
        })
        .flatten();
    (world.stages[last].id.clone(), changes, archived)
}
