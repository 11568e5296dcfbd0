//! The field for a comment's words: offers members when `@` and the beginning of a name are typed. The focus stays in the field; arrows choose, Enter
//! or Tab takes, Escape closes.

use leptos::{html, prelude::*};

use super::{members::Members, mention};
use crate::{
    components::{Announcer, Field},
    wire::comments::Mentionable,
};

/// The members on offer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offer {
    /// Where the `@` stands.
    at: usize,
    /// Who fits.
    members: Vec<Mentionable>,
    /// Which of them is marked.
    marked: usize,
}

/// A field whose list of members opens by itself.
#[derive(Clone, Copy)]
struct Offering {
    field: NodeRef<html::Textarea>,
    text: RwSignal<String>,
    members: Members,
    offer: RwSignal<Option<Offer>>,
    announcer: Announcer,
}

impl Offering {
    /// Offers who fits what stands before the cursor.
    fn look(self) {
        let cursor = self.cursor();
        let before = self
            .text
            .with_untracked(|text| mention::before(text, cursor));
        let Some((at, name)) = mention::begun(&before) else {
            return self.close();
        };
        self.members.ask(move || {
            if self.field.try_get_untracked().flatten().is_some() {
                self.look();
            }
        });
        let members = mention::fitting(&self.members.known(), name);
        let were = self
            .offer
            .with_untracked(|offer| offer.as_ref().map(|offer| offer.members.clone()));
        if were.as_ref() == Some(&members) {
            return;
        }
        if members.is_empty() {
            return self.close();
        }
        if were.is_none() {
            let words = match members.len() {
                1 => "1 member fits. Enter mentions.".to_owned(),
                many => format!("{many} members fit. Up and down choose, Enter mentions."),
            };
            self.announcer.say(words);
        }
        self.offer.set(Some(Offer {
            at,
            members,
            marked: 0,
        }));
    }

    fn close(self) {
        // A field that leaves the page loses the focus after its signals are gone.
        if self.offer.try_with_untracked(Option::is_some) == Some(true) {
            self.offer.set(None);
        }
    }

    /// Takes the keys that the open list understands; whether it took this one.
    fn keyed(self, event: &web_sys::KeyboardEvent) -> bool {
        let Some(offer) = self.offer.get_untracked() else {
            return false;
        };
        let many = offer.members.len();
        let mark = |to: usize| {
            self.offer
                .update(|offer| offer.iter_mut().for_each(|offer| offer.marked = to));
        };
        match event.key().as_str() {
            "ArrowDown" => mark((offer.marked + 1) % many),
            "ArrowUp" => mark((offer.marked + many - 1) % many),
            "Enter" | "Tab" if !(event.ctrl_key() || event.meta_key() || event.shift_key()) => {
                self.take(offer.marked)
            }
            "Escape" => {
                // It closes the list and nothing around it.
                event.stop_propagation();
                self.close();
            }
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Puts a member into the text.
    fn take(self, which: usize) {
        let Some(offer) = self.offer.get_untracked() else {
            return;
        };
        let Some(member) = offer.members.get(which) else {
            return;
        };
        let cursor = self.cursor();
        let (text, stands) = self
            .text
            .with_untracked(|text| mention::put(text, offer.at, cursor, &member.called));
        self.text.set(text.clone());
        self.close();
        if let Some(field) = self.field.get_untracked() {
            let stands = u32::try_from(stands).unwrap_or(u32::MAX);
            // At once: the signal's effect comes later, and would leave the cursor at the end.
            field.set_value(&text);
            let _ = field.set_selection_range(stands, stands);
        }
    }

    fn cursor(self) -> usize {
        let field = self.field.get_untracked();
        let cursor = field.and_then(|field| field.selection_start().ok().flatten());
        cursor.map_or(0, |cursor| cursor as usize)
    }
}

/// The field.
#[component]
pub fn Words(
    /// What is asked for.
    label: &'static str,
    /// The field's id.
    id: &'static str,
    /// What is written.
    text: RwSignal<String>,
    /// Who can be mentioned.
    members: Members,
    /// Ctrl Enter or ⌘ Enter.
    send: Callback<()>,
) -> impl IntoView {
    let field = NodeRef::<html::Textarea>::new();
    let of = Offering {
        field,
        text,
        members,
        offer: RwSignal::new(None),
        announcer: expect_context(),
    };
    let keyed = move |event: web_sys::KeyboardEvent| {
        if !of.keyed(&event) && event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(());
        }
    };
    let typed = move |event| {
        text.set(event_target_value(&event));
        of.look();
    };
    let list = format!("{id}-members");
    let open = {
        let list = list.clone();
        move || of.offer.with(|offer| offer.is_some().then(|| list.clone()))
    };
    let marked = move || {
        of.offer.with(|offer| {
            offer
                .as_ref()
                .map(|offer| format!("{id}-member-{}", offer.marked))
        })
    };
    view! {
        <div class="mention-field">
            <Field label=label>
                <textarea id=id rows="3" maxlength="5000" node_ref=field aria-autocomplete="list" aria-controls=open aria-activedescendant=marked
                    prop:value=move || text.get() on:input=typed on:keydown=keyed on:click=move |_| of.look() on:blur=move |_| of.close()></textarea>
            </Field>
            {move || of.offer.get().map(|offer| view! {
                <ul class="menu members-offered" role="listbox" aria-label="Members" id=list.clone()>{options(offer, id, of)}</ul>
            })}
        </div>
    }
    .into_any()
}

fn options(offer: Offer, id: &'static str, of: Offering) -> impl IntoView {
    let marked = offer.marked;
    offer
        .members
        .into_iter()
        .enumerate()
        .map(|(nth, member)| {
            // The press must not take the focus from the field.
            let pressed = move |event: web_sys::PointerEvent| {
                event.prevent_default();
                of.take(nth);
            };
            view! {
                <li class="menu-item" role="option" id=format!("{id}-member-{nth}") aria-selected=(nth == marked).to_string() on:pointerdown=pressed>
                    <span>{member.name}</span><span class="dim small">{member.detail}</span>
                </li>
            }
        })
        .collect_view()
}
