//! Whom the questions were asked, and what can be done where no answer came.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        follow_ups::{ask_again, list_asked, withdraw_follow_up},
        json::Resource,
    },
    components::{Latest, Loading, Rows, Toasts, When, part_of},
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
    let loaded = Resource::new_with_options(
        move || page.get(),
        move |page| list_asked(id.get_value(), page),
        false,
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
                <Latest loaded=loaded again=reload children={move |read: Memo<AskedPage>| {
                    let rows = part_of(read, |read| read.rows.clone());
                    Effect::new(move || {
                        let shown = rows.with(|rows| rows.iter().map(|row| row.application.clone()).collect());
                        in_sight.set_value(shown);
                    });
                    view! { <AskedRows rows=rows more=part_of(read, |read| read.more) page=page changed=reload/> }
                }}/>
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn AskedRows(
    rows: Memo<Vec<Asked>>,
    more: Memo<bool>,
    page: RwSignal<u32>,
    changed: Callback<()>,
) -> impl IntoView {
    let nobody = Memo::new(move |_| rows.with(Vec::is_empty) && page.get() == 0);
    let row = move |asked: Memo<Asked>| {
        let who = move || {
            let (application, candidate, job) = asked.with(|asked| {
                (
                    asked.application.clone(),
                    asked.candidate.clone(),
                    asked.job.clone(),
                )
            });
            view! { <a href=format!("/applications/{application}")>{candidate}</a> " " <span class="dim">{job}</span> }
        };
        view! { <li><p>{who}</p><AskedState asked=asked changed=changed/></li> }
    };
    let list = move || {
        if nobody.get() {
            return view! { <p class="dim">"Nobody yet. As soon as somebody enters a chosen stage, they stand here: when they are asked, whether the mail arrived, and whether they answered."</p> }.into_any();
        }
        view! {
            <ul class="asked-rows" role="list"><Rows all=rows key=|asked: &Asked| asked.id.clone() children=row/></ul>
            <nav class="actions" aria-label="Pages">
                {move || (page.get() > 0).then(|| view! { <button type="button" class="button" on:click=move |_| page.update(|page| *page -= 1)>"Newer"</button> })}
                {move || more.get().then(|| view! { <button type="button" class="button" on:click=move |_| page.update(|page| *page += 1)>"Older"</button> })}
            </nav>
        }
        .into_any()
    };
    list.into_any()
}

/// How it stands with one person, and what can be done about it.
#[component]
pub fn AskedState(
    /// Who was asked.
    asked: Memo<Asked>,
    /// Called after a change.
    changed: Callback<()>,
) -> impl IntoView {
    let may = session().is_some_and(|session| session.can.screen);
    let id = StoredValue::new(asked.with_untracked(|asked| asked.id.clone()));
    let again = part_of(asked, move |asked| may && asked.status.can_be_asked_again());
    let open = part_of(asked, move |asked| may && asked.status.is_open());
    let problem = part_of(asked, |asked| asked.problem.clone());
    let state = move || {
        let (status, at) = asked.with(|asked| (asked.status, asked.at));
        let (reminded_at, open_until) = asked.with(|asked| (asked.reminded_at, asked.open_until));
        let before = match status {
            Status::Planned => "is asked ",
            Status::Answered => "answered ",
            Status::Begun => "saved ",
            Status::Expired => "ended ",
            _ => "asked ",
        };
        view! {
            <span class=format!("badge {}", status.tone())>{status.label()}</span>
            <span class="dim small">{before} <When at=at/>
                {reminded_at.map(|at| view! { ", reminded " <When at=at/> })}
                {open_until.map(|at| view! { ", the link works until " <When at=at/> })}
            </span>
        }
    };
    view! {
        <div class="asked-state-line">
            {state}
            <span class="gap"></span>
            {move || again.get().then(|| view! { <Act id=id label="Ask again" done="A new mail is on its way; the old link no longer works." act=Action::AskAgain changed=changed/> })}
            {move || open.get().then(|| view! { <Act id=id label="Take back" done="Taken back: the link no longer works." act=Action::TakeBack changed=changed/> })}
        </div>
        {move || problem.get().map(|words| view! { <p class="notice bad small">{words}</p> })}
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
