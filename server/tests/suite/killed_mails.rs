//! `kill -9` while mails go out: every mail that is owed arrives once, and what may have been lost is shown.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use hiring::mails::SEND_MAIL;
use hiring::permission::ManageIntegrations;
use hiring::queue::{self, ASK_CANDIDATE, RowState};
use hiring::shares::{self, Draft, Terms, Votes};
use hiring::{ApplicationId, JobId, Member, Role, Store, accounts, comments};
use testing::smtp::{SmtpServer, Taken};
use testing::{figure, many};

use crate::killed::Random;
use crate::questions;
use crate::support::{Killable, PASSWORD, eventually};

const KILLS: (u32, u32) = (100, 1000);

/// The longest rest of the mail server before it says that it has a mail: long enough that many kills fall into it.
const REST: Duration = Duration::from_millis(150);

const COLLEAGUE: &str = "rita@acme.example";

#[tokio::test(flavor = "multi_thread")]
async fn kills_while_mails_go_out_lose_none_and_double_none() {
    let mut random = Random::seeded();
    let mail_server = SmtpServer::slow(REST).await;
    let mut clara = Killable::prepare(vec![
        ("CLARA_SMTP_URL", mail_server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    let store = clara.store().await;
    let owner = clara.member.clone();
    accounts::add_member(
        &store,
        &owner.permit().unwrap(),
        COLLEAGUE,
        "Rita Recruiter",
        PASSWORD,
        Role::Recruiter,
    )
    .await
    .unwrap();
    let place = questions::ask(&store, &owner).await;

    let mut owed = BTreeMap::new();
    let kills = many(KILLS.0, KILLS.1);
    clara.start();
    for number in 0..kills {
        let name = name(number);
        let candidate = format!("candidate{number}@mail.example");
        let application = questions::enters(&store, &owner, place, &name, &candidate).await;
        owed.insert(Owed::To(candidate), 0);
        if number % 2 == 0 {
            let reviewer = format!("reviewer{number}@elsewhere.example");
            share(&store, &owner, place.1, application, &reviewer).await;
            owed.insert(Owed::To(reviewer), 0);
        } else {
            let words = "@Rita Recruiter, what do you think?";
            comments::add(&store, &owner.permit().unwrap(), application, words)
                .await
                .unwrap();
            owed.insert(Owed::NewsOf(name), 0);
        }
        tokio::time::sleep(Duration::from_millis(50 + random.below(500))).await;
        clara.kill();
        clara.start();
    }
    nothing_is_owed(&store).await;

    let taken = mail_server.taken_yet();
    let mut ids = HashSet::new();
    for mail in &taken {
        assert!(
            ids.insert(mail.header("Message-ID")),
            "one mail came twice: {}",
            mail.header("Message-ID")
        );
        for (event, times) in &mut owed {
            if event.is_told_by(mail) {
                *times += 1;
            }
        }
    }
    let doubled: Vec<_> = owed.iter().filter(|(_, times)| **times > 1).collect();
    assert!(doubled.is_empty(), "told twice: {doubled:?}");
    let absent: Vec<_> = owed.iter().filter(|(_, times)| **times == 0).collect();
    let permit = owner.permit::<ManageIntegrations>().unwrap();
    let shown = queue::dead(&store, &permit, u32::MAX).await.unwrap();
    let uncertain: Vec<_> = shown.iter().filter(|row| row.kind == SEND_MAIL).collect();
    for row in &uncertain {
        assert_eq!(row.error_code, "broken_off", "nothing else is given up");
    }
    let lost = uncertain
        .iter()
        .filter(|row| !ids.contains(&*format!("<{}@acme.example>", row.id)))
        .count();
    assert_eq!(absent.len(), lost, "not told of, and not shown: {absent:?}");
    figure(
        &format!("kill -9 at {kills} random instants while mails go out to a mail server"),
        format!(
            "{} mails arrived, 0 twice; {} broken off between text and answer and shown as uncertain, of which {lost} had not arrived; 0 lost unseen",
            taken.len(),
            uncertain.len()
        ),
        "0 doubled, 0 lost",
    );
    store.close().await;
}

/// What one mail tells.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owed {
    /// All that this address ever gets.
    To(String),
    /// What the colleague is told about this candidate.
    NewsOf(String),
}

impl Owed {
    fn is_told_by(&self, mail: &Taken) -> bool {
        match self {
            Self::To(address) => mail.to == [format!("TO:<{address}>")],
            Self::NewsOf(name) => {
                let lines = mail.data.replace("=\n", "");
                mail.to == [format!("TO:<{COLLEAGUE}>")] && lines.contains(&**name)
            }
        }
    }
}

/// Of which none is a part of another.
fn name(number: u32) -> String {
    format!("Person{number:05}")
}

async fn share(
    store: &Store,
    owner: &Member,
    job: JobId,
    application: ApplicationId,
    reviewer: &str,
) {
    let terms = Terms {
        score: true,
        evidence: true,
        votes: Votes::AfterOwn,
    };
    let draft = Draft::new(job, [application], &[reviewer.to_owned()], "", terms, None).unwrap();
    shares::send(store, &owner.permit().unwrap(), &draft)
        .await
        .unwrap();
}

/// Waits until every mail was sent or given up.
async fn nothing_is_owed(store: &Store) {
    eventually("all mails are sent", async || {
        let totals = queue::totals(store).await.unwrap();
        let left = totals.iter().any(|total| {
            [SEND_MAIL, ASK_CANDIDATE].contains(&&*total.kind) && total.state != RowState::Dead
        });
        (!left).then_some(())
    })
    .await;
}
