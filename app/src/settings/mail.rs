//! `/settings/mail`: the mails of the organization, where no mail server is set up to take them, or how that one fares.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::{json::resource, mails::list_mails},
    components::{Empty, Failure, Loading, When},
    wire::mails::{Mail, Mails},
};

/// The list.
#[component]
pub fn MailPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_mails());
    view! {
        <Title text="Mail"/>
        <div class="page narrow">
            <header class="page-head">
                <div class="page-title"><span class="crumb">"Settings"</span><h1>"Mail"</h1></div>
            </header>
            <Transition fallback=|| view! { <Loading label="Loading mails"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(Mails::Sent(Some(trouble))) => view! { <Waiting trouble=trouble/> }.into_any(),
                        Ok(Mails::Sent(None)) => view! { <p class="notice good">"Mail is sent through the mail server of this installation. Nothing is kept here."</p> }.into_any(),
                        Ok(Mails::Kept(mails)) => view! { <Kept mails=mails/> }.into_any(),
                        Err(error) => view! { <Failure error=error retry=Callback::new(move |()| loaded.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Waiting(trouble: String) -> impl IntoView {
    view! {
        <p class="notice bad">{trouble} " Mails wait and are tried again by themselves, for three days each."</p>
    }
    .into_any()
}

#[component]
fn Kept(mails: Vec<Mail>) -> impl IntoView {
    view! {
        <p class="notice part">"No mail server is set up, so mails do not leave this server: they are kept as files and shown here. Whoever runs it sets CLARA_SMTP_URL. Password resets are not shown: they are for one person alone."</p>
        {if mails.is_empty() {
            view! { <Empty title="No mails yet"><p>"Invitations and shares appear here as soon as you send one."</p></Empty> }.into_any()
        } else {
            view! { <ol role="list" class="mails">{mails.into_iter().map(row).collect_view()}</ol> }.into_any()
        }}
    }
    .into_any()
}

fn row(mail: Mail) -> impl IntoView {
    view! {
        <li>
            <details class="panel">
                <summary><strong>{mail.subject}</strong><span class="dim">{mail.to}</span><span class="gap"></span><span class="dim small"><When at=mail.at/></span></summary>
                <pre class="mail-text">{mail.text}</pre>
            </details>
        </li>
    }
}
