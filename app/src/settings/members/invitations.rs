//! Who was invited and is not here yet.

use leptos::prelude::*;

use super::{change::Change, link::CopyLink, question::Question};
use crate::{
    api::members::resend_invitation,
    components::{Rows, When, part_of},
    wire::members::{Delivery, Invitation},
};

/// The pending invitations; nothing where there are none.
#[component]
pub fn Invitations(
    /// The newest first.
    invitations: Memo<Vec<Invitation>>,
    /// Makes changes.
    change: Change,
    /// What is to be asked first.
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let any = part_of(invitations, |invitations| !invitations.is_empty());
    let row = move |invitation: Memo<Invitation>| view! { <Row invitation=invitation change=change question=question/> };
    let table = move || {
        view! {
            <section class="invitations">
                <h2>"Invitations"</h2>
                <div class="table-frame">
                    <table class="table people">
                        <thead><tr><th scope="col">"Mail address"</th><th scope="col">"Role"</th><th scope="col">"State"</th><th scope="col">"Invited"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th></tr></thead>
                        <tbody><Rows all=invitations key=|invitation: &Invitation| invitation.id.clone() children=row/></tbody>
                    </table>
                </div>
            </section>
        }
    };
    (move || any.get().then(table)).into_any()
}

#[component]
fn Row(
    invitation: Memo<Invitation>,
    change: Change,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let of = invitation.get_untracked();
    let valid = part_of(invitation, |invitation| !invitation.expired);
    let mail = part_of(invitation, |invitation| {
        (invitation.expired, invitation.delivery)
    });
    let state = move || {
        let (class, words) = match mail.get() {
            (true, _) => ("badge bad", "Expired"),
            (_, Delivery::Failed) => ("badge bad", "Mail not delivered"),
            (_, Delivery::Waiting) => ("badge part", "Mail on its way"),
            (_, Delivery::Sent) => ("badge", "Mail sent"),
        };
        view! { <span class=class>{words}</span> }
    };
    let invited = move || {
        let (at, by) = invitation.with(|one| (one.created_at, one.invited_by.clone()));
        view! { <When at=at/>{by.map(|who| view! { <span class="dim small">" by " {who}</span> })} }
    };
    let resend = move |_| {
        let invitation = invitation.get_untracked();
        let done = format!(
            "A new link is on its way to {}; the one before stopped working.",
            invitation.email
        );
        change.make(resend_invitation(invitation.id), done, |_| ());
    };
    view! {
        <tr>
            <th scope="row">{of.email}</th>
            <td>{of.role.label()}</td>
            <td>{state}</td>
            <td>{invited}</td>
            <td class="row-actions">
                {move || valid.get().then(|| view! { <CopyLink invitation=invitation.get_untracked()/> })}
                <button type="button" class="button quiet" disabled=move || change.busy() on:click=resend>"Send again"</button>
                <button type="button" class="button danger" on:click=move |_| question.set(Some(Question::Revoke(invitation.get_untracked())))>"Revoke"</button>
            </td>
        </tr>
    }
    .into_any()
}
