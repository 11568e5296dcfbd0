//! What the bell tells, by job.

use leptos::prelude::*;

use crate::{
    components::{Rows, When, part_of},
    wire::notifications::{Notification, Told},
};

/// The list below the bell.
#[component]
pub fn NewsList(
    /// What was told.
    told: RwSignal<Option<Told>>,
) -> impl IntoView {
    let empty = Memo::new(move |_| told.with(|told| Some(told.as_ref()?.newest.is_empty())));
    let grouped = Memo::new(move |_| {
        told.with(|told| {
            told.as_ref()
                .map(|told| groups(&told.newest))
                .unwrap_or_default()
        })
    });
    let list = move || {
        match empty.get() {
        None => view! { <p class="menu-note">"Loading…"</p> }.into_any(),
        Some(true) => view! { <p class="menu-note">"Nothing yet. You are told here when a hiring manager decides or somebody mentions you."</p> }.into_any(),
        Some(false) => view! { <Rows all=grouped key=|group: &Group| group.title.clone() children=section/> }.into_any(),
    }
    };
    view! { {list} }
}

/// What was told of one job.
#[derive(Clone, PartialEq, Eq)]
struct Group {
    title: String,
    news: Vec<Notification>,
}

/// By job, in the order of the newest.
fn groups(newest: &[Notification]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for news in newest {
        let title = news.job.as_ref().map_or("CLARA", |(_, title)| title);
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.news.push(news.clone()),
            None => groups.push(Group {
                title: title.to_owned(),
                news: vec![news.clone()],
            }),
        }
    }
    groups
}

fn section(group: Memo<Group>) -> impl IntoView {
    let title = group.with_untracked(|group| group.title.clone());
    let news = part_of(group, |group| group.news.clone());
    view! {
        <section class="bell-group">
            <h3>{title}</h3>
            <ul role="list"><Rows all=news key=|news: &Notification| news.id.clone() children=row/></ul>
        </section>
    }
}

fn row(news: Memo<Notification>) -> impl IntoView {
    let unread = part_of(news, |news| !news.read);
    let told = part_of(news, |news| {
        let rel = (!news.stays_inside()).then_some("external");
        (news.words(), news.href(), rel, news.at)
    });
    let link = move || {
        let (words, href, rel, at) = told.get();
        view! {
            <a class="menu-item" href=href rel=rel>
                <span>{words}{move || unread.get().then(|| view! { <span class="visually-hidden">" (unread)"</span> })}</span>
                <span class="dim small"><When at=at short=true/></span>
            </a>
        }
    };
    view! { <li class:unread=move || unread.get()>{link}</li> }
}
