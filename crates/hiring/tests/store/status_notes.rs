//! The note of a person's move: planned once the card rests, never twice, through every crash.

use hiring::columns::ColumnKind;
use hiring::notes::{self, Change, Note, NoteState, Plan};
use hiring::permission::Operate;
use hiring::queue::{WRITE_STAGE, WRITE_STATUS_NOTE};
use hiring::{ApplicationId, Error, Permit, placements};

use crate::support::World;

struct Desk {
    world: World,
    application: ApplicationId,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let job = world.job(&world.northwind).await;
        let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
        Self { world, application }
    }

    fn permit(&self) -> Permit<Operate> {
        self.world.northwind.system(&self.world.store)
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
            Some("strong"),
        )
        .await
        .unwrap();
    }

    async fn plan(&self) -> Plan<Change> {
        notes::plan_status(&self.world.store, &self.permit(), self.application)
            .await
            .unwrap()
    }

    async fn to_post(&self) -> (Note, String, String) {
        match self.plan().await {
            Plan::Post(note, change) => (note, change.from, change.to),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_move_waits_ten_seconds_and_is_told_from_where_it_began() {
    let desk = Desk::new().await;
    assert_eq!(desk.plan().await, Plan::Nothing, "the engine's placement");
    desk.go(ColumnKind::Qualified).await;
    assert!(matches!(desk.plan().await, Plan::Wait(_)));
    assert!(
        desk.world.drain(&[WRITE_STATUS_NOTE]).await.is_empty(),
        "not before it rests"
    );
    desk.world.later(6);
    desk.go(ColumnKind::Rejected).await;
    desk.world.later(6);
    assert!(matches!(desk.plan().await, Plan::Wait(_)), "it moved again");
    desk.world.later(5);
    assert_eq!(desk.world.drain(&[WRITE_STATUS_NOTE]).await.len(), 1);
    assert!(
        desk.world.drain(&[WRITE_STAGE]).await.is_empty(),
        "write-back is off"
    );
    let (note, from, to) = desk.to_post().await;
    assert_eq!((&*from, &*to), ("Pre-Qualified", "Rejected"));
    assert_eq!(
        desk.to_post().await.0.marker,
        note.marker,
        "asked again: the same note"
    );
}

#[tokio::test]
async fn a_note_that_was_never_sent_tells_the_newest_and_one_perhaps_sent_is_looked_for() {
    let desk = Desk::new().await;
    let (store, permit) = (&desk.world.store, desk.permit());
    desk.go(ColumnKind::Qualified).await;
    desk.world.later(11);
    let (first, ..) = desk.to_post().await;
    desk.go(ColumnKind::Hired).await;
    desk.world.later(11);
    let (second, from, to) = desk.to_post().await;
    assert_eq!(
        (second.marker.clone(), &*from, &*to),
        (first.marker, "Pre-Qualified", "Hired")
    );

    let world = &desk.world;
    world.sending(&world.northwind, second.id).await;
    desk.go(ColumnKind::Rejected).await;
    desk.world.later(11);
    let Plan::Look(look) = desk.plan().await else {
        panic!("look first")
    };
    assert_eq!((look.id, look.state), (second.id, NoteState::Uncertain));
    notes::written(store, &permit, look.id, "remote-1", None)
        .await
        .unwrap();
    let (third, from, to) = desk.to_post().await;
    assert_ne!(third.id, second.id);
    assert_eq!((&*from, &*to), ("Hired", "Rejected"));
    notes::written(store, &permit, third.id, "remote-2", Some("text"))
        .await
        .unwrap();
    assert_eq!(desk.plan().await, Plan::Nothing);
}

#[tokio::test]
async fn the_other_organization_has_no_plan() {
    let desk = Desk::new().await;
    desk.go(ColumnKind::Qualified).await;
    let other = desk.world.contoso.system(&desk.world.store);
    let plan = notes::plan_status(&desk.world.store, &other, desk.application).await;
    assert!(matches!(plan, Err(Error::NotFound)));
}
