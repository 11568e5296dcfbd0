//! A profile as a whole: loads it, keeps it true, shows head and tabs.

use leptos::{html, prelude::*};

use super::{
    ProfileState, Tab, answers::Answers, comments::Comments, documents::Documents,
    experience::Experience, flags::Flags, head::Head, matches::Matches, receipt::ReceiptDetails,
    score::ScoreDetails,
};
use crate::{
    api::profile::read_profile,
    board::Request,
    components::{Failure, Loading},
    error::ClaraError,
    shell::Live,
    wire::{board::CardState, live::Kind, profile::Profile},
};

/// A profile on its way from the server.
pub type LoadedProfile = Resource<Result<Profile, ClaraError>>;

/// Loads the profile of whichever application is shown.
pub fn load_profile(application: Signal<String>) -> LoadedProfile {
    Resource::new_blocking(move || application.get(), read_profile)
}

/// A profile.
#[component]
pub fn ProfileView(
    /// Whose.
    #[prop(into)]
    application: Signal<String>,
    /// The profile, being loaded.
    loaded: LoadedProfile,
    /// Asks for a move.
    request_move: Callback<Request>,
    /// Closes the pane; none on a page of its own.
    #[prop(optional, into)]
    close: Option<Callback<()>>,
) -> impl IntoView {
    let reload = Callback::new(move |()| loaded.refetch());
    let state = ProfileState::new(reload);
    Effect::new(move |before: Option<String>| {
        let now = application.get();
        if before.is_some_and(|before| before != now) {
            state.turn();
        }
        now
    });
    expect_context::<Live>().listen(move |event| {
        if matches!(event.kind, Kind::Card | Kind::Comment)
            && event
                .application
                .is_some_and(|about| application.with_untracked(|shown| *shown == about))
        {
            reload.run(());
        }
    });
    view! {
        <Transition fallback=|| view! { <Loading label="Loading the profile"/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(profile) => view! { <Shown profile=profile state=state request_move=request_move close=close/> }.into_any(),
                    Err(error) => view! {
                        <div class="profile">
                            {close.map(|close| view! { <button type="button" class="button quiet" on:click=move |_| close.run(())>"Close"</button> })}
                            <Failure error=error retry=reload/>
                        </div>
                    }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// A profile that is there.
#[component]
fn Shown(
    profile: Profile,
    state: ProfileState,
    request_move: Callback<Request>,
    close: Option<Callback<()>>,
) -> impl IntoView {
    let tabs = [
        (Tab::Match, "Match", None),
        (Tab::Documents, "Documents", Some(profile.documents.len())),
        (Tab::Experience, "Experience", None),
        (Tab::Answers, "Answers", Some(profile.answers.len())),
        (Tab::Comments, "Comments", Some(profile.comments)),
    ];
    let profile = StoredValue::new(profile);
    let body = move || {
        let profile = profile.get_value();
        match state.tab.get() {
            Tab::Match => view! {
                <Flags flags=profile.flags/>
                {(profile.state != CardState::Unreadable && !profile.summary.is_empty()).then(|| view! { <p class="summary">{profile.summary}</p> })}
                <Matches application=profile.application matches=profile.matches documents=profile.documents state=state/>
                {profile.score.map(|score| view! { <ScoreDetails score=score/> })}
                {profile.receipt.map(|receipt| view! { <ReceiptDetails receipt=receipt/> })}
            }.into_any(),
            Tab::Documents => view! { <Documents documents=profile.documents matches=profile.matches state=state/> }.into_any(),
            Tab::Experience => view! { <Experience experience=profile.experience education=profile.education skills=profile.skills languages=profile.languages certifications=profile.certifications/> }.into_any(),
            Tab::Answers => view! { <Answers answers=profile.answers/> }.into_any(),
            Tab::Comments => view! { <Comments application=profile.application draft=state.draft/> }.into_any(),
        }
    };
    view! {
        <article class="profile">
            <Head profile=profile.get_value() request_move=request_move close=close/>
            <TabList tabs=tabs.to_vec() state=state/>
            <div class="tab-panel" role="tabpanel" tabindex="-1">{body}</div>
        </article>
    }
    .into_any()
}

/// The row of tabs; arrow keys go through it.
#[component]
fn TabList(tabs: Vec<(Tab, &'static str, Option<usize>)>, state: ProfileState) -> impl IntoView {
    let order = tabs.iter().map(|(tab, ..)| *tab).collect::<Vec<_>>();
    let list = NodeRef::<html::Div>::new();
    let keyed = move |event: web_sys::KeyboardEvent| {
        let at = order
            .iter()
            .position(|tab| *tab == state.tab.get_untracked())
            .unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % order.len(),
            "ArrowLeft" => (at + order.len() - 1) % order.len(),
            _ => return,
        };
        event.prevent_default();
        state.tab.set(order[to]);
        request_animation_frame(move || {
            use wasm_bindgen::JsCast;
            let selected = list
                .get_untracked()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(selected) =
                selected.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = selected.focus();
            }
        });
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Profile" node_ref=list on:keydown=keyed>
            {tabs.into_iter().map(|(tab, label, count)| view! {
                <button type="button" role="tab" aria-selected=move || (state.tab.get() == tab).to_string() tabindex=move || if state.tab.get() == tab { "0" } else { "-1" }
                    on:click=move |_| state.tab.set(tab)>
                    {label} {count.filter(|count| *count > 0).map(|count| view! { <span class="tab-count">{count}</span> })}
                </button>
            }).collect_view()}
        </div>
    }
    .into_any()
}
