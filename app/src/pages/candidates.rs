//! `/candidates`: applications across all jobs, found by name. The address keeps the search.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    api::{candidates::list_candidates, json::resource},
    components::{Empty, Failure, Icon, ScoreBadge, SkeletonRows, When},
    wire::candidates::CandidateRow,
};

/// The list of candidates.
#[component]
pub fn CandidatesPage() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.read().get("q").unwrap_or_default());
    let page = Memo::new(move |_| {
        query
            .read()
            .get("page")
            .and_then(|page| page.parse::<u32>().ok())
            .unwrap_or(0)
    });
    let loaded = resource(
        move || (words.get(), page.get()),
        |(words, page)| list_candidates(words, page),
    );
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let navigate = use_navigate();
    let typed = move |event| {
        let text = event_target_value(&event);
        let navigate = navigate.clone();
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let go = move || {
            navigate(
                &address(text.trim(), 0),
                NavigateOptions {
                    replace: true,
                    scroll: false,
                    ..NavigateOptions::default()
                },
            )
        };
        timer.set_value(set_timeout_with_handle(go, std::time::Duration::from_millis(180)).ok());
    };
    view! {
        <Title text="Candidates"/>
        <div class="page">
            <form class="page-head" method="get" action="/candidates" role="search" aria-label="Candidates" on:submit=|event| event.prevent_default()>
                <h1>"Candidates"</h1>
                <span class="gap"></span>
                <label class="filter">
                    <Icon name="search"/><span class="visually-hidden">"Search by name"</span>
                    <input type="search" name="q" placeholder="Search by name" autocomplete="off" value=words.get_untracked() on:input=typed/>
                </label>
            </form>
            <Transition fallback=|| view! { <SkeletonRows label="Loading candidates"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(found) if found.rows.is_empty() => {
                            let words = words.get_untracked();
                            let title = if words.is_empty() { "No candidates yet".to_owned() } else { format!("Nobody is called “{words}”") };
                            view! { <Empty icon="candidates" title=title><p>{if words.is_empty() { "They appear as soon as a job is processed." } else { "Part of a first or last name is enough." }}</p></Empty> }.into_any()
                        }
                        Ok(found) => view! { <Table rows=found.rows/> <Pages words=words.get_untracked() page=page.get_untracked() more=found.more/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Table(rows: Vec<CandidateRow>) -> impl IntoView {
    view! {
        <div class="table-frame">
            <table class="table stacks">
                <thead><tr><th scope="col">"Name"</th><th scope="col">"Job"</th><th scope="col">"Column"</th><th scope="col" class="number">"Score"</th><th scope="col">"Applied"</th></tr></thead>
                <tbody>
                    {rows.into_iter().map(|row| view! {
                        <tr>
                            <th scope="row"><a href=format!("/applications/{}", row.application)>{row.name}</a><p class="dim small">{row.headline}</p></th>
                            <td><a href=format!("/jobs/{}?application={}", row.job, row.application)>{row.job_title}</a></td>
                            <td class="nowrap"><i class=format!("dot {}", row.kind.key())></i>{row.column}</td>
                            <td class="number"><ScoreBadge score=row.score state=row.state/></td>
                            <td class="nowrap"><When at=row.applied_at/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Pages(words: String, page: u32, more: bool) -> impl IntoView {
    (page > 0 || more).then(|| view! {
        <nav class="pages" aria-label="Pages">
            {(page > 0).then(|| view! { <a class="button" href=address(&words, page - 1)>"Back"</a> })}
            <span class="dim">"Page " {page + 1}</span>
            {more.then(|| view! { <a class="button" href=address(&words, page + 1)>"Next"</a> })}
        </nav>
    })
}

/// The page's address for a search.
fn address(words: &str, page: u32) -> String {
    let mut query = leptos_router::params::ParamsMap::new();
    if !words.is_empty() {
        query.insert("q", words.to_owned());
    }
    if page > 0 {
        query.insert("page", page.to_string());
    }
    format!("/candidates{}", query.to_query_string())
}
