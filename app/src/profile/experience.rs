//! Roles, education, skills, languages and certificates, as the documents tell them.

use leptos::prelude::*;

use crate::{
    components::part_of,
    wire::profile::{Profile, Station},
};

/// The candidate's way so far.
#[component]
pub fn Experience(
    /// Whose.
    profile: Memo<Profile>,
) -> impl IntoView {
    let stations = part_of(profile, |profile| {
        (profile.experience.clone(), profile.education.clone())
    });
    let words = part_of(profile, |profile| {
        let lists = [&profile.skills, &profile.languages, &profile.certifications];
        lists.map(Clone::clone)
    });
    (move || all(stations.get(), words.get())).into_any()
}

fn all(
    (experience, education): (Vec<Station>, Vec<Station>),
    [skills, languages, certifications]: [Vec<String>; 3],
) -> AnyView {
    let nothing = experience.is_empty()
        && education.is_empty()
        && skills.is_empty()
        && languages.is_empty()
        && certifications.is_empty();
    if nothing {
        return view! { <p class="dim">"Nothing of this kind was found in the documents."</p> }
            .into_any();
    }
    view! {
        <Stations title="Experience" stations=experience/>
        <Stations title="Education" stations=education/>
        <Words title="Skills" words=skills/>
        <Words title="Languages" words=languages/>
        <Words title="Certifications" words=certifications/>
    }
    .into_any()
}

#[component]
fn Stations(title: &'static str, stations: Vec<Station>) -> impl IntoView {
    (!stations.is_empty()).then(|| view! {
        <section class="stations">
            <h3>{title}</h3>
            <ol role="list">
                {stations.into_iter().map(|station| view! {
                    <li>
                        <p><strong>{station.title}</strong>{station.place.map(|place| view! { <span>" · " {place}</span> })}</p>
                        {station.period.map(|period| view! { <p class="dim small">{period}</p> })}
                        {(!station.text.is_empty()).then(|| view! { <p class="station-text">{station.text}</p> })}
                    </li>
                }).collect_view()}
            </ol>
        </section>
    })
}

#[component]
fn Words(title: &'static str, words: Vec<String>) -> impl IntoView {
    (!words.is_empty()).then(|| view! {
        <section class="stations">
            <h3>{title}</h3>
            <ul class="chips" role="list">{words.into_iter().map(|word| view! { <li class="chip-static">{word}</li> }).collect_view()}</ul>
        </section>
    })
}
