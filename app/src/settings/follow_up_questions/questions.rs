//! What is asked: the questions of all jobs, or of one; edited, reordered, looked at, saved as a new version.

use leptos::{prelude::*, task::spawn_local};
use questions::{Kind, Question, QuestionSet};
use serde::{Deserialize, Serialize};

use super::{preview::Preview, question::QuestionEditor};
use crate::{
    api::follow_ups::{read_questions, save_questions, share_questions},
    components::{Icon, Select, Toasts},
    settings::wizard::{Kept, KeptNotice, keep},
    wire::follow_ups::{JobQuestions, Questions},
};

/// The questions being edited.
#[derive(Clone, Copy)]
pub struct Draft {
    /// As they stand in the editor.
    pub set: RwSignal<QuestionSet>,
    kept: RwSignal<Questions>,
}

impl Draft {
    fn new(kept: Questions) -> Self {
        Self {
            set: RwSignal::new(kept.set.clone()),
            kept: RwSignal::new(kept),
        }
    }

    fn load(self, kept: Questions) {
        self.set.set(kept.set.clone());
        self.kept.set(kept);
    }

    fn discard(self) {
        self.set
            .set(self.kept.with_untracked(|kept| kept.set.clone()));
    }

    fn is_changed(self) -> bool {
        self.set.with(|set| self.kept.with(|kept| *set != kept.set))
    }

    /// Something of one question.
    pub fn of<T: Default>(self, id: &str, look: impl FnOnce(&Question) -> T) -> T {
        self.set.with(|set| {
            let found = set.questions.iter().find(|question| question.id == id);
            found.map(look).unwrap_or_default()
        })
    }

    /// Changes one question.
    pub fn change(self, id: &str, change: impl FnOnce(&mut Question)) {
        self.set.update(|set| {
            if let Some(question) = set.questions.iter_mut().find(|one| one.id == id) {
                change(question);
            }
        });
    }

    /// Changes places with the one before or after.
    pub fn shift(self, id: &str, down: bool) {
        self.set.update(|set| {
            let at = set.questions.iter().position(|question| question.id == id);
            let other = at.and_then(|at| {
                if down {
                    Some(at + 1)
                } else {
                    at.checked_sub(1)
                }
            });
            if let (Some(at), Some(other)) = (at, other)
                && other < set.questions.len()
            {
                set.questions.swap(at, other);
            }
        });
    }

    /// Takes it out.
    pub fn remove(self, id: &str) {
        self.set
            .update(|set| set.questions.retain(|question| question.id != id));
    }

    fn add(self, kind: Kind) {
        self.set.update(|set| {
            let id = set.fresh_id();
            set.questions.push(Question {
                id,
                text: String::new(),
                hint: String::new(),
                required: false,
                kind,
            });
        });
    }
}

/// Questions that were edited and not saved: whose, and which version they were made from.
#[derive(Serialize, Deserialize)]
struct Unsaved {
    job: String,
    version: i64,
    set: QuestionSet,
}

/// The panel.
#[component]
pub fn QuestionsPanel(
    /// The connection.
    integration: String,
    /// The connection's jobs.
    jobs: Vec<JobQuestions>,
    /// What every job without questions of its own asks.
    questions: Questions,
    /// Whether this member may change it.
    may: bool,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let draft = Draft::new(questions.clone());
    let job = RwSignal::new(String::new());
    // Whoever may only look has nothing to come back to.
    let kept = may.then(|| keep_questions(&integration, draft, job, jobs.clone()));
    let discard = Callback::new(move |()| draft.discard());
    let version = move || match draft.kept.with(|kept| kept.version) {
        0 => "as at first".to_owned(),
        version => format!("version {version}"),
    };
    let ids = move || {
        draft.set.with(|set| {
            let ids = set.questions.iter().map(|question| question.id.clone());
            ids.collect::<Vec<_>>()
        })
    };
    let introduction = move || draft.set.with(|set| set.introduction.clone());
    view! {
        <section class="panel what-is-asked" aria-labelledby="what">
            <header class="panel-head">
                <h2 id="what">"What CLARA asks"</h2>
                <span class="badge">{version}</span>
                <span class="gap"></span>
                <Preview set=draft.set/>
            </header>
            {kept.map(|kept| view! { <KeptNotice kept=kept discard=discard/> })}
            <WhichJob jobs=jobs.clone() job=job draft=draft all=questions/>
            <fieldset class="bare" disabled=!may>
                <label class="field"><span>"Words above the questions"</span>
                    <textarea rows="3" maxlength="2000" prop:value=introduction on:input=move |event| draft.set.update(|set| set.introduction = event_target_value(&event))></textarea>
                </label>
                <ol class="question-list" role="list">
                    <For each=ids key=|id| id.clone() children=move |id| view! { <QuestionEditor id=id draft=draft/> }/>
                </ol>
                <AddQuestion draft=draft/>
            </fieldset>
            {kept.map(|kept| view! { <SaveQuestions draft=draft kept=kept job=job jobs=jobs changed=changed/> })}
        </section>
    }
    .into_any()
}

/// Keeps what is edited until it is saved; it comes back if nobody saved another version meanwhile.
fn keep_questions(
    integration: &str,
    draft: Draft,
    job: RwSignal<String>,
    jobs: Vec<JobQuestions>,
) -> Kept {
    let toasts = expect_context::<Toasts>();
    let unsaved = move || {
        draft.is_changed().then(|| Unsaved {
            job: job.get(),
            version: draft.kept.with(|kept| kept.version),
            set: draft.set.get(),
        })
    };
    keep(integration, "questions", unsaved, move |before: Unsaved| {
        if before.job.is_empty() {
            let fits = draft.kept.with(|kept| kept.version == before.version);
            if fits {
                draft.set.set(before.set);
            }
            return fits;
        }
        if !jobs.iter().any(|known| known.id == before.job) {
            return false;
        }
        spawn_local(async move {
            match read_questions(before.job.clone()).await {
                Ok(questions) => {
                    let fits = questions.version == before.version;
                    job.set(before.job);
                    draft.load(questions);
                    if fits {
                        draft.set.set(before.set);
                    }
                }
                Err(error) => toasts.bad(format!("The questions could not be read. {error}")),
            }
        });
        true
    })
}

/// Whose questions are edited. It stays as long as there are changes that are not saved.
#[component]
fn WhichJob(
    jobs: Vec<JobQuestions>,
    job: RwSignal<String>,
    draft: Draft,
    all: Questions,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let all = StoredValue::new(all);
    let choose = move |event| {
        let chosen = event_target_value(&event);
        job.set(chosen.clone());
        if chosen.is_empty() {
            draft.load(all.get_value());
            return;
        }
        spawn_local(async move {
            match read_questions(chosen).await {
                Ok(questions) => draft.load(questions),
                Err(error) => toasts.bad(format!("The questions could not be read. {error}")),
            }
        });
    };
    view! {
        <label class="field which-job"><span>"Questions of"</span>
            <Select><select disabled=move || draft.is_changed() prop:value=move || job.get() on:change=choose>
                <option value="">"All jobs without questions of their own"</option>
                {jobs.into_iter().map(|job| { let label = if job.own { format!("{} (its own)", job.title) } else { job.title }; view! { <option value=job.id>{label}</option> } }).collect_view()}
            </select></Select>
            {move || draft.is_changed().then(|| view! { <small>"Save or discard your changes to look at another job’s questions."</small> })}
        </label>
    }
    .into_any()
}

/// A question of another kind at the end.
#[component]
fn AddQuestion(draft: Draft) -> impl IntoView {
    view! {
        <div class="add-question" role="group" aria-label="Add a question">
            <span class="dim">"Add a question:"</span>
            {Kind::all().into_iter().map(|kind| {
                let label = kind.label();
                view! { <button type="button" class="button" on:click=move |_| draft.add(kind.clone())><Icon name="plus"/>{label}</button> }
            }).collect_view()}
        </div>
    }
    .into_any()
}

/// Saving, discarding, and giving a job the questions of all others back.
#[component]
fn SaveQuestions(
    draft: Draft,
    kept: Kept,
    job: RwSignal<String>,
    jobs: Vec<JobQuestions>,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let own = StoredValue::new(jobs);
    let has_own = move || {
        own.with_value(|jobs| {
            jobs.iter()
                .any(|one| one.own && job.with(|job| *job == one.id))
        })
    };
    let save = move |_| {
        let of = Some(job.get_untracked()).filter(|job| !job.is_empty());
        let set = draft.set.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match save_questions(of, set).await {
                Ok(version) => {
                    kept.forget();
                    toasts.good(format!("Saved as version {version}. Whoever was asked already answers the questions they were sent."));
                    changed.run(());
                }
                Err(error) => {
                    toasts.bad(format!("Not saved; your changes are still here. {error}"))
                }
            }
            busy.set(false);
        });
    };
    let share = move |_| {
        spawn_local(async move {
            match share_questions(job.get_untracked()).await {
                Ok(()) => {
                    kept.forget();
                    changed.run(());
                }
                Err(error) => toasts.bad(format!("Nothing was changed. {error}")),
            }
        });
    };
    let discard = move |_| draft.discard();
    view! {
        <footer class="actions">
            <Show when=move || !job.with(String::is_empty) && !has_own()><span class="dim">"This job asks what all others ask. Saving here gives it questions of its own."</span></Show>
            <Show when=has_own><button type="button" class="button" on:click=share>"Ask what all others ask"</button></Show>
            <span class="gap"></span>
            <button type="button" class="button" disabled=move || !draft.is_changed() on:click=discard>"Discard"</button>
            <button type="button" class="button primary" disabled=move || busy.get() || !draft.is_changed() on:click=save>"Save questions"</button>
        </footer>
    }
    .into_any()
}
