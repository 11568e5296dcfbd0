//! `clara admin`: what is done before anybody can sign in.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use hiring::{OrganizationId, Store, organizations};

use crate::config::Config;
use crate::start;

/// Create organizations and owners.
#[derive(Args, Debug)]
pub struct Admin {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Create an organization and print its id
    CreateOrganization {
        /// Its name, as people see it
        name: String,
        /// Its time zone, an IANA name such as Europe/Dublin
        #[arg(long, default_value = "UTC")]
        zone: String,
    },
    /// Make somebody an Owner of an organization; the password is read from standard input
    CreateOwner {
        /// The organization's id, as create-organization printed it
        #[arg(long)]
        organization: OrganizationId,
        /// Mail address to sign in with
        #[arg(long)]
        email: String,
        /// Name, as people see it
        #[arg(long)]
        name: String,
    },
}

impl Admin {
    /// Does it, on the database that the environment names.
    ///
    /// # Errors
    ///
    /// When the database cannot be opened or a value cannot be taken; nothing is changed then.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        let store = start::open(&Config::load(|_| None)?).await?;
        let outcome = act(&store, self.action).await;
        store.close().await;
        outcome
    }
}

async fn act(store: &Store, action: Action) -> anyhow::Result<()> {
    match action {
        Action::CreateOrganization { name, zone } => {
            let organization = organizations::create(store, &name, &zone).await?;
            println!("{}", organization.id);
        }
        Action::CreateOwner {
            organization,
            email,
            name,
        } => {
            let password = read_password()?;
            organizations::create_owner(store, organization, &email, &name, &password)
                .await
                .context("no owner was created")?;
            println!("Owner created. They can sign in now.");
        }
    }
    Ok(())
}

/// One line. An argument would stand in the shell's history and in the list of processes.
fn read_password() -> anyhow::Result<String> {
    if io::stdin().is_terminal() {
        eprint!("Password (it will be visible): ");
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .context("cannot read the password from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(
        !password.is_empty(),
        "no password came by standard input: pipe one line to this command"
    );
    Ok(password)
}
