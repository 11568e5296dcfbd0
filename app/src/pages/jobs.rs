//! `/jobs`: every processed job, its candidates by column, what is new, how fresh it is.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::{jobs::list_jobs, json::resource},
    case::lower,
    components::{Empty, ImportProgress, Latest, Rows, SkeletonRows, When, part_of},
    resync::{Of, ResyncButton},
    sharing::{AdvancedCandidates, WaitingReviews},
    shell::{Live, WhomToAsk, session},
    wire::{
        jobs::{Count, JobRow, Jobs},
        live::Kind,
    },
};

/// Events come in bursts during an import: the list is loaded at most this often.
const AT_MOST: std::time::Duration = std::time::Duration::from_millis(900);

/// The list of jobs.
#[component]
pub fn JobsPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_jobs());
    let again = Callback::new(move |()| loaded.refetch());
    let due = StoredValue::new(false);
    expect_context::<Live>().listen(move |event| {
        if matches!(
            event.kind,
            Kind::Card
                | Kind::Gone
                | Kind::Import
                | Kind::Job
                | Kind::Integration
                | Kind::Share
                | Kind::Reset
        ) && !due.get_value()
        {
            due.set_value(true);
            set_timeout(
                move || {
                    // The page may have been left meanwhile.
                    if due.try_set_value(false).is_none() {
                        loaded.refetch();
                    }
                },
                AT_MOST,
            );
        }
    });
    view! {
        <Title text="Jobs"/>
        <div class="page">
            <Transition fallback=|| view! { <SkeletonRows label="Loading jobs"/> }>
                <Latest loaded=loaded again=again page=true children={move |jobs: Memo<Jobs>| view! { <Shown jobs=jobs again=again/> }}/>
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Shown(jobs: Memo<Jobs>, again: Callback<()>) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let rows = part_of(jobs, |jobs| jobs.rows.clone());
    let advanced = part_of(jobs, |jobs| jobs.advanced.clone());
    let waiting = part_of(jobs, |jobs| jobs.waiting.clone());
    // Where there is nothing, whether any ATS is connected.
    let nothing = part_of(jobs, |jobs| {
        (jobs.rows.is_empty() && jobs.waiting.is_empty()).then_some(jobs.connected)
    });
    let below = move || {
        match nothing.get() {
        Some(connected) => view! { <NoJobs connected=connected/> }.into_any(),
        None => view! { <AdvancedCandidates candidates=advanced again=again/> <WaitingReviews reviews=waiting/> <List rows=rows filter=filter/> }.into_any(),
    }
    };
    view! { <Heading rows=rows filter=filter/> {below} }.into_any()
}

#[component]
fn Heading(rows: Memo<Vec<JobRow>>, filter: RwSignal<String>) -> impl IntoView {
    let count = part_of(rows, Vec::len);
    let many = part_of(rows, |rows| rows.len() > 3);
    let words = move || match count.get() {
        0 => None,
        1 => Some("1 job".to_owned()),
        count => Some(format!("{count} jobs")),
    };
    view! {
        <header class="page-head">
            <h1>"Jobs"</h1>
            {move || words().map(|words| view! { <p class="facts"><span>{words}</span></p> })}
            <span class="gap"></span>
            {move || many.get().then(|| view! {
                <label class="filter">
                    <crate::components::Icon name="filter"/><span class="visually-hidden">"Filter jobs"</span>
                    <input type="search" placeholder="Filter by title, team, place" autocomplete="off" prop:value=move || filter.get() on:input=move |event| filter.set(event_target_value(&event))/>
                </label>
            })}
        </header>
    }
    .into_any()
}

#[component]
fn List(rows: Memo<Vec<JobRow>>, filter: RwSignal<String>) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let words = lower(filter.get().trim());
        rows.with(|rows| {
            rows.iter()
                .filter(|row| answers_to(row, &words))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let none = part_of(shown, Vec::is_empty);
    view! {
        <ul class="jobs" role="list"><Rows all=shown key=|row: &JobRow| row.id.clone() children={|row: Memo<JobRow>| view! { <Row row=row/> }}/></ul>
        {move || none.get().then(|| view! { <p class="dim">"No job matches the filter."</p> })}
    }
    .into_any()
}

fn answers_to(row: &JobRow, words: &str) -> bool {
    let has = |text: &str| lower(text).contains(words);
    words.is_empty() || has(&row.title) || has(&row.team) || has(&row.location)
}

#[component]
fn Row(row: Memo<JobRow>) -> impl IntoView {
    let place = move || {
        let words = row.with(|row| [row.team.clone(), row.location.clone()]);
        let words = words.into_iter().filter(|words| !words.is_empty());
        words.collect::<Vec<_>>().join(" · ")
    };
    let id = row.with_untracked(|row| row.id.clone());
    let href = format!("/jobs/{id}");
    let fresh = part_of(row, |row| (row.import.clone(), row.synced_at));
    let may = session().is_some_and(|session| session.can.screen);
    let comparable = part_of(row, move |row| row.from_ats && may);
    let new = part_of(row, |row| row.new);
    view! {
        <li class="job">
            <div class="job-what">
                <a class="job-title" href=href>{move || row.with(|row| row.title.clone())}</a>
                <p class="dim">{place}</p>
            </div>
            <div class="job-number"><b>{move || row.with(|row| row.candidates)}</b><span>{move || if row.with(|row| row.candidates == 1) { "candidate" } else { "candidates" }}</span></div>
            <div class="job-number" class:new=move || new.get() != 0 class:none=move || new.get() == 0><b>{move || new.get()}</b><span>"new"</span></div>
            <div class="job-spread">{move || row.with(|row| view! { <Spread counts=row.counts.clone() total=row.candidates/> })}</div>
            <div class="job-fresh dim">
                {move || match fresh.get() {
                    (Some(import), _) => view! { <ImportProgress import=import/> <span class="visually-hidden">"import under way"</span> }.into_any(),
                    (None, synced_at) => synced_at.map(|at| view! { <span>"synced " <When at=at/></span> }).into_any(),
                }}
                // It stays while candidates are read: its dialog may be open.
                {move || comparable.get().then(|| view! { <ResyncButton of=Of::Job(id.clone()) label="Re-sync…" small=true/> })}
            </div>
        </li>
    }
    .into_any()
}

/// The columns' shares as one bar: SVG, so that no style is needed. Below it each colour has the name of its column and the figure.
#[component]
fn Spread(counts: Vec<Count>, total: usize) -> impl IntoView {
    let filled: Vec<Count> = counts.into_iter().filter(|count| count.count > 0).collect();
    let mut at = 0.0;
    let bars = filled.iter().map(|count| {
        let width = share(count.count, total);
        let x = at;
        at += width;
        view! { <rect class=format!("spread {}", count.kind.key()) x=format!("{x:.2}") width=format!("{width:.2}") height="8"></rect> }
    }).collect_view();
    let figures = filled.into_iter().map(|count| view! { <li><i class=format!("dot {}", count.kind.key())></i>{count.name} " " <b>{count.count}</b></li> }).collect_view();
    view! {
        <svg class="spread-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="spread-track" width="100" height="8"></rect>{bars}</svg>
        <ul class="spread-figures" role="list">{figures}</ul>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        0.0
    } else {
        part as f64 / of as f64 * 100.0
    }
}

/// What to do when no job is processed.
#[component]
fn NoJobs(connected: bool) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    if may {
        let (words, href, action) = if connected {
            (
                "Your applicant tracking system is connected. Choose the jobs that CLARA is to read.",
                "/settings/integrations",
                "Select jobs to process",
            )
        } else {
            (
                "CLARA reads jobs and candidates from your applicant tracking system. Connect it, choose the jobs, and their candidates appear here, scored.",
                "/settings/integrations",
                "Connect an applicant tracking system",
            )
        };
        view! { <Empty icon="jobs" title="No jobs yet"><p>{words}</p><a class="button primary" href=href>{action}</a></Empty> }.into_any()
    } else {
        view! { <Empty icon="jobs" title="No jobs yet"><p>"Nothing has been chosen for you to see. Ask " <WhomToAsk/> "."</p></Empty> }.into_any()
    }
}
