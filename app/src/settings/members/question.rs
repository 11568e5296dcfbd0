//! What is asked before something is done that locks out, gives away or takes back.

use leptos::prelude::*;

use super::change::Change;
use crate::{
    api::members::{change_role, deactivate, hand_over, revoke_invitation},
    components::Dialog,
    error::ClaraError,
    wire::{
        members::{Invitation, Member},
        session::Role,
    },
};

/// Something to be asked.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// Lock this member out?
    Deactivate(Member),
    /// Make this member an Owner, too?
    MakeOwner(Member),
    /// Make this member Owner in one's own place?
    HandOver(Member),
    /// Take this invitation back?
    Revoke(Invitation),
}

impl Question {
    fn title(&self) -> String {
        match self {
            Self::Deactivate(member) => format!("Deactivate {}?", member.name),
            Self::MakeOwner(member) => format!("Make {} an Owner?", member.name),
            Self::HandOver(member) => format!("Hand over ownership to {}?", member.name),
            Self::Revoke(invitation) => format!("Revoke the invitation of {}?", invitation.email),
        }
    }

    const fn words(&self) -> &'static str {
        match self {
            Self::Deactivate(_) => {
                "They are signed out of this organization at once and cannot come in again. Their comments, moves and decisions stay. You can reactivate them at any time."
            }
            Self::MakeOwner(_) => {
                "Owners may do everything, change the roles of other Owners, too, yours included. You stay Owner; to give that up to them, hand over instead."
            }
            Self::HandOver(_) => {
                "They become Owner and you become Partner Admin. Only an Owner can give ownership back to you."
            }
            Self::Revoke(_) => "Its link stops working. You can invite them again at any time.",
        }
    }

    const fn label(&self) -> &'static str {
        match self {
            Self::Deactivate(_) => "Deactivate",
            Self::MakeOwner(_) => "Make Owner",
            Self::HandOver(_) => "Hand over",
            Self::Revoke(_) => "Revoke",
        }
    }

    /// What can be asked instead.
    fn instead(&self) -> Option<Self> {
        match self {
            Self::MakeOwner(member) => Some(Self::HandOver(member.clone())),
            _ => None,
        }
    }

    fn done(&self) -> String {
        match self {
            Self::Deactivate(member) => format!("{} is deactivated and signed out.", member.name),
            Self::MakeOwner(member) | Self::HandOver(member) => {
                format!("{} is Owner now.", member.name)
            }
            Self::Revoke(_) => "The invitation is revoked; its link is dead.".to_owned(),
        }
    }

    async fn act(self) -> Result<(), ClaraError> {
        match self {
            Self::Deactivate(member) => deactivate(member.account).await,
            Self::MakeOwner(member) => change_role(member.account, Role::Owner).await,
            Self::HandOver(member) => hand_over(member.account).await,
            Self::Revoke(invitation) => revoke_invitation(invitation.id).await,
        }
    }
}

/// The dialog that asks.
#[component]
pub fn Ask(
    /// What is asked; none: nothing.
    question: RwSignal<Option<Question>>,
    /// Makes it so.
    change: Change,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(question.with(Option::is_some)));
    // Closed by Esc: there is nothing to be asked any more.
    let asked = Memo::new(move |before: Option<&Option<Question>>| {
        question.get().or_else(|| before.cloned().flatten())
    });
    let title = Signal::derive(move || {
        asked.with(|asked| asked.as_ref().map(Question::title).unwrap_or_default())
    });
    let words = move || asked.with(|asked| asked.as_ref().map(Question::words));
    let label = move || asked.with(|asked| asked.as_ref().map_or("", Question::label));
    let instead = move || asked.with(|asked| asked.as_ref().and_then(Question::instead));
    let close = move || question.set(None);
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            close();
        }
        is_open
    });
    let go = move |_| {
        if let Some(asked) = question.get_untracked() {
            let done = asked.done();
            change.make(asked.act(), done, move |_| close());
        }
    };
    view! {
        <Dialog open=open title=title>
            <p>{words}</p>
            <footer>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
                {move || instead().map(|other| {
                    let label = format!("{} instead", other.label());
                    view! { <button type="button" class="button" on:click=move |_| question.set(Some(other.clone()))>{label}</button> }
                })}
                <button type="button" class="button danger solid" disabled=move || change.busy() on:click=go>{label}</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
