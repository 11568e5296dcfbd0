//! What a connection asks for and why, before the ATS asks for consent.

use leptos::prelude::*;

use crate::{api::integrations::Connect, components::Dialog, wire::integrations::Provider};

/// The modal. Its form leads to the ATS's own consent page.
#[component]
pub fn ConnectDialog(
    /// The chosen ATS.
    provider: Memo<Option<Provider>>,
    /// A connection to make anew; empty for none.
    again: StoredValue<String>,
    /// Whether the modal is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let connect = ServerAction::<Connect>::new();
    let title = Signal::derive(move || {
        provider.with(|provider| {
            provider
                .as_ref()
                .map_or_else(String::new, |provider| format!("Connect {}", provider.name))
        })
    });
    let permissions = move || {
        provider.get().map(|provider| {
            let name = provider.name.clone();
            if provider.permissions.is_empty() {
                return view! { <p>{provider.about} " CLARA looks into it once a minute and never writes there. Nobody needs to sign in."</p> }.into_any();
            }
            let rows = provider.permissions.into_iter().map(|permission| view! { <div><dt><code>{permission.scope}</code></dt><dd>{permission.why}</dd></div> }).collect_view();
            view! {
                <p>{name.clone()} " will ask you to sign in and to accept these permissions. CLARA asks for nothing more, and never moves or archives anybody there."</p>
                <dl class="permissions" tabindex="0" aria-label="Permissions">{rows}</dl>
                <div class="notice">
                    <p><strong>"Who may do this"</strong></p>
                    <p>{format!("In {name}: a Super Admin (permission “Manage API credentials and manage integrations”). In CLARA: an Owner or Partner Admin. Afterwards Super Admins, Admins, Team Members and Limited Team Members of {name} may work with CLARA. Packages: LeverTRM and LeverTRM for Enterprise.")}</p>
                </div>
            }
            .into_any()
        })
    };
    let pending = connect.pending();
    let failure = move || {
        connect.value().get().and_then(Result::err).map(|error| view! { <p class="notice bad" role="alert">{error.title()} ". " {error.to_string()}</p> })
    };
    view! {
        <Dialog open=open title=title wide=true>
            {permissions}
            {failure}
            <ActionForm action=connect>
                <input type="hidden" name="again" value=again.get_value()/>
                <input type="hidden" name="provider" value=move || provider.with(|provider| provider.as_ref().map(|provider| provider.id.clone()))/>
                <footer>
                    <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                    <button type="submit" class="button primary" disabled=pending>{move || if pending.get() { "Opening…".to_owned() } else { provider.with(|provider| match provider {
                        Some(provider) if provider.permissions.is_empty() => "Connect".to_owned(),
                        provider => format!("Go to {}", provider.as_ref().map_or("the ATS", |provider| provider.name.as_str())),
                    }) }}</button>
                </footer>
            </ActionForm>
        </Dialog>
    }
    .into_any()
}
