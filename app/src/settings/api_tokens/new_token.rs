//! *New token*: name, scopes, expiry, then the token itself, once.

use leptos::{prelude::*, task::spawn_local};

use super::made::Made;
use crate::{
    api::api_tokens::create_api_token,
    components::{Dialog, Icon, Select, Toasts},
    wire::api_tokens::Scope,
};

/// How long a token may live: days, words.
const LIVES: [(u32, &str); 3] = [(30, "30 days"), (90, "90 days"), (365, "1 year")];

/// What is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    scopes: RwSignal<Vec<String>>,
    days: RwSignal<u32>,
}

impl Draft {
    fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            scopes: RwSignal::new(Vec::new()),
            days: RwSignal::new(LIVES[1].0),
        }
    }

    fn clear(self) {
        self.name.set(String::new());
        self.scopes.set(Vec::new());
    }

    fn is_ready(self) -> bool {
        self.name.with(|name| !name.trim().is_empty())
            && self.scopes.with(|scopes| !scopes.is_empty())
    }

    fn toggle(self, scope: &str) {
        self.scopes.update(|scopes| {
            let before = scopes.len();
            scopes.retain(|chosen| chosen != scope);
            if scopes.len() == before {
                scopes.push(scope.to_owned());
            }
        });
    }
}

/// Button and dialog.
#[component]
pub fn NewToken(
    /// What can be chosen.
    scopes: Vec<Scope>,
    /// Called when a new token was seen and put away.
    made: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let token = RwSignal::new(None::<String>);
    let draft = Draft::new();
    let title = Signal::derive(move || {
        if token.with(Option::is_some) {
            "Copy your token"
        } else {
            "New token"
        }
        .to_owned()
    });
    // Closed in whatever way: the token is gone from the page, and the list knows of it.
    Effect::new(move || {
        if !open.get() && token.with_untracked(Option::is_some) {
            token.set(None);
            draft.clear();
            made.run(());
        }
    });
    let scopes = StoredValue::new(scopes);
    view! {
        <button type="button" class="button primary" on:click=move |_| open.set(true)><Icon name="plus"/>"New token"</button>
        <Dialog open=open title=title>
            {move || match token.get() {
                Some(token) => view! { <Made token=token close=Callback::new(move |()| open.set(false))/> }.into_any(),
                None => view! { <Form draft=draft scopes=scopes.get_value() token=token open=open/> }.into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

/// What was typed stays when making the token fails.
#[component]
fn Form(
    draft: Draft,
    scopes: Vec<Scope>,
    token: RwSignal<Option<String>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let send = move || {
        if !draft.is_ready() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let (name, scopes) = (draft.name.get_untracked(), draft.scopes.get_untracked());
            match create_api_token(name, scopes, draft.days.get_untracked()).await {
                Ok(made) => token.set(Some(made)),
                Err(error) => toasts.bad(format!("No token was made. {error}")),
            }
            busy.set(false);
        });
    };
    view! {
        <form on:submit=move |event| { event.prevent_default(); send(); }>
            <label class="field"><span>"Name"</span>
                <input type="text" maxlength="200" autofocus placeholder="What uses it: reporting, HR system" prop:value=move || draft.name.get() on:input=move |event| draft.name.set(event_target_value(&event))/>
            </label>
            <ScopeChoice draft=draft scopes=scopes/>
            <label class="field"><span>"Expires after"</span>
                <Select><select prop:value=move || draft.days.get().to_string() on:change=move |event| draft.days.set(event_target_value(&event).parse().unwrap_or(LIVES[0].0))>
                    {LIVES.map(|(days, words)| view! { <option value=days.to_string() selected=move || draft.days.get() == days>{words}</option> }).collect_view()}
                </select></Select>
            </label>
            <footer>
                <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                <button type="submit" class="button primary" disabled=move || !draft.is_ready() || busy.get()>{move || if busy.get() { "Making…" } else { "Make token" }}</button>
            </footer>
        </form>
    }
    .into_any()
}

#[component]
fn ScopeChoice(draft: Draft, scopes: Vec<Scope>) -> impl IntoView {
    let rows = scopes.into_iter().map(move |scope| {
        let (of, toggled) = (scope.id.clone(), scope.id.clone());
        view! {
            <label class="scope">
                <input type="checkbox" prop:checked=move || draft.scopes.with(|chosen| chosen.contains(&of)) on:change=move |_| draft.toggle(&toggled)/>
                <span><code>{scope.id}</code> <span class="dim">{scope.about}</span></span>
            </label>
        }
    });
    view! { <fieldset class="scope-choice"><legend>"May"</legend>{rows.collect_view()}</fieldset> }
        .into_any()
}
