//! `clara admin bounce`: a mail that came to the sender's address, piped in by the mail server. One that says that a mail of ours came back marks it
//! as not delivered; any other is let be.

use std::io::{self, Read};
use std::process::ExitCode;

use anyhow::Context;
use hiring::{Store, mails};
use mail::Bounce;

use crate::config::Config;
use crate::start;

/// What mail servers understand as "come again later" (`EX_TEMPFAIL`). Any other failure would send the mail back, which is a bounce itself.
const COME_AGAIN: u8 = 75;

/// Reads one mail from standard input. Whatever it is, the mail server is told that it was taken, unless coming again can help.
pub async fn run() -> ExitCode {
    match take().await {
        Ok(true) => println!("Marked as not delivered."),
        Ok(false) => println!("It tells of no mail of CLARA's that came back. Nothing was done."),
        Err(error) => {
            eprintln!("clara: {error:#}");
            return ExitCode::from(COME_AGAIN);
        }
    }
    ExitCode::SUCCESS
}

async fn take() -> anyhow::Result<bool> {
    let Some(bounce) = Bounce::read(&read()?) else {
        return Ok(false);
    };
    let config = Config::load(|_| None)?;
    let store = Store::open_as_it_is(&start::store(&config)?).await?;
    let marked = mails::bounced(&store, &bounce.id).await;
    store.close().await;
    marked.context("the mail that came back could not be marked")
}

/// One byte more than a notification can have, at most. The rest is read and dropped: a mail server takes a pipe that is closed early for a failure.
fn read() -> anyhow::Result<Vec<u8>> {
    let mut input = io::stdin().lock();
    let mut mail = Vec::new();
    let most = u64::try_from(Bounce::LARGEST)?.saturating_add(1);
    let unread = "cannot read the mail from standard input";
    (&mut input)
        .take(most)
        .read_to_end(&mut mail)
        .context(unread)?;
    io::copy(&mut input, &mut io::sink()).context(unread)?;
    Ok(mail)
}
