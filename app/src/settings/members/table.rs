//! The members, with their roles and what can be done about them.

use leptos::prelude::*;

use super::{change::Change, question::Question};
use crate::{
    api::members::{change_role, reactivate},
    components::When,
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
    members: Vec<Member>,
    /// Makes changes.
    change: Change,
    /// What is to be asked first.
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let rows = members
        .into_iter()
        .map(|member| view! { <Row member=member change=change question=question/> });
    view! {
        <div class="table-frame">
            <table class="table people">
                <thead><tr><th scope="col">"Member"</th><th scope="col">"Role"</th><th scope="col">"State"</th><th scope="col">"Last seen"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(member: Member, change: Change, question: RwSignal<Option<Question>>) -> impl IntoView {
    let owns = session().is_some_and(|session| session.can.manage_owners);
    let active = member.deactivated_at.is_none();
    // An Owner is changed by Owners alone.
    let may = owns || member.role != Role::Owner;
    let (class, state) = if active {
        ("badge good", "Active")
    } else {
        ("badge", "Deactivated")
    };
    let about = StoredValue::new(member.clone());
    let back_in = move |_| {
        let member = about.get_value();
        let done = format!("{} can come in again.", member.name);
        change.make(reactivate(member.account), done, |_| ());
    };
    let ask = move |_| question.set(Some(Question::Deactivate(about.get_value())));
    view! {
        <tr class:is-off=!active>
            <th scope="row">
                <span class="person">
                    <span class="avatar small" aria-hidden="true">{initials(&member.name)}</span>
                    <span><span>{member.name.clone()}{member.is_me.then_some(" (you)")}</span><span class="dim small">{member.email.clone()}</span></span>
                </span>
            </th>
            <td>
                {if may && active {
                    view! { <RoleChoice member=member.clone() owns=owns change=change question=question/> }.into_any()
                } else {
                    view! { <span>{member.role.label()}</span> }.into_any()
                }}
            </td>
            <td><span class=class>{state}</span></td>
            <td class="nowrap">{match member.last_seen_at { Some(at) => view! { <When at=at/> }.into_any(), None => view! { <span class="dim">"never"</span> }.into_any() }}</td>
            <td class="row-actions">
                {(may && active && !member.is_me).then(|| view! { <button type="button" class="button quiet" on:click=ask>"Deactivate"</button> })}
                {(may && !active).then(|| view! { <button type="button" class="button" disabled=move || change.busy() on:click=back_in>"Reactivate"</button> })}
            </td>
        </tr>
    }
    .into_any()
}

/// The role, to be chosen. Making an Owner is asked first.
#[component]
fn RoleChoice(
    member: Member,
    owns: bool,
    change: Change,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let role = member.role;
    let label = format!("Role of {}", member.name);
    let about = StoredValue::new(member);
    let chosen = move |event: web_sys::Event| {
        let select = event_target::<web_sys::HtmlSelectElement>(&event);
        let key = select.value();
        let Some(chosen) = Role::ALL.into_iter().find(|role| role.key() == key) else {
            return;
        };
        let member = about.get_value();
        if chosen == Role::Owner {
            select.set_value(role.key());
            question.set(Some(Question::MakeOwner(member)));
            return;
        }
        let done = format!("{} is {} now.", member.name, chosen.label());
        change.make(change_role(member.account, chosen), done, move |made| {
            if !made {
                select.set_value(role.key());
            }
        });
    };
    let options = Role::ALL
        .into_iter()
        .filter(|offered| owns || *offered != Role::Owner)
        .map(|offered| view! { <option value=offered.key() selected=offered == role>{offered.label()}</option> });
    view! {
        <label class="field"><span class="visually-hidden">{label}</span>
            <select on:change=chosen disabled=move || change.busy()>{options.collect_view()}</select>
        </label>
    }
    .into_any()
}
