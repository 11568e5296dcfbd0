//! Failed work of one kind, row by row.

use leptos::prelude::*;

use super::handling::{Handling, Which};
use crate::{
    components::{Rows, When, part_of},
    wire::failed_work::{Group, Row, Subject},
};

/// A panel for a kind.
#[component]
pub fn FailedGroup(
    /// The kind and its rows.
    group: Memo<Group>,
    /// Retry and discard.
    handling: Handling,
) -> impl IntoView {
    let (kind, title) = group.with_untracked(|group| (group.kind.clone(), group.title.clone()));
    let all = StoredValue::new(Which {
        row: None,
        kind: Some(kind),
        words: format!("{title}: all"),
    });
    let rows = part_of(group, |group| group.rows.clone());
    let several = part_of(rows, |rows| rows.len() > 1);
    let label = title.clone();
    let heading = title.clone();
    let row =
        move |row: Memo<Row>| view! { <FailedRow row=row title=title.clone() handling=handling/> };
    view! {
        <section class="panel failed" aria-label=label>
            <header class="panel-head">
                <h2>{heading}</h2>
                <span class="badge bad">{move || rows.with(Vec::len)}</span>
                <span class="gap"></span>
                {move || several.get().then(|| view! {
                    <button type="button" class="button" disabled=handling.busy on:click=move |_| handling.retry(all.get_value())>"Retry all"</button>
                    <button type="button" class="button danger" disabled=handling.busy on:click=move |_| handling.ask(all.get_value())>"Discard all"</button>
                })}
            </header>
            <table class="table">
                <thead><tr><th scope="col">"What"</th><th scope="col">"Why"</th><th scope="col">"Tried"</th><th scope="col">"Given up"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th></tr></thead>
                <tbody><Rows all=rows key=|row: &Row| row.id.clone() children=row/></tbody>
            </table>
        </section>
    }
    .into_any()
}

#[component]
fn FailedRow(row: Memo<Row>, title: String, handling: Handling) -> impl IntoView {
    let subject = row.with_untracked(|row| plain(&row.subject));
    let which = StoredValue::new(Which {
        row: Some(row.with_untracked(|row| row.id.clone())),
        kind: None,
        words: format!("{title}: {subject}"),
    });
    let retry_label = format!("Retry: {subject}");
    let discard_label = format!("Discard: {subject}");
    let about = part_of(row, |row| row.subject.clone());
    let why = move || {
        let (reason, code) = row.with(|row| (row.reason.clone(), row.code.clone()));
        view! { {reason} " " <code class="dim">{code}</code> }
    };
    let tried = move || {
        let (attempts, since) = row.with(|row| (row.attempts, row.since));
        let times = match attempts {
            1 => "once".to_owned(),
            many => format!("{many} times"),
        };
        view! { {times} <span class="dim">" since " <When at=since/></span> }
    };
    let given_up = part_of(row, |row| row.at);
    view! {
        <tr>
            <th scope="row">{move || linked(about.get())}</th>
            <td>{why}</td>
            <td>{tried}</td>
            <td>{move || view! { <When at=given_up.get()/> }}</td>
            <td class="row-actions">
                <button type="button" class="button" aria-label=retry_label disabled=handling.busy on:click=move |_| handling.retry(which.get_value())>"Retry"</button>
                <button type="button" class="button danger" aria-label=discard_label disabled=handling.busy on:click=move |_| handling.ask(which.get_value())>"Discard"</button>
            </td>
        </tr>
    }
    .into_any()
}

/// What it is about, in words.
fn plain(subject: &Subject) -> String {
    match subject {
        Subject::Application { name, .. } if name.is_empty() => "a candidate without a name".into(),
        Subject::Application { name, .. } => name.clone(),
        Subject::Job { title, .. } => title.clone(),
        Subject::Connection(name) => name.clone(),
        Subject::NotHere(name) => format!("an application in {name} that is not here"),
        Subject::Unknown => "something that is gone".into(),
    }
}

/// The same with a link, where there is a page.
fn linked(subject: Subject) -> AnyView {
    let words = plain(&subject);
    match subject {
        Subject::Application { id, job, .. } => {
            view! { <a href=format!("/applications/{id}")>{words}</a> <p class="dim">{job}</p> }
                .into_any()
        }
        Subject::Job { id, .. } => view! { <a href=format!("/jobs/{id}")>{words}</a> }.into_any(),
        Subject::Connection(_) => view! { <a href="/settings/integrations">{words}</a> }.into_any(),
        Subject::NotHere(_) | Subject::Unknown => words.into_any(),
    }
}
