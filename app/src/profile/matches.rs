//! The job's requirements with their answers, by category.

use leptos::prelude::*;
use screening::model::{Category, Verdict};

use super::{ProfileState, requirement::RequirementRow};
use crate::wire::profile::{DocumentItem, RequirementMatch};

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
    application: String,
    /// In the order of the job.
    matches: Vec<RequirementMatch>,
    /// To name where a quote stands.
    documents: Vec<DocumentItem>,
    /// The open profile.
    state: ProfileState,
) -> impl IntoView {
    if matches.is_empty() {
        return view! { <p class="dim">"This job has no requirements yet, or nothing was read."</p> }.into_any();
    }
    let mut categories: Vec<(Category, Vec<RequirementMatch>)> = Vec::new();
    for item in matches {
        match categories
            .iter_mut()
            .find(|(category, _)| *category == item.category)
        {
            Some((_, items)) => items.push(item),
            None => categories.push((item.category, vec![item])),
        }
    }
    categories.sort_by_key(|(category, _)| *category);
    let readable = documents
        .iter()
        .filter(|document| document.unreadable.is_none())
        .count();
    let names = StoredValue::new(
        documents
            .into_iter()
            .map(|document| (document.id, document.kind))
            .collect::<Vec<_>>(),
    );
    categories
        .into_iter()
        .map(|(category, items)| {
            let met = items.iter().filter(|item| item.verdict == Verdict::Met).count();
            let heading = format!("{met} of {} met", items.len());
            let application = application.clone();
            view! {
                <section class="match-group">
                    <header><h3>{category_name(category)}</h3><span class="dim">{heading}</span></header>
                    <ul role="list">
                        {items.into_iter().map(|item| view! { <RequirementRow application=application.clone() item=item names=names readable=readable state=state/> }).collect_view()}
                    </ul>
                </section>
            }
        })
        .collect_view()
        .into_any()
}
