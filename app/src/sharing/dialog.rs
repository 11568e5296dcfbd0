//! The dialog: whom, which candidates, a message, what they see, by when; and what was shared before.

use std::collections::HashSet;

use leptos::{prelude::*, task::spawn_local};

use super::{
    button::Begin,
    draft::Draft,
    history::History,
    people::People,
    pick::{Offered, Pick},
    preview::Preview,
    rule::DecisionRule,
};
use crate::{
    api::shares::send_share,
    components::{Dialog, Field, Select, Toast, Toasts},
    wire::shares::{Sent, Votes},
};

/// What the dialog shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The form.
    Share,
    /// The history.
    Before,
    /// What decisions do.
    Rule,
}

impl Part {
    const ALL: [(Self, &str); 3] = [
        (Self::Share, "Share"),
        (Self::Before, "Shared before"),
        (Self::Rule, "When they decide"),
    ];
}

/// The dialog. What was put together stays when it is closed or sending fails.
#[component]
pub fn ShareDialog(
    /// Whether it is open.
    shown: RwSignal<bool>,
    /// The job's id.
    job: String,
    /// Its title.
    job_title: String,
    /// The candidates to choose from.
    offer: Callback<(), Vec<Offered>>,
    /// The open application.
    open: Signal<Option<String>>,
    /// What it begins with; taken when it opens.
    asked: RwSignal<Option<Begin>>,
    /// Told of the applications that were shared.
    sent: Callback<Vec<String>>,
) -> impl IntoView {
    let draft = Draft::new();
    let column = RwSignal::new(String::new());
    let part = RwSignal::new(Part::Share);
    let job = StoredValue::new(job);
    Effect::new(move || {
        if shown.get() {
            let with = asked.try_update(Option::take).flatten();
            let with = with.unwrap_or(Begin::Usual);
            match (&with, part.get_untracked()) {
                (Begin::Rule, _) => part.set(Part::Rule),
                (Begin::Usual, Part::Share | Part::Before) => {}
                (
                    Begin::Usual | Begin::Candidate(_) | Begin::Selection(_) | Begin::Column(_),
                    _,
                ) => part.set(Part::Share),
            }
            begin(draft, column, offer.run(()), with, open.get_untracked());
        }
    });
    let is = move |this| move || part.get() == this;
    view! {
        <Dialog open=shown title="Share with Hiring Manager" wide=true>
            <div class="segmented share-which" role="group" aria-label="What to show">
                {Part::ALL.map(|(this, words)| view! { <button type="button" aria-pressed=move || (part.get() == this).to_string() on:click=move |_| part.set(this)>{words}</button> }).collect_view()}
            </div>
            <Show when=is(Part::Share)><Form draft=draft column=column job=job job_title=job_title.clone() shown=shown sent=sent/></Show>
            <Show when=is(Part::Before)><History job=job.get_value() draft=draft/></Show>
            <Show when=is(Part::Rule)><DecisionRule job=job.get_value()/></Show>
        </Dialog>
    }
    .into_any()
}

/// Offers candidates; chosen is what was asked for, the open one, or those that were chosen before and still are there.
fn begin(
    draft: Draft,
    column: RwSignal<String>,
    offered: Vec<Offered>,
    with: Begin,
    open: Option<String>,
) {
    let open = match with {
        Begin::Candidate(application) => Some(application),
        Begin::Selection(applications) => {
            let chosen: HashSet<String> = applications.into_iter().collect();
            // Where the first of them stands is shown, so that it is seen who was chosen.
            let first = offered
                .iter()
                .find(|candidate| chosen.contains(&candidate.application));
            if let Some(first) = first {
                column.set(first.column.clone());
            }
            draft.chosen.set(chosen);
            None
        }
        Begin::Column(name) => {
            draft.chosen.set(
                offered
                    .iter()
                    .filter(|candidate| candidate.column == name)
                    .map(|candidate| candidate.application.clone())
                    .collect(),
            );
            column.set(name);
            None
        }
        Begin::Usual | Begin::Rule => open,
    };
    let opened = offered
        .iter()
        .find(|candidate| Some(&candidate.application) == open.as_ref());
    let first = opened
        .or_else(|| {
            offered
                .iter()
                .find(|candidate| candidate.column == column.get_untracked())
        })
        .or_else(|| {
            offered
                .iter()
                .find(|candidate| candidate.column == "Qualified")
        })
        .or(offered.first());
    column.set(
        first
            .map(|candidate| candidate.column.clone())
            .unwrap_or_default(),
    );
    draft.chosen.update(|chosen| {
        if let Some(opened) = opened {
            chosen.clear();
            chosen.insert(opened.application.clone());
        } else {
            chosen.retain(|id| offered.iter().any(|candidate| candidate.application == *id));
        }
    });
    draft.offered.set(offered);
}

/// What is being put together.
#[component]
fn Form(
    draft: Draft,
    column: RwSignal<String>,
    job: StoredValue<String>,
    job_title: String,
    shown: RwSignal<bool>,
    sent: Callback<Vec<String>>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let sending = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let send = move || {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        let share = untrack(|| draft.share(job.get_value()));
        let applications = share.applications.clone();
        spawn_local(async move {
            match send_share(share).await {
                Ok(reached) => {
                    toasts.show(done(applications.len(), &reached));
                    draft.clear();
                    problem.set(None);
                    shown.set(false);
                    sent.run(applications);
                }
                Err(error) => problem.set(Some(error.to_string())),
            }
            sending.set(false);
        });
    };
    let ready = move || !draft.to().is_empty() && !draft.candidates().is_empty();
    view! {
        <form class="share-form" on:submit=move |event| { event.prevent_default(); send(); }>
            <div class="share-two"><People draft=draft job=job/><Pick draft=draft column=column/></div>
            <Field label="Message">
                <textarea rows="3" maxlength="5000" placeholder="What should they look at?" prop:value=move || draft.message.get() on:input=move |event| draft.message.set(event_target_value(&event))></textarea>
            </Field>
            <Options draft=draft/>
            <Preview draft=draft job=job job_title=job_title/>
            {move || problem.get().map(|words| view! { <p class="notice bad" role="alert">{words}</p> })}
            <footer>
                <button type="button" class="button" on:click=move |_| shown.set(false)>"Cancel"</button>
                <button type="submit" class="button primary" disabled=move || !ready() || sending.get()>{move || if sending.get() { "Sharing…" } else { "Share with Hiring Manager" }}</button>
            </footer>
        </form>
    }
    .into_any()
}

/// What they see, and by when they are to decide.
#[component]
fn Options(draft: Draft) -> impl IntoView {
    let votes = move |event| {
        let key = event_target_value(&event);
        if let Some(votes) = Votes::ALL.into_iter().find(|votes| votes.key() == key) {
            draft.votes.set(votes);
        }
    };
    view! {
        <div class="share-options">
            <label class="tick"><input type="checkbox" prop:checked=move || draft.score.get() on:change=move |event| draft.score.set(event_target_checked(&event))/><span>"Show the score"</span></label>
            <label class="tick"><input type="checkbox" prop:checked=move || draft.evidence.get() on:change=move |event| draft.evidence.set(event_target_checked(&event))/><span>"Show the match with quotes"</span></label>
            <Field label="Others’ decisions">
                <Select><select on:change=votes prop:value=move || draft.votes.get().key()>
                    {Votes::ALL.into_iter().map(|votes| view! { <option value=votes.key()>{votes.label()}</option> }).collect_view()}
                </select></Select>
            </Field>
            <Field label="Decide by">
                <input type="date" prop:value=move || draft.due.get() on:input=move |event| draft.due.set(event_target_value(&event))/>
            </Field>
        </div>
    }
}

/// Whom it reached.
fn done(many: usize, sent: &Sent) -> Toast {
    let candidates = if many == 1 {
        "1 candidate".to_owned()
    } else {
        format!("{many} candidates")
    };
    let toast = Toast::good(format!("{candidates} shared with {}", sent.to.join(", ")));
    if sent.already.is_empty() {
        toast.detail("They get a mail now. You are told as soon as they decide.")
    } else {
        toast.detail(format!(
            "No mail to {}: they have them already.",
            sent.already.join(", ")
        ))
    }
}
