//! What an account holds beside its candidates: templates, panels with interviews and feedback, offers, referrals, requisitions, audit events, and
//! resumes that were made from a web profile.

use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde_json::{Value, json};

use super::{DAY, Plan};
use crate::{
    model::{Opportunity, Resume, Source},
    records::{Record, Shelf},
    state::World,
    templates::{NO_FEEDBACK, SCORES, completed, filled},
};

/// Adds them with random numbers of their own, so that they change nothing about the candidates.
pub(super) fn add(world: &mut World, plan: &Plan) {
    let rng = &mut SmallRng::seed_from_u64(plan.seed ^ 0xe07a);
    let scorecard = templates(world, plan.until);
    requisitions(world, plan.until);
    audit_events(world, plan.until);
    let mut all: Vec<String> = world.opportunities.keys().cloned().collect();
    all.sort();
    for id in all {
        let Some(opportunity) = world.opportunities.get(&id).cloned() else {
            continue;
        };
        interviews(world, rng, &opportunity, &scorecard);
        if opportunity.stage == "offer" {
            offer(world, &opportunity);
        }
        referral(world, &opportunity);
        if opportunity.origin == "sourced" && rng.random_bool(0.1) {
            web_profile(world, &opportunity);
        }
    }
}

/// Those of feedback and of forms; the one that interviewers fill in.
fn templates(world: &mut World, until: i64) -> Value {
    let created = until - 400 * DAY;
    world.shelf_mut(Shelf::FeedbackTemplates).push(Record {
        opportunity: None,
        object: json!({ "id": NO_FEEDBACK, "text": "No feedback form", "instructions": "", "group": null, "fields": [], "createdAt": created, "updatedAt": created }),
    });
    let mut scorecard = completed(
        world,
        json!({
            "text": "Interview scorecard", "instructions": "Write down what you heard, not what you think of it.", "group": null,
            "fields": [ { "type": "score-system", "text": "Rating", "required": true }, { "type": "textarea", "text": "Examples" } ],
            "stage": null, "createdAt": created, "updatedAt": created,
        }),
    );
    scorecard["id"] = json!(world.file(Shelf::FeedbackTemplates, None, scorecard.clone()));
    let screen = completed(
        world,
        json!({
            "text": "Phone screen notes", "instructions": "", "group": null, "secret": false,
            "fields": [ { "type": "text", "text": "Notice period" } ],
            "stage": null, "createdAt": created, "updatedAt": created,
        }),
    );
    world.file(Shelf::FormTemplates, None, screen);
    scorecard
}

fn interviews(world: &mut World, rng: &mut SmallRng, opportunity: &Opportunity, scorecard: &Value) {
    let template = &scorecard["id"];
    let had: Vec<_> = opportunity
        .stage_changes
        .iter()
        .filter(|change| {
            world
                .stage(&change.to_stage_id)
                .is_ok_and(|stage| stage.has_interview)
        })
        .cloned()
        .collect();
    let Some(interviewer) = world.users.get(5).cloned() else {
        return;
    };
    for change in had {
        let date = change.updated_at + DAY;
        let panel = json!({
            "createdAt": change.updated_at, "canceledAt": null, "externallyManaged": false, "externalUrl": null, "timezone": "Europe/Dublin",
            "note": null, "feedbackReminder": "once", "user": opportunity.owner, "stage": change.to_stage_id,
        });
        let panel = world.file(Shelf::Panels, Some(&opportunity.id), panel);
        let postings: Vec<_> = (opportunity.application.iter())
            .map(|application| &application.posting)
            .collect();
        let interview = json!({
            "panel": panel, "subject": "Interview", "note": "",
            "interviewers": [{ "id": interviewer.id, "name": interviewer.name, "email": interviewer.email, "feedbackTemplate": template }],
            "timezone": "Europe/Dublin", "createdAt": change.updated_at, "date": date, "duration": 45, "location": "",
            // Real accounts have interviews without a template.
            "feedbackTemplate": rng.random_bool(0.8).then_some(template), "feedbackForms": [], "feedbackReminder": "once", "user": opportunity.owner,
            "stage": change.to_stage_id, "canceledAt": null, "postings": postings, "gcalEventUrl": null, "opportunityId": opportunity.id,
        });
        let interview = world.file(Shelf::Interviews, Some(&opportunity.id), interview);
        let score = SCORES[rng.random_range(0..SCORES.len())];
        let values = json!([{ "id": scorecard["fields"][0]["id"], "value": score }]);
        let feedback = json!({
            "type": "interview", "text": scorecard["text"], "instructions": scorecard["instructions"],
            "fields": filled(&scorecard["fields"], &values),
            "baseTemplateId": template, "interview": interview, "panel": panel, "user": interviewer.id, "createdAt": date + 3_600_000,
            "completedAt": date + 7_200_000, "updatedAt": date + 7_200_000, "deletedAt": null,
        });
        let feedback = world.file(Shelf::Feedback, Some(&opportunity.id), feedback);
        // It stands last on its shelf: no search, for there are thousands.
        if let Some(interview) = world.shelf_mut(Shelf::Interviews).last_mut() {
            interview.object["feedbackForms"] = json!([feedback]);
        }
    }
}

fn offer(world: &mut World, opportunity: &Opportunity) {
    let at = opportunity.last_advanced_at + DAY;
    let signed = opportunity.archived.is_some();
    let document = |name: &str| json!({ "fileName": name, "uploadedAt": at, "downloadUrl": null });
    let offer = json!({
        "posting": opportunity.application.as_ref().map(|application| &application.posting), "createdAt": at,
        "status": if signed { "signed" } else { "sent" }, "creator": opportunity.owner,
        "fields": [{ "text": "Salary", "identifier": "salary_amount", "value": 72_000 }], "signatures": { "candidate": Value::Null },
        "approved": true, "approvedAt": at, "sentAt": at, "sentDocument": document("Offer.pdf"),
        "signedDocument": if signed { document("Offer-signed.pdf") } else { Value::Null },
    });
    world.file(Shelf::Offers, Some(&opportunity.id), offer);
}

/// The referrer answers a form of their own, which stands among the application's questions, too.
fn referral(world: &mut World, opportunity: &Opportunity) {
    let Some(application) =
        (opportunity.application.as_ref()).filter(|application| application.kind == "referral")
    else {
        return;
    };
    let referrer = application.user.clone();
    let fields = json!([{
        "id": world.ids.next(), "type": "text", "text": "How do you know each other?", "description": "", "required": false, "value": "We worked together.",
    }]);
    let stage = opportunity.stage_changes.first();
    let stage = stage.map(|change| &change.to_stage_id);
    let form = json!({
        "type": "referral", "text": "Referral", "instructions": "", "fields": fields, "baseTemplateId": world.ids.next(), "user": referrer,
        "referrer": referrer, "stage": stage, "createdAt": opportunity.created_at, "completedAt": opportunity.created_at,
    });
    let id = world.file(Shelf::Referrals, Some(&opportunity.id), form.clone());
    let application = (world.opportunities.get_mut(&opportunity.id))
        .and_then(|opportunity| opportunity.application.as_mut());
    if let Some(application) = application {
        let mut question = form;
        question["id"] = json!(id);
        application.custom_questions.push(question);
    }
}

/// A resume that Lever made from a profile on the web: there is no file.
fn web_profile(world: &mut World, opportunity: &Opportunity) {
    let recipe = (opportunity.resumes.iter()).find_map(|resume| match &resume.source {
        Source::Seeded(recipe) => Some(recipe.clone()),
        Source::Profile(_) | Source::Uploaded(_) => None,
    });
    let id = world.ids.next();
    if let (Some(recipe), Some(opportunity)) =
        (recipe, world.opportunities.get_mut(&opportunity.id))
    {
        opportunity.resumes.push(Resume {
            id,
            created_at: opportunity.created_at,
            name: String::new(),
            ext: String::new(),
            status: "processed".to_owned(),
            source: Source::Profile(recipe),
        });
    }
}

fn requisitions(world: &mut World, until: i64) {
    let owner = world.users.get(1).map(|user| user.id.clone());
    let open: Vec<_> = world
        .postings
        .iter()
        .filter(|posting| posting.is_open())
        .take(3)
        .cloned()
        .collect();
    for (number, posting) in (1..).zip(open) {
        let created = until - 90 * DAY;
        let requisition = json!({
            "requisitionCode": format!("MW-{number:03}"), "name": posting.text, "status": if number == 3 { "closed" } else { "open" },
            "headcountTotal": if number == 2 { json!("unlimited") } else { json!(2) }, "headcountHired": 0, "headcountInfinite": number == 2,
            "backfill": false, "confidentiality": "non-confidential", "creator": owner, "owner": posting.owner, "hiringManager": posting.hiring_manager,
            "compensationBand": { "min": 50_000, "max": 80_000, "currency": "EUR", "interval": "per-year-salary" },
            "approval": { "steps": [] }, "employmentStatus": "full-time", "location": posting.location, "team": posting.team,
            "department": posting.department, "postings": [posting.id], "offerIds": [], "customFields": { "cost_center": "4711" },
            "internalNotes": "", "timeToFillStartAt": created, "timeToFillEndAt": null, "createdAt": created,
            "closedAt": (number == 3).then_some(until - 5 * DAY), "updatedAt": created,
        });
        world.file(Shelf::Requisitions, None, requisition);
    }
    for field in [
        json!({ "id": "cost_center", "type": "text", "text": "Cost centre", "isRequired": false }),
        json!({
            "id": "remote", "type": "dropdown", "text": "Remote", "isRequired": false,
            "options": [ { "id": "yes", "text": "Yes" }, { "id": "no", "text": "No" } ],
        }),
    ] {
        world.add_requisition_field(field);
    }
}

fn audit_events(world: &mut World, until: i64) {
    let users = world.users.clone();
    let Some(admin) = users.first() else {
        return;
    };
    let by = json!({ "id": admin.id, "email": admin.email, "name": admin.name, "role": admin.access_role });
    for user in &users {
        let target = json!({ "id": user.id, "type": "user", "label": user.name });
        let event = |kind: &str, at: i64| json!({ "createdAt": at, "type": kind, "user": by, "target": target, "meta": {} });
        world.file(
            Shelf::AuditEvents,
            None,
            event("user:added", user.created_at),
        );
        if let Some(at) = user.deactivated_at {
            world.file(Shelf::AuditEvents, None, event("user:deactivated", at));
        }
    }
    let failed = json!({
        "createdAt": until - DAY, "type": "user.authentication:failed", "user": null,
        "target": { "id": admin.id, "type": "user", "label": admin.name }, "meta": {},
    });
    world.file(Shelf::AuditEvents, None, failed);
}
