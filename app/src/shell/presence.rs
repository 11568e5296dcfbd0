//! Presence in the browser: a visible tab says which board and profile it shows, and shows who else looks at them.
//!
//! One request for both, and none from a tab that is hidden or shows neither. The server says when to come again (every 15 seconds where nobody may be gone
//! sooner); a change of place waits a moment, so that who leafs through candidates does not send one for each.

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::UrlSearchParams;

use super::{Live, live::hidden, session};
use crate::{
    api::presence::show,
    components::Avatar,
    wire::{live::Kind, presence::Here},
};

/// How long a tab rests at a place before it says so.
const REST: Duration = Duration::from_millis(300);

/// When to try again after a failure.
const AGAIN: Duration = Duration::from_secs(15);

/// So many people are drawn; the rest is a number.
const DRAWN: usize = 4;

/// What the tab shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    job: Option<String>,
    application: Option<String>,
}

/// What is on the page, by who put it there: the latest counts.
type Places = RwSignal<Vec<(u64, String)>>;

/// Who else is here. Provided as context by [`super::Frame`].
#[derive(Clone, Copy)]
pub struct Presence {
    jobs: Places,
    applications: Places,
    next: StoredValue<u64>,
    /// The last answer, and to what.
    answer: RwSignal<(Shown, Here)>,
    /// Tells this tab from others of the same member.
    tab: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Whether the server believes this tab to be somewhere.
    known: StoredValue<bool>,
}

impl Presence {
    /// Nowhere yet.
    pub fn new() -> Self {
        Self {
            jobs: RwSignal::new(Vec::new()),
            applications: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            answer: RwSignal::new((Shown::default(), Here::default())),
            tab: StoredValue::new(0),
            timer: StoredValue::new(None),
            known: StoredValue::new(false),
        }
    }

    /// The page shows this board until the present owner goes.
    pub fn look_at_board(self, job: String) {
        self.look_at(self.jobs, Signal::stored(job));
    }

    /// The page shows this profile until the present owner goes.
    pub fn look_at_profile(self, application: Signal<String>) {
        self.look_at(self.applications, application);
    }

    fn look_at(self, places: Places, what: Signal<String>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        Effect::new(move || {
            let what = what.get();
            places.update(|places| {
                places.retain(|(other, _)| *other != id);
                if !what.is_empty() {
                    places.push((id, what));
                }
            });
        });
        on_cleanup(move || {
            places.try_update(|places| places.retain(|(other, _)| *other != id));
        });
    }

    fn shown(self) -> Shown {
        let latest = |places: Places| places.with(|places| places.last().map(|(_, id)| id.clone()));
        Shown {
            job: latest(self.jobs),
            application: latest(self.applications),
        }
    }

    /// The others, by name; none for a place that the last answer was not about.
    fn others(self, profile: bool) -> Vec<String> {
        let shown = self.shown();
        self.answer.with(|(of, here)| {
            if profile && of.application == shown.application {
                here.application.clone()
            } else if !profile && of.job == shown.job {
                here.job.clone()
            } else {
                Vec::new()
            }
        })
    }

    /// Follows what the page shows and whether it is seen. Browser only; as long as the page lasts. A hiring manager neither sees nor is seen.
    pub fn start(self, live: Live) {
        if !session().is_some_and(|session| session.can.screen) {
            return;
        }
        live.listen(move |event| {
            let shown = untrack(move || self.shown());
            let here = event.job.is_some() && event.job == shown.job
                || event.application.is_some() && event.application == shown.application;
            if event.kind == Kind::Presence && here {
                self.after(REST);
            }
        });
        Effect::new(move || {
            if self.tab.get_value() == 0 {
                // Between 0 and the largest.
                let random = web_sys::js_sys::Math::random() * f64::from(u32::MAX);
                self.tab.set_value(random as u32);
            }
            self.shown();
            self.after(REST);
        });
        Effect::new(move || {
            let seen = move |_| {
                if hidden() {
                    self.leave();
                } else {
                    self.after(REST);
                }
            };
            let listeners = [
                window_event_listener_untyped("visibilitychange", seen),
                window_event_listener_untyped("pagehide", move |_| self.leave()),
            ];
            on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
        });
    }

    /// Says where it is, so much later and not before.
    fn after(self, wait: Duration) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.say(), wait).ok();
        self.timer.try_update_value(|kept| *kept = timer);
    }

    fn say(self) {
        let shown = untrack(move || self.shown());
        let nowhere = shown == Shown::default();
        if hidden() || nowhere && !self.known.get_value() {
            return;
        }
        self.known.set_value(!nowhere);
        spawn_local(async move {
            let asked = shown.clone();
            let answer = show(self.tab.get_value(), asked.job, asked.application).await;
            if hidden() {
                return;
            }
            let wait = match answer {
                Ok(here) => {
                    let wait = Duration::from_millis(here.again.into());
                    let _ = self.answer.try_set((shown, here));
                    wait
                }
                Err(_) => {
                    let _ = self.answer.try_set(Default::default());
                    AGAIN
                }
            };
            if !nowhere {
                self.after(wait);
            }
        });
    }

    /// The tab is no longer seen. A beacon arrives even if the tab is being closed; should it not, the server forgets the tab by itself.
    fn leave(self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
        if !self.known.get_value() {
            return;
        }
        self.known.set_value(false);
        if let Ok(form) = UrlSearchParams::new() {
            form.append("tab", &self.tab.get_value().to_string());
            let navigator = window().navigator();
            let _ =
                navigator.send_beacon_with_opt_url_search_params("/api/presence/show", Some(&form));
        }
    }
}

impl Default for Presence {
    fn default() -> Self {
        Self::new()
    }
}

/// The others who look at the board, or at the profile: initials, names on demand.
#[component]
pub fn Looking(
    /// At the profile, not the board.
    #[prop(optional)]
    profile: bool,
) -> impl IntoView {
    let presence = expect_context::<Presence>();
    let who = Memo::new(move |_| presence.others(profile));
    move || {
        let who = who.get();
        (!who.is_empty()).then(|| {
            let words = words(&who, profile);
            let more = who.len().saturating_sub(DRAWN);
            let drawn = who.into_iter().take(DRAWN);
            view! {
                <span class="looking" role="img" aria-label=words.clone() title=words>
                    {drawn.map(|name| view! { <Avatar name=name/> }).collect_view()}
                    {(more > 0).then(|| view! { <span class="avatar small more">"+" {more}</span> })}
                </span>
            }
        })
    }
}

/// "Ada Byron and Lin Chen are looking at this board, too".
fn words(who: &[String], profile: bool) -> String {
    let place = if profile { "profile" } else { "board" };
    match who {
        [] => String::new(),
        [one] => format!("{one} is looking at this {place}, too"),
        [some @ .., last] => format!(
            "{} and {last} are looking at this {place}, too",
            some.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn everybody_is_named() {
        let who = ["Ada".to_owned(), "Lin".to_owned(), "Max".to_owned()];
        assert_eq!(
            words(&who[..1], true),
            "Ada is looking at this profile, too"
        );
        assert_eq!(
            words(&who, false),
            "Ada, Lin and Max are looking at this board, too"
        );
    }
}
