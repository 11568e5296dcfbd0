//! Reminders that go out by themselves: on the day before and on the day after, once, and never against what somebody chose or did.

use hiring::mails::{self, Mail, ShareMail};
use hiring::notifications;
use hiring::permission::OwnAccount;
use hiring::queue::{self, REMIND_REVIEWER};
use hiring::shares::{self, Decision, Draft, Reminder, Reviewer};
use hiring::{Error, Millis, Permit, Secret, members};

use super::{ALL, OUTSIDER, Shared};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// Wednesday, 2026-01-07 at 23:59 UTC; it is Monday at nine.
const DUE: Millis = Millis(1_767_830_340_000);

impl Shared {
    async fn share_until(&self, to: &str, due_at: Millis) -> Reviewer {
        let to = [to.to_owned()];
        let who = [self.sam, self.ines];
        let draft = Draft::new(self.job, who, &to, "", ALL, Some(due_at)).unwrap();
        let store = &self.world.store;
        shares::send(store, &self.permit(), &draft).await.unwrap();
        let link = self.world.mailed_token().await;
        shares::by_link(store, &link).await.unwrap()
    }

    /// Does the work of reminders that is ready, as a worker does.
    async fn work(&self) {
        let store = &self.world.store;
        while let Some(leased) = queue::claim(store, &[REMIND_REVIEWER]).await.unwrap() {
            let of = |name: &str| leased.payload[name].as_str().unwrap().to_owned();
            let (recipient, which) = (of("recipient"), of("reminder"));
            let reminder: Reminder = which.parse().unwrap();
            let recipient = recipient.parse().unwrap();
            // Killed after it was done and before that was noted: it comes again.
            for _ in 0..2 {
                shares::remind_by_itself(store, &leased.permit(), recipient, reminder)
                    .await
                    .unwrap();
            }
            queue::done(store, &leased).await.unwrap();
        }
    }

    async fn after(&self, seconds: u64) {
        self.world.later(seconds);
        self.work().await;
    }

    /// The mail of a share that is owed, and counts as sent then.
    async fn mail(&self) -> Option<ShareMail> {
        let (leased, mail) = self.world.owed().await?;
        mails::sent(&self.world.store, &leased).await.unwrap();
        match mail {
            Ok(Mail::Share(mail)) => Some(mail),
            Err(Error::NotFound) => None,
            other => panic!("{other:?}"),
        }
    }

    fn manager_own(&self) -> Permit<OwnAccount> {
        self.tenant().manager()
    }
}

#[tokio::test]
async fn one_comes_on_the_morning_before_and_one_on_the_morning_after() {
    let shared = Shared::new().await;
    let reviewer = shared.share_until(OUTSIDER, DUE).await;
    shared.after(23 * HOUR - 1).await;
    assert!(shared.mail().await.is_none());
    shared.after(1).await;
    let mail = shared.mail().await.unwrap();
    assert_eq!(
        (mail.is_reminder, mail.by_itself, mail.is_overdue),
        (true, true, false)
    );
    assert!(shared.mail().await.is_none(), "once");
    let store = &shared.world.store;
    shares::decide(store, &reviewer, shared.sam, Decision::NotSure, "")
        .await
        .unwrap();
    shared.after(2 * DAY).await;
    let mail = shared.mail().await.unwrap();
    assert_eq!((mail.by_itself, mail.is_overdue), (true, true));
    assert_eq!(mail.candidates, ["Ines Duarte"]);
    let part = shared.history().await.remove(0).recipients.remove(0);
    let how: Vec<_> = part.reminders.iter().map(|(_, how)| *how).collect();
    assert_eq!(how, [Some(Reminder::Before), Some(Reminder::Overdue)]);
    let log = shared
        .world
        .audited(shared.tenant(), &reviewer.recipient().to_string())
        .await;
    let reminded = log.iter().filter(|action| *action == "share.remind");
    assert_eq!(reminded.count(), 2);
    shared.after(30 * DAY).await;
    assert!(shared.mail().await.is_none(), "no third");
    // One that somebody sends is no reminder by itself.
    shares::remind(store, &shared.permit(), reviewer.recipient())
        .await
        .unwrap();
    let mail = shared.mail().await.unwrap();
    assert!(mail.is_reminder && !mail.by_itself);
}

#[tokio::test]
async fn none_comes_to_who_decided_was_revoked_or_has_nothing_left_to_decide() {
    for ending in 0..4 {
        let shared = Shared::new().await;
        let (store, permit) = (&shared.world.store, shared.permit());
        let reviewer = shared.share_until(OUTSIDER, DUE).await;
        let share = shared.history().await[0].id;
        for who in [shared.sam, shared.ines] {
            match ending {
                0 => shares::decide(store, &reviewer, who, Decision::Decline, "").await,
                1 => shares::withdraw(store, &permit, share, who).await,
                2 => {
                    let system = shared.tenant().system(store);
                    hiring::applications::remove(store, &system, who)
                        .await
                        .map(drop)
                }
                _ if who == shared.sam => shares::revoke(store, &permit, share, None).await,
                _ => Ok(()),
            }
            .unwrap();
        }
        shared.after(23 * HOUR).await;
        shared.after(5 * DAY).await;
        assert!(shared.mail().await.is_none(), "{ending}");
    }
}

#[tokio::test]
async fn whoever_wants_none_gets_none_by_choice_or_by_one_press() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let off = async || shared.history().await[0].recipients[0].reminders_off;
    shared.share_until(&shared.manager(), DUE).await;
    let own = shared.manager_own();
    notifications::choose_reminders(store, &own, false)
        .await
        .unwrap();
    assert!(off().await);
    shared.after(23 * HOUR).await;
    assert!(shared.mail().await.is_none());
    // By the link of a share: whoever has the address, and nobody else.
    shared
        .share_until(OUTSIDER, Millis(DUE.0 + 86_400_000))
        .await;
    shared.after(DAY).await;
    let link: Secret = shared.mail().await.unwrap().token;
    for _ in 0..2 {
        notifications::unsubscribe(store, &link).await.unwrap();
    }
    shared.after(5 * DAY).await;
    assert!(shared.mail().await.is_none());
    let job = shared.world.scored(shared.tenant(), shared.job, "Max", 60);
    let max = job.await;
    let draft = Draft::new(shared.job, [max], &[OUTSIDER.into()], "", ALL, Some(DUE)).unwrap();
    shares::send(store, &shared.permit(), &draft).await.unwrap();
    assert!(shared.mail().await.is_some(), "the mail that asks comes");
    assert!(off().await, "for shares to come as well");
    let guessed = notifications::unsubscribe(store, &Secret::new("guessed")).await;
    assert!(matches!(guessed, Err(Error::NotFound)));
}

#[tokio::test]
async fn it_comes_at_the_members_hour_and_not_at_night_when_it_is_late() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared.share_until(&shared.manager(), DUE).await;
    // Planned for 08:00 in Dublin; 16:00 in New York is 21:00 there.
    notifications::choose_hours(store, &shared.manager_own(), 16, "America/New_York", None)
        .await
        .unwrap();
    shared.after(23 * HOUR).await;
    assert!(
        shared.mail().await.is_none(),
        "08:00 in Dublin is too early"
    );
    // No worker until it is 22:00 in New York: in the morning then, before the day is over.
    shared.after(19 * HOUR).await;
    assert!(shared.mail().await.is_none(), "late in the evening");
    shared.after(10 * HOUR).await;
    assert!(shared.mail().await.unwrap().by_itself);
}

#[tokio::test]
async fn none_follows_at_the_heels_of_another_mail_or_reaches_who_was_locked_out() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    // Due tomorrow: the reminder of this morning is over, tomorrow's morning is the day itself.
    let reviewer = shared
        .share_until(&shared.manager(), Millis(DUE.0 - 86_400_000))
        .await;
    shared.after(DAY).await;
    assert!(
        shared.mail().await.is_none(),
        "the mail itself names the day"
    );
    // A recruiter reminded them in the night before the one that was planned.
    shared.after(DAY - 3 * HOUR).await;
    shares::remind(store, &shared.permit(), reviewer.recipient())
        .await
        .unwrap();
    assert!(shared.mail().await.is_some());
    shared.after(3 * HOUR).await;
    assert!(shared.mail().await.is_none());
    let late = Shared::new().await;
    late.share_until(&late.manager(), DUE).await;
    let manager = late.tenant().hiring_manager.account;
    members::deactivate(&late.world.store, &late.tenant().members(), manager)
        .await
        .unwrap();
    late.after(23 * HOUR).await;
    assert!(late.mail().await.is_none());
}
