//! The tokens that there are.

use leptos::prelude::*;

use super::revoke::Revoke;
use crate::{
    components::{Empty, When},
    wire::api_tokens::{ApiToken, State},
};

/// A table, or what to do first.
#[component]
pub fn TokenList(tokens: Vec<ApiToken>, changed: Callback<()>) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <Empty title="No tokens yet">
                <p>"Make one for each program that reads or moves candidates, so that each can be revoked alone."</p>
            </Empty>
        }
        .into_any();
    }
    view! {
        <div class="table-frame">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Name"</th><th scope="col">"May"</th><th scope="col">"Made by"</th>
                    <th scope="col">"Last used"</th><th scope="col">"Expires"</th><th scope="col"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{tokens.into_iter().map(|token| view! { <Row token=token changed=changed/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(token: ApiToken, changed: Callback<()>) -> impl IntoView {
    let active = token.state == State::Active;
    let end = match token.state {
        State::Active => view! { <When at=token.expires_at/> }.into_any(),
        State::Expired => view! { <span class="badge">"Expired"</span> }.into_any(),
        State::Revoked => view! { <span class="badge bad">"Revoked"</span> }.into_any(),
    };
    view! {
        <tr class:dim=!active>
            <th scope="row">{token.name.clone()} <p class="dim small"><code>{token.opening} "…"</code></p></th>
            <td><span class="scopes">{token.scopes.into_iter().map(|scope| view! { <code>{scope}</code> }).collect_view()}</span></td>
            <td>{token.created_by}</td>
            <td>{match token.last_used_at { Some(at) => view! { <When at=at/> }.into_any(), None => "never".into_any() }}</td>
            <td>{end}</td>
            <td class="number">{active.then(|| view! { <Revoke id=token.id name=token.name done=changed/> })}</td>
        </tr>
    }
    .into_any()
}
