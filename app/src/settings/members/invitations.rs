//! Who was invited and is not here yet.

use leptos::prelude::*;

use super::{change::Change, link::CopyLink, question::Question};
use crate::{
    api::members::resend_invitation,
    components::When,
    wire::members::{Delivery, Invitation},
};

/// The pending invitations; nothing where there are none.
#[component]
pub fn Invitations(
    /// The newest first.
    invitations: Vec<Invitation>,
    /// Makes changes.
    change: Change,
    /// What is to be asked first.
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    (!invitations.is_empty()).then(|| {
        let rows = invitations
            .into_iter()
            .map(|invitation| view! { <Row invitation=invitation change=change question=question/> });
        view! {
            <section class="invitations">
                <h2>"Invitations"</h2>
                <div class="table-frame">
                    <table class="table people">
                        <thead><tr><th scope="col">"Mail address"</th><th scope="col">"Role"</th><th scope="col">"State"</th><th scope="col">"Invited"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th></tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Row(
    invitation: Invitation,
    change: Change,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let about = StoredValue::new(invitation.clone());
    let (class, state) = match (invitation.expired, invitation.delivery) {
        (true, _) => ("badge bad", "Expired"),
        (_, Delivery::Failed) => ("badge bad", "Mail not delivered"),
        (_, Delivery::Waiting) => ("badge part", "Mail on its way"),
        (_, Delivery::Sent) => ("badge", "Mail sent"),
    };
    let resend = move |_| {
        let invitation = about.get_value();
        let done = format!(
            "A new link is on its way to {}; the one before stopped working.",
            invitation.email
        );
        change.make(resend_invitation(invitation.id), done, |_| ());
    };
    view! {
        <tr>
            <th scope="row">{invitation.email.clone()}</th>
            <td>{invitation.role.label()}</td>
            <td><span class=class>{state}</span></td>
            <td><When at=invitation.created_at/>{invitation.invited_by.clone().map(|who| view! { <span class="dim small">" by " {who}</span> })}</td>
            <td class="row-actions">
                {(!invitation.expired).then(|| view! { <CopyLink invitation=invitation.clone()/> })}
                <button type="button" class="button quiet" disabled=move || change.busy() on:click=resend>"Send again"</button>
                <button type="button" class="button danger" on:click=move |_| question.set(Some(Question::Revoke(about.get_value())))>"Revoke"</button>
            </td>
        </tr>
    }
    .into_any()
}
