//! Things in an application that a person should look at.

use leptos::prelude::*;

use crate::{components::Icon, wire::profile::Flag};

/// The flags, with the words that caused them.
#[component]
pub fn Flags(
    /// All of them.
    flags: Vec<Flag>,
) -> impl IntoView {
    flags
        .into_iter()
        .map(|flag| {
            view! {
                <div class="notice part flag">
                    <Icon name="flag"/>
                    <div>
                        <strong>{flag.label}</strong>
                        <p>{flag.detail}</p>
                        {(!flag.words.is_empty()).then(|| view! { <ul class="hidden-words">{flag.words.into_iter().map(|words| view! { <li><q>{words}</q></li> }).collect_view()}</ul> })}
                    </div>
                </div>
            }
        })
        .collect_view()
}
