//! A profile as a whole: loads it, keeps it true, shows head and tabs.

use leptos::prelude::*;

use super::{
    ProfileState, Tab, answers::Answers, close::CloseButton, comments::Comments,
    documents::Documents, experience::Experience, flags::Flags, head::Head, matches::Matches,
    receipt::ReceiptDetails, score::ScoreDetails, timeline::Timeline,
};
use crate::{
    api::{
        json::{Resource, resource},
        profile::read_profile,
    },
    board::Request,
    components::{Awaiting, Latest, SkeletonProfile, TabItem, Tabs, drawing, is_settled, part_of},
    error::ClaraError,
    parts::shown_profile,
    shell::{Live, Presence},
    wire::{board::CardState, live::Kind, profile::Profile, unread::Unread},
};

/// A profile on its way from the server. A part reads it.
pub type LoadedProfile = Resource<Result<Unread<Profile>, ClaraError>>;

/// Loads the profile of whichever application is shown.
pub fn load_profile(application: Signal<String>) -> LoadedProfile {
    resource(move || application.get(), read_profile)
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
    let way_out = move || {
        close.map(|close| view! { <div class="profile-window"><CloseButton close=close/></div> })
    };
    view! {
        <Awaiting fallback=move || view! { <div class="profile">{way_out()}<SkeletonProfile/></div> }>
            {close.map(|close| close_failed(loaded, close))}
            <Latest loaded=loaded again=reload of=whose page=close.is_none() children={move |profile: Memo<Unread<Profile>>| Suspend::new(shown_profile(profile, state, request_move, close))}/>
        </Awaiting>
    }
    .into_any()
}

fn whose(profile: &Unread<Profile>) -> String {
    profile.application().to_owned()
}

/// What could not be loaded can be closed, too.
fn close_failed<T>(
    loaded: impl With<Value = Option<Result<T, ClaraError>>> + Copy + Send + Sync + 'static,
    close: Callback<()>,
) -> AnyView
where
    T: Send + Sync + 'static,
{
    let failed = Memo::new(move |_| loaded.with(|read| matches!(read, Some(Err(_)))));
    drawing(move || {
        (is_settled(loaded) && failed.get()).then(|| {
            view! { <div class="profile-window"><CloseButton close=close/></div> }.into_any()
        })
    })
}

/// A profile that came, and is read here: each time that another comes.
#[component]
pub fn ReceivedProfile(
    /// What came.
    profile: Memo<Unread<Profile>>,
    /// What is shown of it.
    state: ProfileState,
    /// Asks for a move.
    request_move: Callback<Request>,
    /// Closes the pane; none on a page of its own.
    close: Option<Callback<()>>,
) -> impl IntoView {
    let read = Memo::new(move |_| {
        let profile = profile.get().read();
        Some(profile.map_err(|_| ClaraError::Unavailable))
    });
    view! {
        {close.map(|close| close_failed(read, close))}
        <Latest loaded=read again=state.reload page=close.is_none() children={move |profile: Memo<Profile>| view! { <ShownProfile profile=profile state=state request_move=request_move close=close/> }}/>
    }
    .into_any()
}

/// A profile that is there.
#[component]
fn ShownProfile(
    profile: Memo<Profile>,
    state: ProfileState,
    request_move: Callback<Request>,
    close: Option<Callback<()>>,
) -> impl IntoView {
    let documents = part_of(profile, |profile| profile.documents.clone());
    let matches = part_of(profile, |profile| profile.matches.clone());
    let answers = part_of(profile, |profile| profile.answers.clone());
    let asked = part_of(profile, |profile| profile.asked.clone());
    let counts = [
        part_of(documents, Vec::len),
        part_of(answers, Vec::len),
        part_of(profile, |profile| profile.comments),
    ];
    let (application, job) =
        profile.with_untracked(|profile| (profile.application.clone(), profile.job.clone()));
    let (application, job) = (StoredValue::new(application), StoredValue::new(job));
    let reload = state.reload;
    let body = move || {
        match state.tab.get() {
            Tab::Match => view! {
                <About profile=profile/>
                <Matches application=application matches=matches documents=documents state=state/>
                <HowScored profile=profile/>
            }.into_any(),
            Tab::Documents => view! { <Documents documents=documents matches=matches state=state/> }.into_any(),
            Tab::Experience => view! { <Experience profile=profile/> }.into_any(),
            Tab::Answers => view! { <Answers answers=answers asked=asked changed=reload/> }.into_any(),
            Tab::Comments => view! { <Comments application=application.get_value() drafts=state.drafts/> }.into_any(),
            Tab::Timeline => view! { <Timeline application=application.get_value() job=job.get_value() state=state/> }.into_any(),
        }
    };
    let alone = close.is_none();
    if alone {
        follow_width(state);
    }
    let beside = move || view! { <Documents documents=documents matches=matches state=state/> };
    view! {
        <div class:profile-page=alone>
            <article class="profile">
                <Head profile=profile request_move=request_move close=close/>
                {alone.then(|| view! { <h2 class="visually-hidden">"Profile"</h2> })}
                {move || view! { <Tabs label="Profile" id="profile" tabs=tabs(counts, state.beside.get()) chosen=state.tab>{body}</Tabs> }}
            </article>
            {alone.then(|| view! { <aside class="profile-documents" aria-label="Documents"><Show when=move || state.beside.get()>{beside}</Show></aside> })}
        </div>
    }
    .into_any()
}

/// Flags and summary.
#[component]
fn About(profile: Memo<Profile>) -> impl IntoView {
    let flags = part_of(profile, |profile| profile.flags.clone());
    let summary = part_of(profile, |profile| {
        let told = profile.state != CardState::Unreadable && !profile.summary.is_empty();
        told.then(|| profile.summary.clone())
    });
    view! {
        {move || view! { <Flags flags=flags.get()/> }}
        {move || summary.get().map(|summary| view! { <p class="summary">{summary}</p> })}
    }
    .into_any()
}

/// How the score came about.
#[component]
fn HowScored(profile: Memo<Profile>) -> impl IntoView {
    let score = part_of(profile, |profile| profile.score.clone());
    let receipt = part_of(profile, |profile| profile.receipt.clone());
    view! {
        {move || score.get().map(|score| view! { <ScoreDetails score=score/> })}
        {move || receipt.get().map(|receipt| view! { <ReceiptDetails receipt=receipt/> })}
    }
    .into_any()
}

/// The tabs of a profile with the numbers of documents, answers and comments. Documents that stand beside need none.
fn tabs(counts: [Memo<usize>; 3], beside: bool) -> Vec<TabItem<Tab>> {
    let [documents, answers, comments] = counts.map(|count| Some(count.into()));
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
