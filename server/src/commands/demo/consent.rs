//! What an admin does in the browser when they connect: sign in at the simulator and press *Accept*.

use anyhow::Context;
use integrations::Callback;
use reqwest::{Client, header, redirect};
use serde::Deserialize;
use url::Url;

/// Accepts on the consent page as the first Super Admin, and reads the way back instead of following it.
pub async fn accept(authorize: &Url, facts: &simulator::Facts) -> anyhow::Result<Callback> {
    let http = Client::builder()
        .redirect(redirect::Policy::none())
        .build()?;
    let decision = [
        ("query", authorize.query().unwrap_or_default().to_owned()),
        ("user", super_admin(&http, facts).await?),
        ("decision", "accept".to_owned()),
    ];
    let mut address = authorize.clone();
    address.set_query(None);
    let answer = http
        .post(address)
        .form(&decision)
        .send()
        .await
        .context("the simulator did not answer")?;
    let back = answer
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok())
        .and_then(|location| Url::parse(location).ok())
        .with_context(|| format!("the simulator's consent page answered {}", answer.status()))?;
    Ok(serde_urlencoded::from_str(
        back.query().unwrap_or_default(),
    )?)
}

async fn super_admin(http: &Client, facts: &simulator::Facts) -> anyhow::Result<String> {
    #[derive(Deserialize)]
    struct Users {
        data: Vec<User>,
    }
    #[derive(Deserialize)]
    struct User {
        id: String,
    }
    let users: Users = http
        .get(format!("{}/users", facts.base_url))
        .query(&[("accessRole", "super admin"), ("limit", "1")])
        .basic_auth(&facts.api_key, Some(""))
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    Ok(users
        .data
        .into_iter()
        .next()
        .context("the simulator has no Super Admin")?
        .id)
}
