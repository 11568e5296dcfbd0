//! `/settings/api-tokens`: tokens of the public API, and how to use them.

mod list;
mod made;
mod new_token;
mod reference;
mod revoke;

use leptos::prelude::*;
use leptos_meta::Title;

use self::{list::TokenList, new_token::NewToken, reference::Reference};
use crate::{
    api::{api_tokens::list_api_tokens, json::resource},
    components::{Failure, Loading},
    wire::api_tokens::ApiTokens,
};

/// The page.
#[component]
pub fn ApiTokensPage() -> impl IntoView {
    let loaded = resource(|| (), |()| list_api_tokens());
    let changed = Callback::new(move |()| loaded.refetch());
    view! {
        <Title text="API tokens"/>
        <div class="page narrow">
            <Transition fallback=|| view! { <Loading label="Loading tokens"/> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(read) => view! { <Loaded read=read changed=changed/> }.into_any(),
                        Err(error) => view! { <Head/> <Failure error=error retry=changed/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Loaded(read: ApiTokens, changed: Callback<()>) -> impl IntoView {
    view! {
        <Head><NewToken scopes=read.scopes made=changed/></Head>
        <p class="lead">"A token lets a program work with CLARA in your name: with your rights, narrowed by its scopes. It ends when it is revoked, when it expires, or when you leave the organization."</p>
        <TokenList tokens=read.tokens changed=changed/>
        <Reference address=read.address/>
    }
    .into_any()
}

#[component]
fn Head(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <header class="page-head">
            <div class="page-title"><span class="crumb">"Settings"</span><h1>"API tokens"</h1></div>
            <span class="gap"></span>
            {children.map(|children| children())}
        </header>
    }
}
