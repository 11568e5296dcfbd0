//! Whom the questions were asked, and what can be done where no answer came.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::follow_ups::{ask_again, list_asked, withdraw_follow_up},
    components::{Failure, Loading, Toasts, When},
    shell::{Live, session},
    wire::{
        follow_ups::{Asked, AskedPage, Status},
        live::Kind,
    },
};

/// The newest of them, page by page.
#[component]
pub fn AskedList(
    /// The connection.
    integration: String,
) -> impl IntoView {
    let id = StoredValue::new(integration);
    let page = RwSignal::new(0_u32);
    let loaded = Resource::new(
        move || page.get(),
        move |page| list_asked(id.get_value(), page),
    );
    let reload = Callback::new(move |()| loaded.refetch());
    // Of the many cards that change, only those of the rows in sight matter.
    let in_sight = StoredValue::new(Vec::<String>::new());
    expect_context::<Live>().listen(move |event| {
        let about = event.application.as_ref();
        let is_shown =
            about.is_some_and(|about| in_sight.with_value(|shown| shown.contains(about)));
        if is_shown || matches!(event.kind, Kind::Integration) {
            loaded.refetch();
        }
    });
    view! {
        <section class="panel asked" aria-labelledby="asked">
            <header class="panel-head"><h2 id="asked">"Who was asked"</h2></header>
            <Transition fallback=|| view! { <Loading label="Loading who was asked"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(read) => {
                            in_sight.set_value(read.rows.iter().map(|row| row.application.clone()).collect());
                            view! { <Rows read=read page=page changed=reload/> }.into_any()
                        }
                        Err(error) => view! { <Failure error=error retry=reload/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Rows(read: AskedPage, page: RwSignal<u32>, changed: Callback<()>) -> impl IntoView {
    if read.rows.is_empty() && page.get_untracked() == 0 {
        return view! { <p class="dim">"Nobody yet. As soon as somebody enters a chosen stage, they stand here: when they are asked, whether the mail arrived, and whether they answered."</p> }.into_any();
    }
    let more = read.more;
    view! {
        <ul class="asked-rows" role="list">
            {read.rows.into_iter().map(|asked| {
                let who = view! { <a href=format!("/applications/{}", asked.application)>{asked.candidate.clone()}</a> " " <span class="dim">{asked.job.clone()}</span> };
                view! { <li><p>{who}</p><AskedState asked=asked changed=changed/></li> }
            }).collect_view()}
        </ul>
        <nav class="actions" aria-label="Pages">
            {(page.get_untracked() > 0).then(|| view! { <button type="button" class="button" on:click=move |_| page.update(|page| *page -= 1)>"Newer"</button> })}
            {more.then(|| view! { <button type="button" class="button" on:click=move |_| page.update(|page| *page += 1)>"Older"</button> })}
        </nav>
    }
    .into_any()
}

/// How it stands with one person, and what can be done about it.
#[component]
pub fn AskedState(
    /// Who was asked.
    asked: Asked,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.screen);
    let status = asked.status;
    let before = match status {
        Status::Planned => "is asked ",
        Status::Answered => "answered ",
        Status::Begun => "saved ",
        Status::Expired => "ended ",
        _ => "asked ",
    };
    let id = StoredValue::new(asked.id);
    view! {
        <div class="asked-state-line">
            <span class=format!("badge {}", status.tone())>{status.label()}</span>
            <span class="dim small">{before} <When at=asked.at/>
                {asked.reminded_at.map(|at| view! { ", reminded " <When at=at/> })}
                {asked.open_until.map(|at| view! { ", the link works until " <When at=at/> })}
            </span>
            <span class="gap"></span>
            {(may && status.can_be_asked_again()).then(|| view! { <Act id=id label="Ask again" done="A new mail is on its way; the old link no longer works." act=Action::AskAgain changed=changed/> })}
            {(may && status.is_open()).then(|| view! { <Act id=id label="Take back" done="Taken back: the link no longer works." act=Action::TakeBack changed=changed/> })}
        </div>
        {asked.problem.map(|words| view! { <p class="notice bad small">{words}</p> })}
    }
    .into_any()
}

/// What can be done.
#[derive(Clone, Copy)]
enum Action {
    AskAgain,
    TakeBack,
}

#[component]
fn Act(
    id: StoredValue<String>,
    label: &'static str,
    done: &'static str,
    act: Action,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let press = move |_| {
        busy.set(true);
        spawn_local(async move {
            let outcome = match act {
                Action::AskAgain => ask_again(id.get_value()).await,
                Action::TakeBack => withdraw_follow_up(id.get_value()).await,
            };
            match outcome {
                Ok(()) => {
                    toasts.good(done);
                    changed.run(());
                }
                Err(error) => toasts.bad(format!("Nothing was changed. {error}")),
            }
            let _ = busy.try_set(false);
        });
    };
    view! { <button type="button" class="button quiet" disabled=busy on:click=press>{label}</button> }
        .into_any()
}
