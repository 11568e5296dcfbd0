//! What was shared before: who opened it, what they decided, whether their mail arrived; and what can be done about it.

use leptos::{prelude::*, task::spawn_local};

use super::draft::Draft;
use crate::{
    api::shares::{add_to_share, list_shares, remind, revoke_share, withdraw_from_share},
    components::{Day, Latest, Loading, Rows, Toasts, When, part_of},
    error::ClaraError,
    shell::Live,
    wire::{
        live::Kind,
        shares::{Decision, Delivery, Item, Recipient, Share, Votes},
    },
};

/// Makes a change, says so, and reads the history anew.
#[derive(Clone, Copy)]
struct Change {
    toasts: Toasts,
    again: Callback<()>,
}

impl Change {
    fn make<T: 'static>(
        self,
        making: impl Future<Output = Result<T, ClaraError>> + 'static,
        done: &'static str,
    ) {
        spawn_local(async move {
            match making.await {
                Ok(_) => self.toasts.good(done),
                Err(error) => self.toasts.bad(format!("{}. {error}", error.title())),
            }
            self.again.run(());
        });
    }
}

/// The shares of a job.
#[component]
pub fn History(
    /// The job.
    job: String,
    /// What is chosen in the form, where there is one: it can be added to a share.
    #[prop(optional)]
    draft: Option<Draft>,
) -> impl IntoView {
    let of = StoredValue::new(job);
    let all = LocalResource::new(move || list_shares(of.get_value()));
    expect_context::<Live>().listen(move |event| {
        if event.kind == Kind::Share && event.job.is_some_and(|job| of.with_value(|of| *of == job))
        {
            all.refetch();
        }
    });
    let change = Change {
        toasts: expect_context(),
        again: Callback::new(move |()| all.refetch()),
    };
    view! {
        <Transition fallback=|| view! { <Loading label="Loading shares"/> }>
            <Latest loaded=all again=change.again children={move |shares: Memo<Vec<Share>>| view! { <Shares shares=shares draft=draft change=change/> }}/>
        </Transition>
    }
    .into_any()
}

#[component]
fn Shares(shares: Memo<Vec<Share>>, draft: Option<Draft>, change: Change) -> impl IntoView {
    let none = part_of(shares, Vec::is_empty);
    view! {
        {move || none.get().then(|| view! { <p class="dim">"Nothing of this job was shared yet."</p> })}
        <ol role="list" class="shares"><Rows all=shares key=|share: &Share| share.id.clone() children={move |share: Memo<Share>| view! { <One share=share draft=draft change=change/> }}/></ol>
    }
    .into_any()
}

#[component]
fn One(share: Memo<Share>, draft: Option<Draft>, change: Change) -> impl IntoView {
    let live = part_of(share, Share::is_live);
    let terms = move || share.with(terms);
    let erased = move || share.with(|share| erased(share.erased));
    let recipients = part_of(share, |share| share.recipients.clone());
    let id = StoredValue::new(share.with_untracked(|share| share.id.clone()));
    let candidates = move || draft.map(Draft::candidates).unwrap_or_default();
    let add = move |_| {
        let chosen = untrack(candidates);
        let ids = chosen.into_iter().map(|candidate| candidate.application);
        change.make(
            add_to_share(id.get_value(), ids.collect()),
            "The chosen candidates were added, and a mail is on its way.",
        );
    };
    let revoke = move |_| {
        change.make(
            revoke_share(id.get_value(), None),
            "The share is revoked: its links no longer work.",
        )
    };
    let chosen = move || candidates().len();
    let who = move || {
        let (by, at, due_at) =
            share.with(|share| (share.shared_by.clone(), share.at, share.due_at));
        view! { <p><strong>{by}</strong> <span class="dim small">" shared " <When at=at/></span>{due_at.map(|at| view! { <span class="dim small">" · decide by " <Day at=at/></span> })}</p> }
    };
    let message = share.with_untracked(|share| share.message.clone());
    view! {
        <li class="share">
            <header>
                {who}
                <span class="gap"></span>
                {move || live.get().then(|| view! {
                    {draft.map(|_| view! { <button type="button" class="button" disabled=move || chosen() == 0 title="Adds the candidates that are chosen under “Share”" on:click=add>{move || format!("Add {} chosen", chosen())}</button> })}
                    <button type="button" class="button danger" on:click=revoke>"Revoke"</button>
                })}
            </header>
            <p class="dim small share-terms">{terms}</p>
            {(!message.is_empty()).then(|| view! { <blockquote class="share-words">{message}</blockquote> })}
            <Rows all=recipients key=|recipient: &Recipient| recipient.id.clone() children={move |recipient: Memo<Recipient>| view! { <Asked recipient=recipient share=id change=change/> }}/>
            {move || erased().map(|words| view! { <p class="dim small">{words}</p> })}
        </li>
    }
    .into_any()
}

/// What the hiring managers see of the candidates, and of each other.
fn terms(share: &Share) -> String {
    let shown = match (share.score, share.evidence) {
        (true, true) => "They see score and evidence",
        (true, false) => "They see the score, no evidence",
        (false, true) => "They see the evidence, no score",
        (false, false) => "They see neither score nor evidence",
    };
    let votes = match share.votes {
        Votes::Never => "never what the others decide",
        Votes::AfterOwn => "what the others decide after their own decision",
        Votes::Always => "what the others decide at once",
    };
    format!("{shown}, and {votes}.")
}

/// Of whom nothing is kept, neither a name nor what was decided.
fn erased(many: usize) -> Option<String> {
    match many {
        0 => None,
        1 => Some("1 candidate was erased.".to_owned()),
        many => Some(format!("{many} candidates were erased.")),
    }
}

/// One hiring manager of a share.
#[component]
fn Asked(recipient: Memo<Recipient>, share: StoredValue<String>, change: Change) -> impl IntoView {
    let (id, name) = recipient.with_untracked(|one| (one.id.clone(), one.name.clone()));
    let (id, label) = (StoredValue::new(id), format!("Remind {name}"));
    let ended = part_of(recipient, |recipient| recipient.ended);
    let waits = part_of(recipient, |recipient| {
        !recipient.ended && recipient.items.iter().any(|item| item.decision.is_none())
    });
    let lost = part_of(recipient, |recipient| {
        recipient.delivery == Delivery::Failed && !recipient.ended
    });
    let items = part_of(recipient, |recipient| recipient.items.clone());
    let state = move || recipient.with(stands);
    let told = move || {
        let (reminders, off) =
            recipient.with(|recipient| (recipient.reminders.clone(), recipient.reminders_off));
        view! {
            {reminders.into_iter().map(|(at, how)| view! { <span class="dim small">{how.words()} " " <When at=at/></span> }).collect_view()}
            {(off && waits.get()).then(|| view! { <span class="dim small">"wants no automatic reminders"</span> })}
        }
    };
    let row = move |item: Memo<Item>| view! { <Decided item=item share=share ended=ended change=change/> };
    view! {
        <section class="share-recipient">
            <header>
                <strong>{name}</strong> <span class=move || if lost.get() { "badge bad" } else { "badge" }>{state}</span>
                {told}
                <span class="gap"></span>
                {move || waits.get().then(|| view! { <button type="button" class="button link small" aria-label=label.clone() on:click=move |_| change.make(remind(id.get_value()), "A reminder is on its way.")>"Remind"</button> })}
                {move || (!ended.get()).then(|| view! { <button type="button" class="button link small" on:click=move |_| change.make(revoke_share(share.get_value(), Some(id.get_value())), "Their link no longer works.")>"Revoke link"</button> })}
            </header>
            {move || lost.get().then(|| view! {
                <p class="share-undelivered small">"This mail was refused, came back, could not be handed over for three days, or it is not certain that it arrived: they may not know of it. “Remind” tries again. If the address is wrong, revoke the link and share with the right one."</p>
            })}
            <ul role="list"><Rows all=items key=|item: &Item| item.application.clone() children=row/></ul>
        </section>
    }
    .into_any()
}

/// How it stands with somebody's link.
const fn stands(recipient: &Recipient) -> &'static str {
    if recipient.ended {
        return "Link ended";
    }
    match recipient.delivery {
        Delivery::Failed => "Mail not delivered",
        Delivery::Waiting => "Mail on its way",
        Delivery::Sent if recipient.opened_at.is_some() => "Opened",
        Delivery::Sent => "Mail sent",
    }
}

/// A candidate of a share, and what the hiring manager said.
#[component]
fn Decided(
    item: Memo<Item>,
    share: StoredValue<String>,
    ended: Memo<bool>,
    change: Change,
) -> impl IntoView {
    let (application, name) =
        item.with_untracked(|item| (item.application.clone(), item.name.clone()));
    let (application, label) = (StoredValue::new(application), format!("Withdraw {name}"));
    let said = move || {
        let (decision, comment) = item.with(|item| (item.decision, item.comment.clone()));
        view! {
            <span class=format!("badge {}", decision.map_or("none", Decision::tone))>{decision.map_or("No decision yet", Decision::label)}</span>
            {(!comment.is_empty()).then(|| view! { <q class="dim small">{comment}</q> })}
        }
    };
    view! {
        <li>
            <span>{name}</span>
            {said}
            <span class="gap"></span>
            {move || (!ended.get()).then(|| view! { <button type="button" class="button link small" aria-label=label.clone() on:click=move |_| change.make(withdraw_from_share(share.get_value(), application.get_value()), "Withdrawn: nobody of this share sees them any more.")>"Withdraw"</button> })}
        </li>
    }
}
