//! `/jobs`: every processed job, its candidates by column, what is new, how fresh it is.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::jobs::list_jobs,
    components::{Empty, Failure, ImportProgress, SkeletonRows, When},
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
    let loaded = Resource::new_blocking(|| (), |()| list_jobs());
    let filter = RwSignal::new(String::new());
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
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(jobs) if jobs.rows.is_empty() && jobs.waiting.is_empty() => view! { <Heading count=0 filter=filter/> <NoJobs jobs=jobs/> }.into_any(),
                        Ok(jobs) => view! { <Heading count=jobs.rows.len() filter=filter/> <AdvancedCandidates candidates=jobs.advanced again=Callback::new(move |()| loaded.refetch())/> <WaitingReviews reviews=jobs.waiting/> <List rows=jobs.rows filter=filter/> }.into_any(),
                        Err(error) => view! { <Heading count=0 filter=filter/> <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Heading(count: usize, filter: RwSignal<String>) -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>"Jobs"</h1>
            {(count > 0).then(|| view! { <p class="facts"><span>{count} {if count == 1 { " job" } else { " jobs" }}</span></p> })}
            <span class="gap"></span>
            {(count > 3).then(|| view! {
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
fn List(rows: Vec<JobRow>, filter: RwSignal<String>) -> impl IntoView {
    let rows = StoredValue::new(rows);
    let shown = move || {
        let words = filter.get().trim().to_lowercase();
        rows.with_value(|rows| {
            rows.iter()
                .filter(|row| answers_to(row, &words))
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="legend" aria-hidden="true">
            {rows.with_value(|rows| rows.first().map(|row| row.counts.clone()).unwrap_or_default()).into_iter().map(|count| view! { <span><i class=format!("dot {}", count.kind.key())></i>{count.name}</span> }).collect_view()}
        </div>
        <ul class="jobs" role="list">{move || shown().into_iter().map(|row| view! { <Row row=row/> }).collect_view()}</ul>
        {move || shown().is_empty().then(|| view! { <p class="dim">"No job matches the filter."</p> })}
    }
    .into_any()
}

fn answers_to(row: &JobRow, words: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(words);
    words.is_empty() || has(&row.title) || has(&row.team) || has(&row.location)
}

#[component]
fn Row(row: JobRow) -> impl IntoView {
    let place = [&*row.team, &*row.location]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let importing = row.import.is_some();
    let may = session().is_some_and(|session| session.can.screen);
    view! {
        <li class="job">
            <div class="job-what">
                <a class="job-title" href=format!("/jobs/{}", row.id)>{row.title.clone()}</a>
                <p class="dim">{place}</p>
            </div>
            <div class="job-number"><b>{row.candidates}</b><span>{if row.candidates == 1 { "candidate" } else { "candidates" }}</span></div>
            <div class="job-number" class:new={row.new > 0} class:none={row.new == 0}><b>{row.new}</b><span>"new"</span></div>
            <div class="job-spread"><Spread counts=row.counts.clone() total=row.candidates/></div>
            <div class="job-fresh dim">
                {match row.import.clone() {
                    Some(import) => view! { <ImportProgress import=import/> }.into_any(),
                    None => view! {
                        {row.synced_at.map(|at| view! { <span>"synced " <When at=at/></span> })}
                        {(row.from_ats && may).then(|| view! { <ResyncButton of=Of::Job(row.id.clone()) label="Re-sync…" small=true/> })}
                    }.into_any(),
                }}
                {importing.then(|| view! { <span class="visually-hidden">"import under way"</span> })}
            </div>
        </li>
    }
    .into_any()
}

/// The columns' shares as one bar: SVG, so that no style is needed. Figures stand beside it.
#[component]
fn Spread(counts: Vec<Count>, total: usize) -> impl IntoView {
    let label = counts
        .iter()
        .map(|count| format!("{} {}", count.name, count.count))
        .collect::<Vec<_>>()
        .join(", ");
    let mut at = 0.0;
    let bars = counts.iter().filter(|count| count.count > 0).map(|count| {
        let width = share(count.count, total);
        let x = at;
        at += width;
        view! { <rect class=format!("spread {}", count.kind.key()) x=format!("{x:.2}") width=format!("{width:.2}") height="8"><title>{format!("{} {}", count.name, count.count)}</title></rect> }
    }).collect_view();
    let figures = counts.into_iter().filter(|count| count.count > 0).map(|count| view! { <span title=count.name><i class=format!("dot {}", count.kind.key())></i>{count.count}</span> }).collect_view();
    view! {
        <svg class="spread-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=label><rect class="spread-track" width="100" height="8"></rect>{bars}</svg>
        <p class="spread-figures" aria-hidden="true">{figures}</p>
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
fn NoJobs(jobs: Jobs) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.manage_integrations);
    if may {
        let (words, href, action) = if jobs.connected {
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
