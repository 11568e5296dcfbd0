//! The members, with their roles and what can be done about them.

use leptos::prelude::*;

use super::{change::Change, question::Question};
use crate::{
    api::members::{change_role, reactivate},
    components::{Rows, Select, When, part_of},
    shell::session,
    wire::{
        members::Member,
        session::{Role, initials},
    },
};

/// The table.
#[component]
pub fn MemberTable(
    /// By name.
    members: Memo<Vec<Member>>,
    /// Makes changes.
    change: Change,
    /// What is to be asked first.
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let row =
        move |member: Memo<Member>| view! { <Row member=member change=change question=question/> };
    view! {
        <div class="table-frame">
            <table class="table people">
                <thead><tr><th scope="col">"Member"</th><th scope="col">"Role"</th><th scope="col">"State"</th><th scope="col">"Last seen"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th></tr></thead>
                <tbody><Rows all=members key=|member: &Member| member.account.clone() children=row/></tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(
    member: Memo<Member>,
    change: Change,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let owns = session().is_some_and(|session| session.can.manage_owners);
    let is_me = member.with_untracked(|member| member.is_me);
    let active = part_of(member, |member| member.deactivated_at.is_none());
    // An Owner is changed by Owners alone.
    let may = part_of(member, move |member| owns || member.role != Role::Owner);
    let role = part_of(member, |member| member.role);
    let called = part_of(member, |member| (member.name.clone(), member.email.clone()));
    let seen = part_of(member, |member| member.last_seen_at);
    let back_in = move |_| {
        let member = member.get_untracked();
        let done = format!("{} can come in again.", member.name);
        change.make(reactivate(member.account), done, |_| ());
    };
    let ask = move |_| question.set(Some(Question::Deactivate(member.get_untracked())));
    let who = move || {
        let (name, email) = called.get();
        view! {
            <span class="person">
                <span class="avatar small" aria-hidden="true">{initials(&name)}</span>
                <span><span>{name}{is_me.then_some(" (you)")}</span><span class="dim small">{email}</span></span>
            </span>
        }
    };
    let state = move || {
        if active.get() {
            view! { <span class="badge good">"Active"</span> }
        } else {
            view! { <span class="badge">"Deactivated"</span> }
        }
    };
    view! {
        <tr class:is-off=move || !active.get()>
            <th scope="row">{who}</th>
            <td>
                {move || if may.get() && active.get() {
                    view! { <RoleChoice member=member role=role owns=owns change=change question=question/> }.into_any()
                } else {
                    view! { <span>{move || role.get().label()}</span> }.into_any()
                }}
            </td>
            <td>{state}</td>
            <td class="nowrap">{move || match seen.get() { Some(at) => view! { <When at=at/> }.into_any(), None => view! { <span class="dim">"never"</span> }.into_any() }}</td>
            <td class="row-actions">
                {move || (may.get() && active.get() && !is_me).then(|| view! { <button type="button" class="button quiet" on:click=ask>"Deactivate"</button> })}
                {move || (may.get() && !active.get()).then(|| view! { <button type="button" class="button" disabled=move || change.busy() on:click=back_in>"Reactivate"</button> })}
            </td>
        </tr>
    }
    .into_any()
}

/// The role, to be chosen. Making an Owner is asked first.
#[component]
fn RoleChoice(
    member: Memo<Member>,
    role: Memo<Role>,
    owns: bool,
    change: Change,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let label = move || format!("Role of {}", member.with(|member| member.name.clone()));
    let chosen = move |event: web_sys::Event| {
        let select = event_target::<web_sys::HtmlSelectElement>(&event);
        let key = select.value();
        let Some(chosen) = Role::ALL.into_iter().find(|role| role.key() == key) else {
            return;
        };
        let member = member.get_untracked();
        if chosen == Role::Owner {
            select.set_value(member.role.key());
            question.set(Some(Question::MakeOwner(member)));
            return;
        }
        let (was, done) = (
            member.role,
            format!("{} is {} now.", member.name, chosen.label()),
        );
        change.make(change_role(member.account, chosen), done, move |made| {
            if !made {
                select.set_value(was.key());
            }
        });
    };
    let options = Role::ALL
        .into_iter()
        .filter(|offered| owns || *offered != Role::Owner)
        .map(|offered| view! { <option value=offered.key() selected=move || role.get() == offered>{offered.label()}</option> })
        .collect_view();
    view! {
        <label class="field"><span class="visually-hidden">{label}</span>
            <Select><select prop:value=move || role.get().key() on:change=chosen disabled=move || change.busy()>{options}</select></Select>
        </label>
    }
    .into_any()
}
