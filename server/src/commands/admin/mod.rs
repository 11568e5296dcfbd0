//! `clara admin`: what is done before anybody can sign in, and what whoever runs CLARA does to keep it.

mod backup;
mod bounce;
mod rotate_key;

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use hiring::{OrganizationId, Store, organizations};

use crate::config::Config;
use crate::start;

/// Create organizations and owners, back up and restore, rotate the key, take in bounces.
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
    /// Copy the database and all documents into a new folder, while servers run (SQLite)
    Backup {
        /// A folder that does not exist yet
        folder: PathBuf,
    },
    /// Put a backup back where nothing is yet (SQLite); the key that sealed it must be there
    Restore {
        /// A folder that `clara admin backup` made
        folder: PathBuf,
        /// Restore even though the key is lost; every ATS must be connected again then
        #[arg(long)]
        without_key: bool,
    },
    /// Seal every secret with a new key
    RotateKey,
    /// Read a mail that came to the sender's address from standard input: what came back is marked as not delivered
    Bounce,
}

impl Admin {
    /// Does it, on the database that the environment names.
    ///
    /// # Errors
    ///
    /// When the database cannot be opened or a value cannot be taken; nothing is changed then.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let config = || Config::load(|_| None);
        match self.action {
            Action::CreateOrganization { name, zone } => {
                let store = start::open(&config()?).await?;
                let organization = organizations::create(&store, &name, &zone).await?;
                println!("{}", organization.id);
                store.close().await;
            }
            Action::CreateOwner {
                organization,
                email,
                name,
            } => {
                let store = start::open(&config()?).await?;
                create_owner(&store, organization, &email, &name).await?;
                store.close().await;
            }
            Action::Backup { folder } => backup::make(&config()?, &folder).await?,
            Action::Restore {
                folder,
                without_key,
            } => backup::put_back(&config()?, &folder, without_key).await?,
            Action::RotateKey => rotate_key::run(&config()?).await?,
            // Says to the mail server itself how it went.
            Action::Bounce => return Ok(bounce::run().await),
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn create_owner(
    store: &Store,
    organization: OrganizationId,
    email: &str,
    name: &str,
) -> anyhow::Result<()> {
    let password = read_password()?;
    organizations::create_owner(store, organization, email, name, &password)
        .await
        .context("no owner was created")?;
    println!("Owner created. They can sign in now.");
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
