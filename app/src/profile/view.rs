//! A profile as a whole: loads it, keeps it true, shows head and tabs.

use leptos::prelude::*;

use super::{
    ProfileState, Tab, answers::Answers, comments::Comments, documents::Documents,
    experience::Experience, flags::Flags, head::Head, matches::Matches, receipt::ReceiptDetails,
    score::ScoreDetails, timeline::Timeline,
};
use crate::{
    api::profile::read_profile,
    board::Request,
    components::{Failure, Loading, TabItem, Tabs},
    error::ClaraError,
    parts::shown_profile,
    shell::{Live, Presence},
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
    expect_context::<Presence>().look_at_profile(application);
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
                    Ok(profile) => shown_profile(profile, state, request_move, close).await,
                    Err(error) => view! {
                        <div class="profile">
                            {close.map(|close| view! { <button type="button" class="button quiet" on:click=move |_| close.run(())>"Close"</button> })}
                            <Failure error=error page=close.is_none() retry=reload/>
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
pub fn ShownProfile(
    profile: Profile,
    state: ProfileState,
    request_move: Callback<Request>,
    close: Option<Callback<()>>,
) -> impl IntoView {
    let counts = [
        profile.documents.len(),
        profile.answers.len(),
        profile.comments,
    ]
    .map(Some);
    let profile = StoredValue::new(profile);
    let reload = state.reload;
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
            Tab::Answers => view! { <Answers answers=profile.answers asked=profile.asked changed=reload/> }.into_any(),
            Tab::Comments => view! { <Comments application=profile.application drafts=state.drafts/> }.into_any(),
            Tab::Timeline => view! { <Timeline application=profile.application job=profile.job state=state/> }.into_any(),
        }
    };
    let alone = close.is_none();
    if alone {
        follow_width(state);
    }
    let documents = move || {
        let profile = profile.get_value();
        view! { <Documents documents=profile.documents matches=profile.matches state=state/> }
    };
    view! {
        <div class:profile-page=alone>
            <article class="profile">
                <Head profile=profile.get_value() request_move=request_move close=close/>
                {alone.then(|| view! { <h2 class="visually-hidden">"Profile"</h2> })}
                {move || view! { <Tabs label="Profile" id="profile" tabs=tabs(counts, state.beside.get()) chosen=state.tab>{body}</Tabs> }}
            </article>
            {alone.then(|| view! { <aside class="profile-documents" aria-label="Documents"><Show when=move || state.beside.get()>{documents}</Show></aside> })}
        </div>
    }
    .into_any()
}

/// The tabs of a profile with the numbers of documents, answers and comments. Documents that stand beside need none.
fn tabs([documents, answers, comments]: [Option<usize>; 3], beside: bool) -> Vec<TabItem<Tab>> {
    [
        (Tab::Match, "Match", None),
        (Tab::Documents, "Documents", documents),
        (Tab::Experience, "Experience", None),
        (Tab::Answers, "Answers", answers),
        (Tab::Comments, "Comments", comments),
        (Tab::Timeline, "Timeline", None),
    ]
    .into_iter()
    .filter(|(shows, ..)| !(beside && *shows == Tab::Documents))
    .map(|(shows, label, count)| TabItem {
        shows,
        label,
        count,
    })
    .collect()
}

/// From this width of the window on, documents stand beside the rest, in CSS pixels; `style/profile.css` says the same.
const WIDE: f64 = 1280.0;

/// Puts documents beside the rest where there is room.
fn follow_width(state: ProfileState) {
    let look = move || {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        let wide = width.is_some_and(|width| width >= WIDE);
        if state.beside.get_untracked() != wide {
            if state.tab.get_untracked() == Tab::Documents {
                state.tab.set(Tab::Match);
            }
            state.beside.set(wide);
        }
    };
    Effect::new(move || {
        look();
        let resized = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
}
