//! The search in the top bar: jobs by title, candidates by name, opened by arrow keys or mouse (an ARIA combobox).

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

use crate::{api::candidates::search, components::Icon, wire::candidates::Found};

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

/// The search box.
#[component]
pub fn Search() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let input = NodeRef::<html::Input>::new();
    let asked = Action::new(|query: &String| {
        let query = query.clone();
        async move { (query.clone(), search(query).await.map(lines)) }
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
    let typed = move |event| {
        let text = event_target_value(&event);
        let words = text.trim().to_owned();
        query.set(text);
        active.set(0);
        open.set(!words.is_empty());
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        if !words.is_empty() {
            timer.set_value(
                set_timeout_with_handle(
                    move || {
                        asked.dispatch(words);
                    },
                    REST,
                )
                .ok(),
            );
        }
    };
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
    let keyed = move |event: web_sys::KeyboardEvent| {
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
    };
    // Ctrl K or ⌘ K from anywhere.
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                if let Some(input) = input.get_untracked() {
                    let _ = input.focus();
                    input.select();
                }
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <div class="search" role="search" aria-label="Jobs and candidates">
            <Icon name="search"/>
            <input node_ref=input type="text" role="combobox" placeholder="Search or jump to…" aria-label="Search jobs and candidates"
                autocomplete="off" spellcheck="false" aria-autocomplete="list" aria-controls="search-results"
                aria-expanded=move || open.get().to_string()
                aria-activedescendant=move || (open.get() && !results.read().is_empty()).then(|| format!("found-{}", active.get()))
                prop:value=move || query.get() on:input=typed on:keydown=keyed
                on:focus=move |_| open.set(!query.with_untracked(|query| query.trim().is_empty())) on:blur=move |_| open.set(false)/>
            <kbd aria-hidden="true">"Ctrl K"</kbd>
            <div id="search-results" class="menu search-results" role="listbox" aria-label="Found" class:open=move || open.get()>
                {move || {
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
                }}
            </div>
        </div>
    }
    .into_any()
}
