//! What was shared before: who opened it, what they decided, whether their mail arrived; and what can be done about it.

use leptos::{prelude::*, task::spawn_local};

use super::draft::Draft;
use crate::{
    api::shares::{add_to_share, list_shares, remind, revoke_share, withdraw_from_share},
    components::{Day, Failure, Loading, Toasts, When},
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
            {move || Suspend::new(async move {
                match all.await {
                    Ok(shares) if shares.is_empty() => view! { <p class="dim">"Nothing of this job was shared yet."</p> }.into_any(),
                    Ok(shares) => view! { <ol role="list" class="shares">{shares.into_iter().map(|share| view! { <One share=share draft=draft change=change/> }).collect_view()}</ol> }.into_any(),
                    Err(error) => view! { <Failure error=error retry=Callback::new(move |()| all.refetch())/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn One(share: Share, draft: Option<Draft>, change: Change) -> impl IntoView {
    let live = share.is_live();
    let terms = terms(&share);
    let erased = erased(share.erased);
    let id = StoredValue::new(share.id.clone());
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
    view! {
        <li class="share">
            <header>
                <p><strong>{share.shared_by}</strong> <span class="dim small">" shared " <When at=share.at/></span>{share.due_at.map(|at| view! { <span class="dim small">" · decide by " <Day at=at/></span> })}</p>
                <span class="gap"></span>
                {live.then(|| view! {
                    {draft.map(|_| view! { <button type="button" class="button" disabled=move || chosen() == 0 title="Adds the candidates that are chosen under “Share”" on:click=add>{move || format!("Add {} chosen", chosen())}</button> })}
                    <button type="button" class="button danger" on:click=revoke>"Revoke"</button>
                })}
            </header>
            <p class="dim small share-terms">{terms}</p>
            {(!share.message.is_empty()).then(|| view! { <blockquote class="share-words">{share.message}</blockquote> })}
            {share.recipients.into_iter().map(|recipient| view! { <Asked recipient=recipient share=id change=change/> }).collect_view()}
            {erased.map(|words| view! { <p class="dim small">{words}</p> })}
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
fn Asked(recipient: Recipient, share: StoredValue<String>, change: Change) -> impl IntoView {
    let id = StoredValue::new(recipient.id.clone());
    let ended = recipient.ended;
    let undecided = recipient.items.iter().any(|item| item.decision.is_none());
    let state = if ended {
        "Link ended"
    } else if recipient.delivery == Delivery::Failed {
        "Mail not delivered"
    } else if recipient.delivery == Delivery::Waiting {
        "Mail on its way"
    } else if recipient.opened_at.is_some() {
        "Opened"
    } else {
        "Mail sent"
    };
    let tone = if recipient.delivery == Delivery::Failed && !ended {
        "badge bad"
    } else {
        "badge"
    };
    let label = format!("Remind {}", recipient.name);
    view! {
        <section class="share-recipient">
            <header>
                <strong>{recipient.name}</strong> <span class=tone>{state}</span>
                {recipient.reminders.into_iter().map(|(at, how)| view! { <span class="dim small">{how.words()} " " <When at=at/></span> }).collect_view()}
                {(recipient.reminders_off && undecided && !ended).then(|| view! { <span class="dim small">"wants no automatic reminders"</span> })}
                <span class="gap"></span>
                {(!ended && undecided).then(|| view! { <button type="button" class="button link small" aria-label=label on:click=move |_| change.make(remind(id.get_value()), "A reminder is on its way.")>"Remind"</button> })}
                {(!ended).then(|| view! { <button type="button" class="button link small" on:click=move |_| change.make(revoke_share(share.get_value(), Some(id.get_value())), "Their link no longer works.")>"Revoke link"</button> })}
            </header>
            {(recipient.delivery == Delivery::Failed && !ended).then(|| view! {
                <p class="share-undelivered small">"This mail was refused, came back, could not be handed over for three days, or it is not certain that it arrived: they may not know of it. “Remind” tries again. If the address is wrong, revoke the link and share with the right one."</p>
            })}
            <ul role="list">{recipient.items.into_iter().map(|item| row(item, share, ended, change)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(item: Item, share: StoredValue<String>, ended: bool, change: Change) -> impl IntoView {
    let Item {
        application,
        name,
        decision,
        comment,
    } = item;
    let label = format!("Withdraw {name}");
    view! {
        <li>
            <span>{name}</span>
            <span class=format!("badge {}", decision.map_or("none", Decision::tone))>{decision.map_or("No decision yet", Decision::label)}</span>
            {(!comment.is_empty()).then(|| view! { <q class="dim small">{comment}</q> })}
            <span class="gap"></span>
            {(!ended).then(|| view! { <button type="button" class="button link small" aria-label=label on:click=move |_| change.make(withdraw_from_share(share.get_value(), application.clone()), "Withdrawn: nobody of this share sees them any more.")>"Withdraw"</button> })}
        </li>
    }
}
