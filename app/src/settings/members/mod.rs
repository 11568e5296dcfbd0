//! `/settings/members`: who is here, as what, and who was invited.

mod change;
mod invitations;
mod invite;
mod link;
mod question;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;

use self::{
    change::Change,
    invitations::Invitations,
    invite::Invite,
    question::{Ask, Question},
    table::MemberTable,
};
use crate::{
    api::{json::resource, members::list_people},
    components::{Icon, Latest, Loading, part_of},
    shell::Live,
    wire::{live::Kind, members::People},
};

/// Members and invitations.
#[component]
pub fn MembersPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_people());
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Member {
            loaded.refetch();
        }
    });
    let again = Callback::new(move |()| loaded.refetch());
    let change = Change::new(again);
    let question = RwSignal::new(None::<Question>);
    let inviting = RwSignal::new(false);
    view! {
        <Title text="Members"/>
        <div class="page">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Members"</h1></div>
                <span class="gap"></span>
                <button type="button" class="button primary" on:click=move |_| inviting.set(true)><Icon name="plus"/>"Invite"</button>
            </header>
            <Transition fallback=|| view! { <Loading label="Loading members"/> }>
                <Latest loaded=loaded again=again children={move |people: Memo<People>| view! {
                    <MemberTable members=part_of(people, |people| people.members.clone()) change=change question=question/>
                    <Invitations invitations=part_of(people, |people| people.invitations.clone()) change=change question=question/>
                }}/>
            </Transition>
            <Invite open=inviting change=change/>
            <Ask question=question change=change/>
        </div>
    }
    .into_any()
}
