//! Cards follow decisions where their job says so: by a rule that everybody can foresee, and to be undone.

use hiring::applications::{self, Happening};
use hiring::columns::ColumnKind;
use hiring::notes::{self, Plan};
use hiring::placements::{ByDecision, Move};
use hiring::queue::{WRITE_DECISION_NOTE, WRITE_STATUS_NOTE};
use hiring::shares::{self, Decision, Mark, Reviewer, Rule, Terms};
use hiring::{ApplicationId, ColumnId, Error, placements};

use super::{ALL, OUTSIDER, Shared};

impl Shared {
    async fn column(&self, kind: ColumnKind) -> ColumnId {
        self.world.column(self.tenant(), kind).await
    }

    /// Advanced: *Qualified*. Declined: *Rejected*.
    async fn with_rule() -> Self {
        let shared = Self::new().await;
        let rule = Rule {
            advance_to: Some(shared.column(ColumnKind::Qualified).await),
            decline_to: Some(shared.column(ColumnKind::Rejected).await),
            decline_reason: Some(" Not for us ".into()),
        };
        shares::set_rule(&shared.world.store, &shared.permit(), shared.job, &rule)
            .await
            .unwrap();
        shared
    }

    async fn says(&self, reviewer: &Reviewer, who: ApplicationId, decision: Decision) {
        self.world.later(1);
        shares::decide(&self.world.store, reviewer, who, decision, "")
            .await
            .unwrap();
    }

    async fn stands(&self, who: ApplicationId, kind: ColumnKind) {
        let card = self.world.card(self.tenant(), who).await;
        assert_eq!(card.column, self.column(kind).await, "not in {kind}");
    }

    async fn go(&self, who: ApplicationId, kind: ColumnKind) {
        self.world.later(1);
        let version = self.world.card(self.tenant(), who).await.version;
        let (screens, to) = (self.tenant().screens(), self.column(kind).await);
        placements::move_to(&self.world.store, &screens, who, to, version, None)
            .await
            .unwrap();
        self.world.later(1);
    }

    async fn decided(&self, who: ApplicationId) -> Option<ByDecision> {
        let views = self.tenant().views();
        let profile = applications::profile(&self.world.store, &views, who).await;
        profile.unwrap().decided
    }

    async fn moves(&self, who: ApplicationId) -> Vec<Move> {
        let views = self.tenant().views();
        let timeline = applications::timeline(&self.world.store, &views, who).await;
        let steps = timeline.unwrap().into_iter().rev();
        let moved = steps.filter_map(|entry| match entry.what {
            Happening::Moved(step) => Some(step),
            _ => None,
        });
        moved.collect()
    }

    /// Both hiring managers of a fresh share of Sam: the member, and the one without an account.
    pub async fn two(&self) -> (Reviewer, Reviewer) {
        self.two_on(ALL).await
    }

    pub async fn two_on(&self, terms: Terms) -> (Reviewer, Reviewer) {
        let (store, manager) = (&self.world.store, self.manager());
        self.send_on(&[&manager, OUTSIDER], &[self.sam], terms)
            .await
            .unwrap();
        let share = self.history().await.remove(0);
        let part = share.recipients.iter().find(|part| part.email == manager);
        let member = shares::by_member(store, &self.tenant().manager(), part.unwrap().id)
            .await
            .unwrap();
        let mut outsider = None;
        for _ in 0..2 {
            let link = self.world.mailed_token().await;
            let reviewer = shares::by_link(store, &link).await.unwrap();
            if reviewer.recipient() != member.recipient() {
                outsider = Some(reviewer);
            }
        }
        (member, outsider.unwrap())
    }
}

#[tokio::test]
async fn a_rule_names_columns_of_the_board_and_a_rejection_has_a_reason() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let [qualified, rejected] = [
        shared.column(ColumnKind::Qualified).await,
        shared.column(ColumnKind::Rejected).await,
    ];
    let elsewhere = shared
        .world
        .column(&shared.world.contoso, ColumnKind::Qualified)
        .await;
    let set = async |advance_to, decline_to, reason: &str| {
        let rule = Rule {
            advance_to,
            decline_to,
            decline_reason: Some(reason.into()),
        };
        shares::set_rule(store, &shared.permit(), shared.job, &rule).await
    };
    let to_another = set(Some(elsewhere), None, "").await;
    assert!(matches!(to_another, Err(Error::NotFound)));
    let rejects_the_good = set(Some(rejected), None, "").await;
    assert!(matches!(
        rejects_the_good,
        Err(Error::Invalid {
            field: "advance_to",
            ..
        })
    ));
    for reason in ["  ".to_owned(), "x".repeat(shares::REASON_CHARS + 1)] {
        let refused = set(None, Some(rejected), &reason).await;
        assert!(matches!(
            refused,
            Err(Error::Invalid {
                field: "decline_reason",
                ..
            })
        ));
    }
    let foreign = shared.world.contoso.recruiter.permit().unwrap();
    let other = shares::set_rule(store, &foreign, shared.job, &Rule::default()).await;
    assert!(matches!(other, Err(Error::NotFound)));
    let read = async || {
        shares::rule(store, &shared.permit(), shared.job)
            .await
            .unwrap()
    };
    assert_eq!(read().await, Rule::default(), "nothing was changed");
    set(Some(qualified), None, "a reason that nothing needs")
        .await
        .unwrap();
    let expected = Rule {
        advance_to: Some(qualified),
        ..Rule::default()
    };
    assert_eq!(read().await, expected);
    let log = shared
        .world
        .audited(shared.tenant(), &shared.job.to_string())
        .await;
    assert!(log.contains(&"job.set_decision_rule".to_owned()));
}

#[tokio::test]
async fn a_card_moves_with_the_decision_is_told_by_its_note_alone_and_goes_back_with_it() {
    let shared = Shared::with_rule().await;
    let store = &shared.world.store;
    let (_, reviewer) = shared.outsider().await;
    shared.world.drain(&[WRITE_STATUS_NOTE]).await;
    shared.says(&reviewer, shared.ines, Decision::Advance).await;
    shared.stands(shared.ines, ColumnKind::Qualified).await;
    let card = shared.world.card(shared.tenant(), shared.ines).await;
    assert_eq!((card.review, card.by_person), (Some(Mark::Advanced), true));
    let decided = shared.decided(shared.ines).await.unwrap();
    assert_eq!(
        (decided.from, &*decided.who),
        (shared.column(ColumnKind::PreQualified).await, OUTSIDER)
    );
    let log = shared
        .world
        .audited(shared.tenant(), &shared.ines.to_string())
        .await;
    assert_eq!(
        log.iter().filter(|action| *action == "card.move").count(),
        1
    );
    assert_eq!(
        shares::advanced(store, &shared.permit())
            .await
            .unwrap()
            .len(),
        1,
        "it still waits for a person"
    );
    shared.world.later(11);
    let notes = shared
        .world
        .drain(&[WRITE_STATUS_NOTE, WRITE_DECISION_NOTE])
        .await;
    assert_eq!(notes, [WRITE_DECISION_NOTE]);
    let system = shared.tenant().system(store);
    let Plan::Post(_, told) = notes::plan_decisions(store, &system, shared.ines)
        .await
        .unwrap()
    else {
        panic!("a note to write")
    };
    assert_eq!(told.moved_to.as_deref(), Some("Qualified"));
    let status = notes::plan_status(store, &system, shared.ines).await;
    assert_eq!(status.unwrap(), Plan::Nothing);

    // Another word for it changes nothing; taken back, the card stands where the engine had placed it, and is the engine's again.
    shared.world.later(60);
    shares::decide(store, &reviewer, shared.ines, Decision::Advance, "yes!")
        .await
        .unwrap();
    assert_eq!(shared.moves(shared.ines).await.len(), 2);
    shared.world.later(1);
    shares::undo(store, &reviewer, shared.ines).await.unwrap();
    shared.stands(shared.ines, ColumnKind::PreQualified).await;
    let card = shared.world.card(shared.tenant(), shared.ines).await;
    assert!(!card.by_person);
    assert_eq!(shared.decided(shared.ines).await, None);
    shared.says(&reviewer, shared.ines, Decision::Decline).await;
    shared.stands(shared.ines, ColumnKind::Rejected).await;
    let last = shared.moves(shared.ines).await.pop().unwrap();
    assert_eq!(last.reason.as_deref(), Some("Not for us"));
    shared.says(&reviewer, shared.ines, Decision::NotSure).await;
    shared.stands(shared.ines, ColumnKind::PreQualified).await;
}

#[tokio::test]
async fn of_several_all_must_say_the_same_and_a_disagreement_leaves_the_mark() {
    let shared = Shared::with_rule().await;
    let (member, outsider) = shared.two().await;
    shared.says(&outsider, shared.sam, Decision::Advance).await;
    shared.stands(shared.sam, ColumnKind::PreQualified).await;
    shared.says(&member, shared.sam, Decision::Decline).await;
    shared.stands(shared.sam, ColumnKind::PreQualified).await;
    let card = shared.world.card(shared.tenant(), shared.sam).await;
    assert_eq!(card.review, Some(Mark::Split));
    shared.says(&member, shared.sam, Decision::Advance).await;
    shared.stands(shared.sam, ColumnKind::Qualified).await;
    let last = shared.moves(shared.sam).await.pop().unwrap();
    let manager = &shared.tenant().hiring_manager;
    assert_eq!(
        (last.by, last.by_name.as_deref()),
        (Some(manager.account), Some(&*manager.name))
    );
    // Somebody who is asked later and says no moves nothing back: the others' decision stands.
    shared
        .send(&["max@elsewhere.example"], &[shared.sam])
        .await
        .unwrap();
    let link = shared.world.mailed_token().await;
    let third = shares::by_link(&shared.world.store, &link).await.unwrap();
    shared.says(&third, shared.sam, Decision::Decline).await;
    shared.stands(shared.sam, ColumnKind::Qualified).await;
    // One of those who moved it does.
    shared.says(&outsider, shared.sam, Decision::NotSure).await;
    shared.stands(shared.sam, ColumnKind::PreQualified).await;
}

#[tokio::test]
async fn a_recruiters_move_stands_until_somebody_is_asked_anew() {
    let shared = Shared::with_rule().await;
    let store = &shared.world.store;
    let (_, early) = shared.outsider().await;
    shared.go(shared.sam, ColumnKind::Custom).await;
    shared.says(&early, shared.sam, Decision::Advance).await;
    shared.stands(shared.sam, ColumnKind::Custom).await;
    let card = shared.world.card(shared.tenant(), shared.sam).await;
    assert_eq!(card.review, Some(Mark::Advanced), "the mark it has");
    let manager = shared.manager();
    shared.send(&[&manager], &[shared.sam]).await.unwrap();
    shared.world.mailed_token().await;
    let share = shared.history().await.remove(0);
    let late = shares::by_member(store, &shared.tenant().manager(), share.recipients[0].id)
        .await
        .unwrap();
    shared.says(&late, shared.sam, Decision::Advance).await;
    shared.stands(shared.sam, ColumnKind::Qualified).await;
    shares::undo(store, &late, shared.sam).await.unwrap();
    shared.stands(shared.sam, ColumnKind::Custom).await;
    assert!(
        shared
            .world
            .card(shared.tenant(), shared.sam)
            .await
            .by_person,
        "a person had placed it there"
    );
    // The recruiter takes a move by decision back: then the decision stands, and so does the card.
    shared.says(&late, shared.sam, Decision::Advance).await;
    shared.go(shared.sam, ColumnKind::PreQualified).await;
    let refused = shares::decide(store, &late, shared.sam, Decision::Decline, "").await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    shared.stands(shared.sam, ColumnKind::PreQualified).await;
    assert_eq!(shared.decided(shared.sam).await, None);
    shared.world.later(11);
    let status = notes::plan_status(store, &shared.tenant().system(store), shared.sam).await;
    let Plan::Post(_, change) = status.unwrap() else {
        panic!("the recruiter's move is told")
    };
    assert_eq!((&*change.from, &*change.to), ("Qualified", "Pre-Qualified"));
}
