//! What stands in place of content, and what is said about it.

use leptos::prelude::*;

use super::{Specimen, State};
use crate::{
    components::{
        Announcer, Empty, Failure, Loading, SkeletonBoard, SkeletonProfile, SkeletonRows, Toast,
        ToastCard, Toasts,
    },
    error::ClaraError,
};

/// Empty, loading, failure, notices, messages.
#[component]
pub fn Feedback() -> impl IntoView {
    view! { <Places/> <Failures/> <Words/> <Messages/> }
}

#[component]
fn Places() -> impl IntoView {
    let retry = Callback::new(|()| ());
    view! {
        <Specimen title="Empty, loading, failure" about="Says what to do next. Waits shorter than 300 ms show nothing.">
            <State name="Empty"><Empty icon="jobs" title="No jobs yet"><p>"Choose the jobs that CLARA is to read."</p><a class="button primary" href="#">"Select jobs to process"</a></Empty></State>
            <State name="Empty, without an icon"><Empty title="Nothing has failed"><p>"Work that does not succeed after many tries is listed here."</p></Empty></State>
            <State name="Empty, the whole page"><Empty icon="search" title="Page not found" page=true><p>"The address is wrong, or what was there is gone."</p></Empty></State>
            <State name="Failure that may pass"><Failure error=ClaraError::Offline retry=retry/></State>
            <State name="Failure that stays"><Failure error=ClaraError::NotFound/></State>
            <State name="Loading a part"><Loading label="Loading"/></State>
            <State name="Loading a list"><SkeletonRows label="Loading"/></State>
            <State name="Loading a board"><SkeletonBoard/></State>
            <State name="Loading a profile"><SkeletonProfile/></State>
        </Specimen>
    }
}

/// Every kind, as it reads where trying again was offered.
#[component]
fn Failures() -> impl IntoView {
    let retry = Callback::new(|()| ());
    let show = move |name: &'static str, error: ClaraError| {
        view! { <State name=name><Failure error=error retry=retry/></State> }
    };
    view! {
        <Specimen title="Failure" about="What happened, what was kept, what to do. Only what may pass offers to try again.">
            {show("Signed out", ClaraError::NotSignedIn)}
            {show("Not allowed", ClaraError::Forbidden)}
            {show("Somebody was faster", ClaraError::Conflict)}
            {show("Not to be taken", ClaraError::Invalid("Choose at least one stage; nothing was changed.".to_owned()))}
            {show("The ATS refused", ClaraError::Ats("Lever did not answer in time. Nothing was changed; try again in a minute.".to_owned()))}
            {show("A fault of the server’s own", ClaraError::Failed { reference: "01J8Z6T4Q2".to_owned() })}
            {show("Not now", ClaraError::Unavailable)}
            {show("Disk full", ClaraError::Full)}
            <State name="The whole page"><Failure error=ClaraError::NotFound page=true retry=retry/></State>
        </Specimen>
    }
}

#[component]
fn Words() -> impl IntoView {
    view! {
        <Specimen title="Notice" about="Stays where it is, beside what it is about.">
            <State name="Plain"><p class="notice">"You can look, but not change anything here."</p></State>
            <State name="Good"><p class="notice good">"The connection is active."</p></State>
            <State name="Mind this"><p class="notice part">"No text in this PDF: it may be a scan."</p></State>
            <State name="Bad"><p class="notice bad">"Access was revoked in Lever."</p></State>
        </Specimen>
    }
}

#[component]
fn Messages() -> impl IntoView {
    let toasts = Toasts::new(Announcer::new());
    let act = Callback::new(|()| ());
    let show = move |name: &'static str, toast: Toast| {
        view! { <State name=name><ol role="list"><ToastCard id=0 toast=toast toasts=toasts/></ol></State> }
    };
    view! {
        <Specimen title="Toast" about="Says what just happened. Good news leaves by itself unless it is pointed at; bad news stays.">
            {show("Done", Toast::good("Aoife Byrne moved to Qualified").action("Undo", act))}
            {show("Refused", Toast::bad("Aoife Byrne was not moved").detail("CLARA cannot be reached. The card is back in To review.").action("Try again", act))}
            {show("In a few words", Toast::good("Saved"))}
            {show("News", Toast::news("Vera Lind advanced Aoife Byrne").detail("Backend Engineer").action("Open", act))}
        </Specimen>
    }
}
