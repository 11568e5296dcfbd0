//! What the search finds: jobs by title, candidates by name, opened by arrow keys or mouse.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

use super::search::Searching;
use crate::{api::candidates::search, wire::candidates::Found};

/// How long typing rests before the server is asked.
const REST: Duration = Duration::from_millis(140);

/// A line of the list: where it leads and what it says.
#[derive(Clone, PartialEq)]
struct Line {
    href: String,
    title: String,
    detail: String,
}

/// Jobs first, then candidates.
fn lines(found: Found) -> Vec<Line> {
    let jobs = found.jobs.into_iter().map(|job| Line {
        href: format!("/jobs/{}", job.id),
        title: job.title,
        detail: if job.location.is_empty() {
            "Job".to_owned()
        } else {
            job.location
        },
    });
    let candidates = found.candidates.into_iter().map(|row| Line {
        href: format!("/jobs/{}?application={}", row.job, row.application),
        detail: format!("{} · {}", row.job_title, row.column),
        title: row.name,
    });
    jobs.chain(candidates).collect()
}

/// The list below the search box.
#[component]
pub fn FoundList(
    /// What is searched for.
    searching: Searching,
) -> impl IntoView {
    let Searching {
        query,
        open,
        input,
        marked,
        keys,
    } = searching;
    let active = RwSignal::new(0_usize);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = Action::new(|query: &String| {
        let query = query.clone();
        async move { (query.clone(), search(query).await.map(lines)) }
    });
    Effect::new(move || {
        let words = query.with(|query| query.trim().to_owned());
        active.set(0);
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        if !words.is_empty() {
            let ask = move || {
                asked.dispatch(words);
            };
            timer.set_value(set_timeout_with_handle(ask, REST).ok());
        }
    });
    // An answer to an earlier query is none.
    let answer = Memo::new(move |_| {
        asked
            .value()
            .get()
            .filter(|(of, _)| *of == query.get().trim())
            .map(|(_, answer)| answer)
    });
    let results = Memo::new(move |_| answer.get().and_then(Result::ok).unwrap_or_default());
    Effect::new(move || {
        let at = active.get();
        marked.set(results.with(|lines| (at < lines.len()).then(|| format!("found-{at}"))));
    });
    let navigate = use_navigate();
    let go = move |href: &str| {
        open.set(false);
        query.set(String::new());
        if let Some(input) = input.get_untracked() {
            let _ = input.blur();
        }
        navigate(href, NavigateOptions::default());
    };
    let go_active = go.clone();
    let keyed = Callback::new(move |event: web_sys::KeyboardEvent| {
        let count = results.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => active.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(line) =
                    results.with_untracked(|lines| lines.get(active.get_untracked()).cloned())
                {
                    go_active(&line.href);
                }
            }
            "Escape" => open.set(false),
            _ => return,
        }
        event.prevent_default();
    });
    keys.set_value(Some(keyed));
    let list = move || {
        let go = go.clone();
        match answer.get() {
            _ if !open.get() => ().into_any(),
            None => view! { <p class="menu-note">"Searching…"</p> }.into_any(),
            Some(Err(error)) => view! { <p class="menu-note">{error.title()}</p> }.into_any(),
            Some(Ok(lines)) if lines.is_empty() => view! { <p class="menu-note">"No job or candidate of this name."</p> }.into_any(),
            Some(Ok(lines)) => lines.into_iter().enumerate().map(|(at, line)| {
                let go = go.clone();
                // Before the blur, which would close the list.
                let pick = move |event: web_sys::MouseEvent| { event.prevent_default(); go(&line.href); };
                view! {
                    <div id=format!("found-{at}") class="menu-item" role="option" aria-selected=move || (active.get() == at).to_string() on:mousedown=pick>
                        <span>{line.title}</span><span class="dim">{line.detail}</span>
                    </div>
                }
            }).collect_view().into_any(),
        }
    };
    view! { {list} }
}
