//! The job's requirements with their answers, by category.

use leptos::prelude::*;
use screening::model::{Category, Verdict};

use super::{ProfileState, requirement::RequirementRow};
use crate::{
    components::{Rows, part_of},
    wire::profile::{DocumentItem, RequirementMatch},
};

/// A category's name in the interface.
pub const fn category_name(category: Category) -> &'static str {
    match category {
        Category::HardSkill => "Hard skills",
        Category::PersonalSkill => "Personal skills",
        Category::Experience => "Experience",
        Category::Education => "Education",
        Category::Language => "Languages",
        Category::Certification => "Certifications",
        Category::Other => "Other",
    }
}

/// All requirements.
#[component]
pub fn Matches(
    /// Whose.
    application: StoredValue<String>,
    /// In the order of the job.
    matches: Memo<Vec<RequirementMatch>>,
    /// To name where a quote stands.
    documents: Memo<Vec<DocumentItem>>,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    let none = part_of(matches, Vec::is_empty);
    let groups = part_of(matches, |matches| grouped(matches));
    let named = part_of(documents, |documents| Named {
        kinds: documents
            .iter()
            .map(|document| (document.id.clone(), document.kind.clone()))
            .collect(),
        readable: documents
            .iter()
            .filter(|document| document.unreadable.is_none())
            .count(),
    });
    view! {
        {move || none.get().then(|| view! { <p class="dim">"This job has no requirements yet, or nothing was read."</p> })}
        <Rows all=groups key=|group: &Group| group.category children={move |group: Memo<Group>| view! { <MatchGroup application=application group=group named=named state=state/> }}/>
    }
    .into_any()
}

/// The documents, as far as evidence speaks of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// Kinds by id.
    pub kinds: Vec<(String, String)>,
    /// How many could be read.
    pub readable: usize,
}

/// Requirements of one category.
#[derive(Clone, PartialEq)]
struct Group {
    category: Category,
    items: Vec<RequirementMatch>,
}

fn grouped(matches: &[RequirementMatch]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in matches {
        match groups
            .iter_mut()
            .find(|group| group.category == item.category)
        {
            Some(group) => group.items.push(item.clone()),
            None => groups.push(Group {
                category: item.category,
                items: vec![item.clone()],
            }),
        }
    }
    groups.sort_by_key(|group| group.category);
    groups
}

#[component]
fn MatchGroup(
    application: StoredValue<String>,
    group: Memo<Group>,
    named: Memo<Named>,
    state: ProfileState,
) -> impl IntoView {
    let category = group.with_untracked(|group| group.category);
    let items = part_of(group, |group| group.items.clone());
    let heading = move || {
        items.with(|items| {
            let met = items.iter().filter(|item| item.verdict == Verdict::Met);
            format!("{} of {} met", met.count(), items.len())
        })
    };
    view! {
        <section class="match-group">
            <header><h3>{category_name(category)}</h3><span class="dim">{heading}</span></header>
            <ul role="list">
                <Rows all=items key=|item: &RequirementMatch| item.id.clone() children={move |item: Memo<RequirementMatch>| view! { <RequirementRow application=application item=item named=named state=state/> }}/>
            </ul>
        </section>
    }
    .into_any()
}
