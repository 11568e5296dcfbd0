//! Write-back: off, switched on by Owners only, planned for persons' moves, never twice.

use hiring::applications::{self, Label};
use hiring::columns::ColumnKind;
use hiring::permission::{ManageWriteBack, Operate};
use hiring::placements::{self, Via};
use hiring::queue::WRITE_STAGE;
use hiring::status_mapping::{self, FetchedStatus, StatusKind};
use hiring::{ApplicationId, Error, JobId, Permit, write_back};

use crate::support::{World, fetched};

struct Desk {
    world: World,
    job: JobId,
    application: ApplicationId,
}

impl Desk {
    /// On: *Qualified* is *s-phone*.
    async fn on() -> Self {
        let world = World::new().await;
        let tenant = &world.northwind;
        let job = world.job(tenant).await;
        let integration = hiring::jobs::read(&world.store, &tenant.views(), job).await;
        let integration = integration.unwrap().integration.unwrap();
        let stage = |id: &str| FetchedStatus {
            kind: StatusKind::Stage,
            remote_id: id.into(),
            name: id.into(),
            hired: false,
        };
        let all = [stage("applicant-new"), stage("s-phone")];
        let system = tenant.system(&world.store);
        status_mapping::learn(&world.store, &system, integration, &all)
            .await
            .unwrap();
        let application = world.scored(tenant, job, "Sam Okafor", 71).await;
        let desk = Self {
            world,
            job,
            application,
        };
        desk.switch(true, "s-phone").await.unwrap();
        desk
    }

    fn owner(&self) -> Permit<ManageWriteBack> {
        self.world.northwind.owner.permit().unwrap()
    }

    fn system(&self) -> Permit<Operate> {
        self.world.northwind.system(&self.world.store)
    }

    async fn switch(&self, on: bool, stage: &str) -> Result<(), Error> {
        let qualified = self
            .world
            .column(&self.world.northwind, ColumnKind::Qualified)
            .await;
        let stages = [(qualified, stage.to_owned())];
        write_back::switch(&self.world.store, &self.owner(), self.job, on, &stages).await
    }

    async fn go(&self, kind: ColumnKind) {
        let tenant = &self.world.northwind;
        let to = self.world.column(tenant, kind).await;
        let version = self.world.card(tenant, self.application).await.version;
        let screens = tenant.screens();
        placements::move_to(
            &self.world.store,
            &screens,
            self.application,
            to,
            version,
            None,
        )
        .await
        .unwrap();
    }

    async fn plan(&self) -> Option<write_back::Plan> {
        write_back::plan(&self.world.store, &self.system(), self.application)
            .await
            .unwrap()
    }

    async fn hears(&self, stage: &str) -> Via {
        let tenant = &self.world.northwind;
        let mut news = fetched(&self.world.store, tenant, self.job, "Sam Okafor").await;
        news.stage = Some(Label {
            id: stage.into(),
            text: stage.into(),
        });
        applications::upsert(&self.world.store, &self.system(), &news)
            .await
            .unwrap();
        let placement =
            placements::read(&self.world.store, &tenant.screens(), self.application).await;
        placement.unwrap().via()
    }
}

#[tokio::test]
async fn a_persons_move_into_a_column_with_a_stage_is_written_once_and_its_echo_moves_nothing() {
    let desk = Desk::on().await;
    let (store, system) = (&desk.world.store, desk.system());
    assert_eq!(desk.plan().await, None, "the engine's placement");
    desk.go(ColumnKind::Qualified).await;
    desk.world.later(11);
    assert_eq!(desk.world.drain(&[WRITE_STAGE]).await.len(), 1);
    let plan = desk.plan().await.unwrap();
    assert_eq!(plan.stage, "s-phone");
    write_back::writing(store, &system, desk.application, &plan)
        .await
        .unwrap();
    let sent = write_back::Plan {
        sent_at: Some(store.now()),
        ..plan.clone()
    };
    assert_eq!(
        desk.plan().await,
        Some(sent),
        "killed here: look, then again"
    );
    // The news is faster than the answer.
    assert_eq!(
        desk.hears("s-phone").await,
        Via::Person,
        "its echo moves nothing"
    );
    write_back::written(store, &system, desk.application, plan.version)
        .await
        .unwrap();
    assert_eq!(desk.plan().await, None);

    assert_eq!(desk.hears("applicant-new").await, Via::Person, "no change");
    assert_eq!(
        desk.hears("s-phone").await,
        Via::Ats,
        "a person's doing, there"
    );
    assert_eq!(
        desk.plan().await,
        None,
        "what came from there is not written there"
    );
}

#[tokio::test]
async fn a_column_without_a_stage_writes_nothing_and_off_is_off() {
    let desk = Desk::on().await;
    desk.go(ColumnKind::Rejected).await;
    assert_eq!(desk.plan().await, None);
    desk.go(ColumnKind::Qualified).await;
    assert!(desk.plan().await.is_some());
    desk.switch(false, "s-phone").await.unwrap();
    assert_eq!(desk.plan().await, None);
    let log = desk
        .world
        .audited(&desk.world.northwind, &desk.job.to_string())
        .await;
    assert_eq!(
        log.iter()
            .filter(|action| *action == "write_back.switch")
            .count(),
        2
    );
}

#[tokio::test]
async fn only_what_is_here_can_be_chosen_and_only_by_an_owner() {
    let desk = Desk::on().await;
    assert!(matches!(
        desk.switch(true, "s-nowhere").await,
        Err(Error::NotFound)
    ));
    let none = write_back::switch(&desk.world.store, &desk.owner(), desk.job, true, &[]).await;
    assert!(matches!(none, Err(Error::Invalid { .. })));
    let foreign = desk
        .world
        .contoso
        .owner
        .permit::<ManageWriteBack>()
        .unwrap();
    let stolen = write_back::switch(&desk.world.store, &foreign, desk.job, false, &[]).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
    assert!(
        desk.world
            .northwind
            .recruiter
            .permit::<ManageWriteBack>()
            .is_err()
    );
}

#[tokio::test]
async fn a_move_by_decision_is_a_persons_move() {
    use hiring::shares::{self, Decision, Draft, Rule, Terms, Votes};
    let desk = Desk::on().await;
    let (store, tenant) = (&desk.world.store, &desk.world.northwind);
    let shares_it = tenant.recruiter.permit().unwrap();
    let rule = Rule {
        advance_to: Some(desk.world.column(tenant, ColumnKind::Qualified).await),
        ..Rule::default()
    };
    shares::set_rule(store, &shares_it, desk.job, &rule)
        .await
        .unwrap();
    let terms = Terms {
        score: true,
        evidence: true,
        votes: Votes::Never,
    };
    let to = ["vera@elsewhere.example".to_owned()];
    let draft = Draft::new(desk.job, [desk.application], &to, "", terms, None).unwrap();
    shares::send(store, &shares_it, &draft).await.unwrap();
    let link = desk.world.mailed_token().await;
    let reviewer = shares::by_link(store, &link).await.unwrap();
    shares::decide(store, &reviewer, desk.application, Decision::Advance, "")
        .await
        .unwrap();
    let placement = placements::read(store, &tenant.screens(), desk.application).await;
    assert_eq!(placement.unwrap().via(), Via::Person);
    let plan = write_back::plan(store, &desk.system(), desk.application).await;
    assert_eq!(plan.unwrap().unwrap().stage, "s-phone");
}
