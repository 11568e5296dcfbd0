//! The bell: how much is unread, what was told, and a message in the corner as soon as something happens.

use futures::FutureExt;
use leptos::{prelude::*, task::spawn_local};

use super::Live;
use crate::{
    api::notifications::{list_notifications, mark_read},
    components::{Icon, Toast, Toasts},
    parts::{WhenOpened, draw_news, load_found, open_dialog},
    wire::{
        Millis,
        live::Kind,
        notifications::{Notification, Told},
    },
};

/// The popover's id.
const MENU: &str = "bell-menu";

/// The button with its list.
#[component]
pub fn Bell(
    /// The live connection: it says when there is news.
    live: Live,
    /// Where news is shown at once.
    toasts: Toasts,
) -> impl IntoView {
    let told = RwSignal::new(None::<Told>);
    let look = move || {
        spawn_local(async move {
            if let Ok(now) = list_notifications().await {
                tell(told, toasts, now);
            }
        })
    };
    live.listen(move |event| {
        if matches!(event.kind, Kind::Notification | Kind::Reset) {
            look();
        }
    });
    live.when_back(look);
    let unread = move || told.with(|told| told.as_ref().map_or(0, |told| told.unread));
    let label = move || match unread() {
        0 => "Notifications".to_owned(),
        1 => "Notifications: 1 unread".to_owned(),
        many => format!("Notifications: {many} unread"),
    };
    let drawn = RwSignal::new(false);
    let draw = Callback::new(move |()| async move { draw_news(told).await.ok() }.boxed());
    let list = move || {
        if !drawn.get_untracked() {
            open_dialog(drawn, toasts, load_found());
        }
    };
    Effect::new(move || {
        look();
        // The browser opens it without waiting for us.
        if matches!(
            document().query_selector(".bell-menu:popover-open"),
            Ok(Some(_))
        ) {
            list();
        }
    });
    // What was unread stays marked while the list is open.
    let opened = move |_| {
        list();
        let newest = told.with_untracked(|told| {
            told.as_ref()
                .and_then(|told| told.newest.first().map(|newest| newest.at))
        });
        if let Some(newest) = newest.filter(|_| untrack(unread) > 0) {
            spawn_local(async move {
                // If it fails it stays unread, and is marked the next time.
                let _ = mark_read(newest).await;
            });
        }
    };
    view! {
        <button type="button" class="bell" popovertarget=MENU aria-haspopup="true" aria-label=label title="Notifications" on:click=opened>
            <Icon name="bell"/>
            {move || Some(unread()).filter(|many| *many > 0).map(|many| view! { <span class="bell-count" aria-hidden="true">{if many > 99 { "99+".to_owned() } else { many.to_string() }}</span> })}
        </button>
        <div id=MENU class="menu bell-menu" popover="auto" role="region" aria-label="Notifications">
            <div class="bell-head"><strong>"Notifications"</strong><span class="gap"></span><a href="/account#notifications" rel="external" class="small">"Mails"</a></div>
            <WhenOpened shown=drawn draw=draw/>
        </div>
    }
    .into_any()
}

/// Takes what was told now; what is new since the last look is shown in the corner.
fn tell(told: RwSignal<Option<Told>>, toasts: Toasts, now: Told) {
    let before = told.with_untracked(|told| {
        told.as_ref()
            .map(|told| told.newest.first().map_or(0, |newest| newest.at))
    });
    // The page may have been left meanwhile.
    let Some(()) = told.try_update(|told| *told = Some(now.clone())) else {
        return;
    };
    if let Some(before) = before {
        for news in fresh(&now, before) {
            toasts.show(toast(news));
        }
    }
}

/// What came after that moment and is unread, the oldest first.
fn fresh(told: &Told, after: Millis) -> impl Iterator<Item = &Notification> {
    told.newest
        .iter()
        .rev()
        .filter(move |news| news.at > after && !news.read)
}

fn toast(news: &Notification) -> Toast {
    let href = news.href();
    let open = Callback::new(move |()| {
        let _ = window().location().set_href(&href);
    });
    let toast = Toast::news(news.words()).action("Open", open);
    match &news.job {
        Some((_, title)) => toast.detail(title.clone()),
        None => toast,
    }
}
