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
    api::members::list_people,
    components::{Failure, Icon, Loading},
    shell::Live,
    wire::live::Kind,
};

/// Members and invitations.
#[component]
pub fn MembersPage() -> impl IntoView {
    let loaded = Resource::new_blocking(|| (), |()| list_people());
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Member {
            loaded.refetch();
        }
    });
    let change = Change::new(Callback::new(move |()| loaded.refetch()));
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
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(people) => view! {
                            <MemberTable members=people.members change=change question=question/>
                            <Invitations invitations=people.invitations change=change question=question/>
                        }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
            <Invite open=inviting change=change/>
            <Ask question=question change=change/>
        </div>
    }
    .into_any()
}
