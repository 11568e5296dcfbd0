//! The team's words and a hiring manager's account: they read what they wrote themselves and what is shown to them, and nothing tells of the rest.

use hiring::api_tokens::scope::{CommentsRead, CommentsWrite};
use hiring::api_tokens::{self, Scope};
use hiring::applications::{self, Happening};
use hiring::comments::{self, Comment};
use hiring::events::{self, Event, EventKind};
use hiring::shares::{self, Decision, Mark, Terms, Votes};
use hiring::{CommentId, Error, Role, accounts, board, notifications};

use super::{ALL, Shared};
use crate::support::PASSWORD;

/// Sam before the hiring manager.
async fn asked() -> Shared {
    let shared = Shared::new().await;
    shared
        .send(&[&shared.manager()], &[shared.sam])
        .await
        .unwrap();
    shared
}

impl Shared {
    /// The recruiter says something about Sam.
    async fn comment(&self, words: &str) -> CommentId {
        comments::add(
            &self.world.store,
            &self.tenant().comments(),
            self.sam,
            words,
        )
        .await
        .unwrap()
    }

    async fn shows(&self, comment: CommentId, shown: bool) {
        let permit = self.tenant().comments();
        comments::show(&self.world.store, &permit, comment, shown)
            .await
            .unwrap();
    }

    /// What the hiring manager's account reads.
    async fn read(&self) -> Vec<Comment> {
        comments::list(&self.world.store, &self.tenant().manager(), self.sam)
            .await
            .unwrap()
    }

    /// What their browser hears after an event.
    async fn heard(&self, after: i64) -> Vec<std::sync::Arc<Event>> {
        events::since(&self.world.store, &self.tenant().manager(), after, 100)
            .await
            .unwrap()
            .events
    }

    async fn newest(&self) -> i64 {
        events::newest(&self.world.store, &self.tenant().manager())
            .await
            .unwrap()
    }

    /// How many mentions they did not read yet.
    async fn mentions(&self) -> usize {
        let own = self.tenant().hiring_manager.permit().unwrap();
        let told = notifications::list(&self.world.store, &own, 20)
            .await
            .unwrap();
        let mentions = told
            .iter()
            .filter(|told| told.kind == notifications::NotificationKind::Mention && !told.read);
        mentions.count()
    }

    /// The number of comments on Sam's card, wherever the hiring manager's account finds it.
    async fn counted(&self) -> u32 {
        let (store, manager) = (&self.world.store, self.tenant().manager());
        let card = board::card(store, &manager, self.sam).await.unwrap();
        let whole = board::read(store, &manager, self.job).await.unwrap();
        let front = board::front(store, &manager, self.job, 20).await.unwrap();
        let profile = applications::profile(store, &manager, self.sam)
            .await
            .unwrap();
        for other in [&whole.cards[0], &front.cards[0], &profile.card] {
            assert_eq!(other.comments, card.comments);
        }
        assert_eq!(profile.comments, self.read().await);
        card.comments
    }
}

fn bodies(all: &[Comment]) -> Vec<&str> {
    all.iter().map(|comment| &*comment.body).collect()
}

#[tokio::test]
async fn what_the_team_says_is_not_there_for_a_hiring_managers_account() {
    let shared = asked().await;
    let (store, manager) = (&shared.world.store, shared.tenant().manager());
    let newest = shared.newest().await;
    let internal = shared.comment("Too expensive, @manager").await;
    comments::edit(
        store,
        &shared.tenant().comments(),
        internal,
        "Too dear, @manager",
    )
    .await
    .unwrap();
    assert!(shared.read().await.is_empty());
    assert_eq!(shared.counted().await, 0);
    assert!(
        shared.heard(newest).await.is_empty(),
        "not even that something was said"
    );
    assert_eq!(shared.mentions().await, 0);
    let told = applications::timeline(store, &shared.tenant().manager(), shared.sam)
        .await
        .unwrap();
    assert!(
        !told
            .iter()
            .any(|entry| matches!(entry.what, Happening::Comment(_)))
    );

    for refused in [
        comments::edit(store, &manager, internal, "Cheap").await,
        comments::delete(store, &manager, internal).await,
        comments::show(store, &manager, internal, true).await,
        comments::read(store, &manager, internal).await.map(drop),
        comments::history(store, &shared.tenant().manager(), internal)
            .await
            .map(drop),
    ] {
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let unknown = comments::reply(store, &manager, shared.sam, CommentId::fresh(), "So?").await;
    let answered = comments::reply(store, &manager, shared.sam, internal, "So?").await;
    assert_eq!(
        format!("{answered:?}"),
        format!("{unknown:?}"),
        "as if there were no such comment"
    );
    // For the team nothing changed.
    let all = comments::list(store, &shared.tenant().views(), shared.sam)
        .await
        .unwrap();
    assert_eq!(bodies(&all), ["Too dear, @manager"]);
    assert_eq!(
        shared
            .world
            .card(shared.tenant(), shared.sam)
            .await
            .comments,
        1
    );
}

#[tokio::test]
async fn a_hiring_manager_reads_changes_and_deletes_their_own_words() {
    let shared = asked().await;
    let (store, manager) = (&shared.world.store, shared.tenant().manager());
    let newest = shared.newest().await;
    let mine = comments::add(store, &manager, shared.sam, "I know her")
        .await
        .unwrap();
    assert_eq!(
        comments::read(store, &manager, mine).await.unwrap().id,
        mine
    );
    comments::edit(store, &manager, mine, "I know him, @recruiter")
        .await
        .unwrap();
    let answer = comments::reply(
        store,
        &shared.tenant().comments(),
        shared.sam,
        mine,
        "They would say so",
    )
    .await
    .unwrap();
    assert_eq!(
        bodies(&shared.read().await),
        ["I know him, @recruiter"],
        "an answer is internal too"
    );
    assert_eq!(shared.counted().await, 1);
    let earlier = comments::history(store, &shared.tenant().manager(), mine)
        .await
        .unwrap();
    assert_eq!(earlier[0].body, "I know her");
    let heard = shared.heard(newest).await;
    assert!(!heard.is_empty(), "on their other devices");
    assert!(heard.iter().all(|event| event.kind == EventKind::Card));
    let recruiter = shared.tenant().recruiter.permit().unwrap();
    assert_eq!(
        notifications::unread(store, &recruiter).await.unwrap(),
        1,
        "the team is mentioned by them as by each other"
    );

    // An answer that is shown stands below it; without it on its own.
    shared.shows(answer, true).await;
    let read = shared.read().await;
    assert_eq!(read[1].reply_to, Some(mine));
    comments::delete(store, &manager, mine).await.unwrap();
    let read = shared.read().await;
    assert_eq!(bodies(&read), ["They would say so"]);
    assert_eq!(read[0].reply_to, None);
    assert_eq!(shared.counted().await, 1);
    // What they answer to it joins the thread.
    let again = comments::reply(store, &manager, shared.sam, answer, "True")
        .await
        .unwrap();
    let all = comments::list(store, &shared.tenant().views(), shared.sam)
        .await
        .unwrap();
    let joined = all.iter().find(|comment| comment.id == again).unwrap();
    assert_eq!(joined.reply_to, Some(mine));
}

#[tokio::test]
async fn of_what_is_shown_they_read_no_wording_of_before() {
    let shared = asked().await;
    let (store, permit) = (&shared.world.store, shared.tenant().comments());
    let marked = shared.comment("Asks for too much").await;
    shared.world.later(60);
    comments::edit(store, &permit, marked, "Strong on SQL")
        .await
        .unwrap();
    shared.world.later(60);
    let newest = shared.newest().await;
    shared.shows(marked, true).await;
    let heard = shared.heard(newest).await;
    assert_eq!((heard.len(), heard[0].kind), (1, EventKind::Card));
    let read = shared.read().await;
    assert_eq!(bodies(&read), ["Strong on SQL"]);
    assert_eq!(read[0].edited_at, None);
    let earlier = async || {
        comments::history(store, &shared.tenant().manager(), marked)
            .await
            .unwrap()
    };
    assert!(earlier().await.is_empty());
    shared.world.later(60);
    comments::edit(store, &permit, marked, "Strong on Rust")
        .await
        .unwrap();
    let wordings = earlier().await;
    assert_eq!(
        (wordings.len(), &*wordings[0].body),
        (1, "Strong on SQL"),
        "what they could read"
    );
    assert!(shared.read().await[0].edited_at.is_some());
    shared.shows(marked, false).await;
    assert!(shared.read().await.is_empty());
    assert_eq!(shared.counted().await, 0);
}

#[tokio::test]
async fn a_mention_tells_a_hiring_manager_once_they_may_read_it_and_not_after() {
    let shared = asked().await;
    let store = &shared.world.store;
    let marked = shared
        .comment("@manager, what do you think? @Aoife Byrne too")
        .await;
    shared.comment("@manager will say no").await;
    assert_eq!(shared.mentions().await, 0);
    let owner = shared.tenant().owner.permit().unwrap();
    assert_eq!(notifications::unread(store, &owner).await.unwrap(), 1);
    shared.shows(marked, true).await;
    assert_eq!(shared.mentions().await, 1);
    shared.shows(marked, false).await;
    assert_eq!(shared.mentions().await, 0, "nothing else says it to them");
    assert_eq!(
        notifications::unread(store, &owner).await.unwrap(),
        1,
        "to the owner it is said still"
    );
    shared.shows(marked, true).await;
    comments::delete(store, &shared.tenant().comments(), marked)
        .await
        .unwrap();
    assert_eq!(shared.mentions().await, 0);
    let who = comments::mentionable(store, &shared.tenant().comments(), shared.sam)
        .await
        .unwrap();
    let who: Vec<&str> = who.iter().map(|member| &*member.name).collect();
    assert_eq!(who, ["Aoife Byrne"], "a new comment is internal");
}

#[tokio::test]
async fn the_token_of_whoever_became_a_hiring_manager_reads_no_more_than_they_do() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let becomes = async |role| {
        let owner = tenant.owner.permit().unwrap();
        let email = "partner@northwind.example";
        accounts::add_member(store, &owner, email, "Partner", PASSWORD, role)
            .await
            .unwrap()
    };
    let partner = becomes(Role::PartnerAdmin).await;
    let permit = partner.permit().unwrap();
    let made = api_tokens::create(store, &permit, "Reporting", Scope::ALL, 30)
        .await
        .unwrap();
    shared.comment("Too expensive").await;
    becomes(Role::HiringManager).await;
    shared.send(&[&partner.email], &[shared.sam]).await.unwrap();
    let bearer = api_tokens::authenticate(store, &made.token)
        .await
        .unwrap()
        .unwrap();
    let reads = bearer.permit::<CommentsRead>().unwrap();
    let listed = comments::list(store, &reads, shared.sam).await.unwrap();
    assert!(listed.is_empty());
    let writes = bearer.permit::<CommentsWrite>().unwrap();
    let mine = comments::add(store, &writes, shared.sam, "I know them")
        .await
        .unwrap();
    let read = comments::read(store, &writes, mine).await.unwrap();
    assert_eq!(read.body, "I know them");
    let listed = comments::list(store, &reads, shared.sam).await.unwrap();
    assert_eq!(listed, [read]);
}

#[tokio::test]
async fn the_mark_on_a_card_tells_nothing_that_the_share_does_not() {
    for (votes, before, after) in [
        (Votes::Never, Mark::Shared, Mark::Advanced),
        (Votes::AfterOwn, Mark::Shared, Mark::Split),
        (Votes::Always, Mark::Declined, Mark::Split),
    ] {
        let shared = Shared::new().await;
        let store = &shared.world.store;
        let (member, outsider) = shared.two_on(Terms { votes, ..ALL }).await;
        shares::decide(store, &outsider, shared.sam, Decision::Decline, "")
            .await
            .unwrap();
        let mark = async || {
            board::card(store, &shared.tenant().manager(), shared.sam)
                .await
                .unwrap()
                .review
        };
        assert_eq!(mark().await, Some(before), "{votes:?}");
        shares::decide(store, &member, shared.sam, Decision::Advance, "")
            .await
            .unwrap();
        assert_eq!(mark().await, Some(after), "{votes:?}");
        assert_eq!(
            shared.world.card(shared.tenant(), shared.sam).await.review,
            Some(Mark::Split)
        );
    }
}
