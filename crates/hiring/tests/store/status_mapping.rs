//! Learning, following, saving and applying a status mapping.

use hiring::applications::{self, FetchedApplication, Label};
use hiring::columns::ColumnKind;
use hiring::placements::{self, Via};
use hiring::status_mapping::{
    self, APPLY_MAPPING, Choice, FetchedStatus, Mapping, Origin, Preview, Saved, StatusKey,
    StatusKind,
};
use hiring::{ApplicationId, ColumnId, Error, IntegrationId, JobId};

use crate::support::{MONDAY, Tenant, World, fetched};

fn status(kind: StatusKind, id: &str, name: &str, hired: bool) -> FetchedStatus {
    FetchedStatus {
        kind,
        remote_id: id.into(),
        name: name.into(),
        hired,
    }
}

fn pipeline() -> Vec<FetchedStatus> {
    use StatusKind::{ArchiveReason, Stage};
    vec![
        status(Stage, "lead-new", "New lead", false),
        status(Stage, "applicant-new", "New applicant", false),
        status(Stage, "s-phone", "Phone screen", false),
        status(ArchiveReason, "r-hired", "Hired", true),
        status(ArchiveReason, "r-under", "Underqualified", false),
    ]
}

struct Desk {
    world: World,
    job: JobId,
    integration: IntegrationId,
}

impl Desk {
    /// A job whose ATS has the pipeline.
    async fn new() -> Self {
        let desk = Self::unlearnt().await;
        assert_eq!(desk.learn(&pipeline()).await, 0);
        desk
    }

    async fn unlearnt() -> Self {
        let world = World::new().await;
        let job = world.job(&world.northwind).await;
        let read = hiring::jobs::read(&world.store, &world.northwind.views(), job).await;
        let integration = read.unwrap().integration.unwrap();
        Self {
            world,
            job,
            integration,
        }
    }

    fn tenant(&self) -> &Tenant {
        &self.world.northwind
    }

    async fn learn(&self, all: &[FetchedStatus]) -> usize {
        let system = self.tenant().system(&self.world.store);
        status_mapping::learn(&self.world.store, &system, self.integration, all)
            .await
            .unwrap()
    }

    async fn read(&self) -> Mapping {
        status_mapping::read(&self.world.store, &self.tenant().health(), self.integration)
            .await
            .unwrap()
    }

    async fn column(&self, kind: ColumnKind) -> ColumnId {
        self.world.column(self.tenant(), kind).await
    }

    async fn fetch(
        &self,
        name: &str,
        change: impl FnOnce(&mut FetchedApplication),
    ) -> ApplicationId {
        let tenant = self.tenant();
        let mut fetched = fetched(&self.world.store, tenant, self.job, name).await;
        change(&mut fetched);
        let system = tenant.system(&self.world.store);
        let kept = applications::upsert(&self.world.store, &system, &fetched).await;
        kept.unwrap().application
    }

    async fn in_stage(&self, name: &str, id: &str) -> ApplicationId {
        self.fetch(name, |fetched| {
            fetched.stage = Some(Label {
                id: id.into(),
                text: id.into(),
            });
        })
        .await
    }

    async fn stands(&self, application: ApplicationId) -> (ColumnId, Via) {
        let placement =
            placements::read(&self.world.store, &self.tenant().screens(), application).await;
        let placement = placement.unwrap();
        (placement.column, placement.via())
    }

    async fn save(&self, version: i64, choices: &[Choice], apply: bool) -> Result<Saved, Error> {
        let permit = self.tenant().admin();
        let store = &self.world.store;
        status_mapping::save(store, &permit, self.integration, version, choices, apply).await
    }
}

fn choice(id: &str, column: Option<ColumnId>) -> Choice {
    let kind = if id.starts_with("r-") {
        StatusKind::ArchiveReason
    } else {
        StatusKind::Stage
    };
    Choice {
        key: StatusKey {
            kind,
            id: id.into(),
        },
        column,
    }
}

#[tokio::test]
async fn the_first_list_is_guessed_and_what_comes_later_is_unmapped() {
    let desk = Desk::new().await;
    let interview = desk.column(ColumnKind::Custom).await;
    let (hired, rejected) = (
        desk.column(ColumnKind::Hired).await,
        desk.column(ColumnKind::Rejected).await,
    );
    let columns: Vec<_> = desk
        .read()
        .await
        .statuses
        .iter()
        .map(|status| status.column)
        .collect();
    assert_eq!(
        columns,
        [None, None, Some(interview), Some(hired), Some(rejected)]
    );
    let mut more = pipeline();
    more.insert(3, status(StatusKind::Stage, "s-trial", "Trial day", false));
    more.remove(2);
    assert_eq!(desk.learn(&more).await, 1);
    let now = desk.read().await;
    let trial = now
        .statuses
        .iter()
        .find(|status| status.key.id == "s-trial")
        .unwrap();
    assert_eq!((trial.column, trial.origin), (None, Origin::Unmapped));
    assert!(
        now.statuses.iter().all(|status| status.key.id != "s-phone"),
        "gone"
    );
    let unmapped = status_mapping::unmapped(&desk.world.store, &desk.tenant().admin()).await;
    assert_eq!(unmapped.unwrap()[&desk.integration], 1);
    // Back again it is what it was.
    assert_eq!(desk.learn(&pipeline()).await, 0);
    assert_eq!(desk.read().await.statuses[2].column, Some(interview));
}

#[tokio::test]
async fn before_the_first_list_nothing_moves_and_nothing_is_called_new() {
    let desk = Desk::unlearnt().await;
    let application = desk.in_stage("Sam Okafor", "s-phone").await;
    assert_eq!(desk.stands(application).await.1, Via::Engine);
    assert!(desk.read().await.statuses.is_empty());
    desk.learn(&pipeline()).await;
    desk.in_stage("Sam Okafor", "s-phone").await;
    assert_eq!(
        desk.stands(application).await.1,
        Via::Engine,
        "the same stage moves nothing"
    );
}

#[tokio::test]
async fn each_change_moves_the_card_once_and_the_engine_leaves_it() {
    let desk = Desk::new().await;
    let interview = desk.column(ColumnKind::Custom).await;
    let application = desk.in_stage("Sam Okafor", "applicant-new").await;
    assert_eq!(
        desk.stands(application).await,
        (desk.column(ColumnKind::ToReview).await, Via::Engine)
    );
    desk.in_stage("Sam Okafor", "s-phone").await;
    assert_eq!(desk.stands(application).await, (interview, Via::Ats));

    let system = desk.tenant().system(&desk.world.store);
    hiring::screenings::record(
        &desk.world.store,
        &system,
        &crate::support::screening(application, 90),
    )
    .await
    .unwrap();
    assert_eq!(desk.stands(application).await, (interview, Via::Ats));

    // A person takes it elsewhere; the same stage again leaves it there.
    let qualified = desk.column(ColumnKind::Qualified).await;
    let version = desk.world.card(desk.tenant(), application).await.version;
    let screens = desk.tenant().screens();
    placements::move_to(
        &desk.world.store,
        &screens,
        application,
        qualified,
        version,
        None,
    )
    .await
    .unwrap();
    desk.in_stage("Sam Okafor", "s-phone").await;
    assert_eq!(desk.stands(application).await, (qualified, Via::Person));

    let archived = |fetched: &mut FetchedApplication| {
        let reason = Label {
            id: "r-under".into(),
            text: "Underqualified".into(),
        };
        fetched.archived = Some((reason, MONDAY));
    };
    desk.fetch("Sam Okafor", archived).await;
    assert_eq!(
        desk.stands(application).await,
        (desk.column(ColumnKind::Rejected).await, Via::Ats)
    );
}

#[tokio::test]
async fn an_unknown_stage_is_kept_unmapped_and_told() {
    let desk = Desk::new().await;
    let application = desk.in_stage("Sam Okafor", "s-unheard-of").await;
    assert_eq!(desk.stands(application).await.1, Via::Engine);
    let last = desk
        .read()
        .await
        .statuses
        .into_iter()
        .find(|status| status.key.id == "s-unheard-of");
    let last = last.unwrap();
    assert_eq!((last.origin, last.candidates), (Origin::Unmapped, 1));
}

#[tokio::test]
async fn who_saw_an_older_mapping_saves_nothing() {
    let desk = Desk::new().await;
    let qualified = desk.column(ColumnKind::Qualified).await;
    let mine = [choice("s-phone", Some(qualified))];
    assert!(matches!(
        desk.save(0, &mine, false).await,
        Ok(Saved::Done(_))
    ));
    let Ok(Saved::Changed(theirs)) = desk.save(0, &[choice("s-phone", None)], false).await else {
        panic!("somebody was faster")
    };
    assert_eq!(theirs.version, 1);
    let now = desk.read().await;
    let phone = &now.statuses[2];
    assert_eq!(
        (phone.column, phone.origin),
        (Some(qualified), Origin::Chosen)
    );
    let log = desk
        .world
        .audited(desk.tenant(), &desk.integration.to_string())
        .await;
    assert_eq!(
        log.iter()
            .filter(|action| *action == "status_mapping.save")
            .count(),
        1
    );
}

#[tokio::test]
async fn saving_moves_standing_cards_only_if_asked_and_never_what_a_person_moved() {
    let desk = Desk::new().await;
    let (store, tenant) = (&desk.world.store, desk.tenant());
    let (interview, qualified) = (
        desk.column(ColumnKind::Custom).await,
        desk.column(ColumnKind::Qualified).await,
    );
    let mut there = Vec::new();
    for name in ["A", "B", "C"] {
        there.push(desk.in_stage(name, "s-phone").await);
    }
    let version = desk.world.card(tenant, there[2]).await.version;
    let rejected = desk.column(ColumnKind::Rejected).await;
    placements::move_to(store, &tenant.screens(), there[2], rejected, version, None)
        .await
        .unwrap();

    let choices = [choice("s-phone", Some(qualified))];
    let preview = status_mapping::preview(store, &tenant.admin(), desk.integration, &choices).await;
    assert_eq!(preview.unwrap(), Preview { moves: 2, stay: 1 });
    let same = [choice("s-phone", Some(interview))];
    let preview = status_mapping::preview(store, &tenant.admin(), desk.integration, &same).await;
    assert_eq!(preview.unwrap(), Preview::default(), "nothing is changed");

    desk.save(0, &choices, false).await.unwrap();
    assert!(desk.world.drain(&[APPLY_MAPPING]).await.is_empty());
    assert_eq!(desk.stands(there[0]).await.0, interview);
    desk.save(1, &same, false).await.unwrap();
    desk.save(2, &choices, true).await.unwrap();
    assert_eq!(desk.world.drain(&[APPLY_MAPPING]).await, [APPLY_MAPPING]);
    let system = tenant.system(store);
    let keys = [choices[0].key.clone()];
    let more = status_mapping::apply_some(store, &system, desk.integration, &keys).await;
    assert!(!more.unwrap());
    assert_eq!(desk.stands(there[0]).await, (qualified, Via::Ats));
    assert_eq!(desk.stands(there[1]).await, (qualified, Via::Ats));
    assert_eq!(desk.stands(there[2]).await, (rejected, Via::Person));
}

#[tokio::test]
async fn defaults_are_what_was_guessed_first() {
    let desk = Desk::new().await;
    let first: Vec<_> = desk
        .read()
        .await
        .statuses
        .iter()
        .map(|status| status.column)
        .collect();
    let all: Vec<_> = desk
        .read()
        .await
        .statuses
        .into_iter()
        .map(|status| Choice {
            key: status.key,
            column: None,
        })
        .collect();
    desk.save(0, &all, false).await.unwrap();
    let defaults =
        status_mapping::defaults(&desk.world.store, &desk.tenant().admin(), desk.integration)
            .await
            .unwrap();
    assert_eq!(
        defaults
            .into_iter()
            .map(|choice| choice.column)
            .collect::<Vec<_>>(),
        first
    );
}

#[tokio::test]
async fn the_other_organization_sees_and_changes_nothing() {
    let desk = Desk::new().await;
    let (store, other) = (&desk.world.store, &desk.world.contoso);
    let read = status_mapping::read(store, &other.admin(), desk.integration).await;
    assert!(matches!(read, Err(Error::NotFound)));
    let saved = status_mapping::save(store, &other.admin(), desk.integration, 0, &[], true).await;
    assert!(matches!(saved, Err(Error::NotFound)));
    let preview = status_mapping::preview(store, &other.admin(), desk.integration, &[]).await;
    assert!(matches!(preview, Err(Error::NotFound)));
    let theirs = desk.world.column(other, ColumnKind::Qualified).await;
    let stolen = desk
        .save(0, &[choice("s-phone", Some(theirs))], false)
        .await;
    assert!(
        matches!(stolen, Err(Error::NotFound)),
        "another organization's column"
    );
    let unknown = desk.save(0, &[choice("s-nowhere", None)], false).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert_eq!(desk.read().await.version, 0);
}
