//! Notes: never twice, through every crash.

use hiring::columns::ColumnKind;
use hiring::notes::{self, Note, NoteKind, NoteState, Plan, Telling};
use hiring::placements::Via;
use hiring::{ApplicationId, Error, placements, queue, screenings};

use crate::support::{World, screening};

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

    fn permit(&self) -> hiring::Permit<hiring::permission::Operate> {
        self.world.northwind.system(&self.world.store)
    }

    async fn plan(&self) -> Plan<Telling> {
        notes::plan(&self.world.store, &self.permit(), self.application)
            .await
            .unwrap()
    }

    async fn to_post(&self) -> (Note, Telling) {
        match self.plan().await {
            Plan::Post(note, telling) => (note, telling),
            other => panic!("{other:?}"),
        }
    }

    async fn post(&self) -> Note {
        let (note, _) = self.to_post().await;
        self.world.sending(&self.world.northwind, note.id).await;
        notes::written(
            &self.world.store,
            &self.permit(),
            note.id,
            "remote-1",
            Some("text"),
        )
        .await
        .unwrap();
        note
    }

    async fn rescore(&self, score: u8) {
        screenings::record(
            &self.world.store,
            &self.permit(),
            &screening(self.application, score),
        )
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn the_first_score_is_a_note_with_a_marker() {
    let desk = Desk::new().await;
    let (note, telling) = desk.to_post().await;
    assert_eq!(
        telling,
        Telling {
            score: 71,
            column: "Pre-Qualified".into(),
            placed: Via::Engine,
        }
    );
    assert!(
        note.marker.starts_with("[clara:") && note.marker.ends_with(']') && note.marker.len() == 20,
        "{}",
        note.marker
    );
    assert_eq!(
        desk.to_post().await.0,
        note,
        "asked again before it was sent: the same note"
    );
}

#[tokio::test]
async fn after_a_crash_in_the_middle_of_a_post_the_marker_is_looked_for() {
    let desk = Desk::new().await;
    let (note, _) = desk.to_post().await;
    desk.world.sending(&desk.world.northwind, note.id).await;
    let uncertain = Note {
        state: NoteState::Uncertain,
        ..note.clone()
    };
    assert_eq!(desk.plan().await, Plan::Look(uncertain.clone()));
    desk.rescore(30).await;
    assert_eq!(
        desk.plan().await,
        Plan::Look(uncertain),
        "also if the score changed meanwhile"
    );

    notes::not_sent(&desk.world.store, &desk.permit(), note.id)
        .await
        .unwrap();
    let (again, telling) = desk.to_post().await;
    assert_eq!(
        (again.marker, telling.score),
        (note.marker, 30),
        "not there: the same note, with the newest figures"
    );
}

#[tokio::test]
async fn a_note_that_was_posted_ends_the_row_that_was_to_write_it() {
    let desk = Desk::new().await;
    let (note, _) = desk.to_post().await;
    let world = &desk.world;
    let held = world.held(&world.northwind).await;
    assert!(notes::sending(&world.store, &held, note.id).await.unwrap());
    notes::posted(&world.store, &held, note.id, "remote-1", "text")
        .await
        .unwrap();
    assert!(!queue::done(&world.store, &held).await.unwrap());
    assert!(matches!(desk.plan().await, Plan::Edit(..)));
}

#[tokio::test]
async fn who_lost_the_row_does_not_send() {
    let desk = Desk::new().await;
    let (note, _) = desk.to_post().await;
    let world = &desk.world;
    let lost = world.held(&world.northwind).await;
    assert!(queue::done(&world.store, &lost).await.unwrap());
    let sends = notes::sending(&world.store, &lost, note.id).await.unwrap();
    assert!(!sends);
    assert_eq!(desk.to_post().await.0, note, "nothing is on its way");
}

#[tokio::test]
async fn a_note_found_by_its_marker_is_written_and_then_brought_up_to_date() {
    let desk = Desk::new().await;
    let (note, _) = desk.to_post().await;
    desk.world.sending(&desk.world.northwind, note.id).await;
    notes::written(&desk.world.store, &desk.permit(), note.id, "remote-1", None)
        .await
        .unwrap();
    let Plan::Edit(found, _) = desk.plan().await else {
        panic!("an edit")
    };
    assert_eq!(
        (found.id, found.remote_id.as_deref(), found.body_sha256),
        (note.id, Some("remote-1"), None)
    );
    desk.world.sending(&desk.world.northwind, note.id).await;
    let known = notes::read(
        &desk.world.store,
        &desk.permit(),
        desk.application,
        NoteKind::Score,
    )
    .await
    .unwrap()
    .unwrap();
    assert_eq!(
        known.state,
        NoteState::Written,
        "what is written stays written"
    );
}

#[tokio::test]
async fn a_rescore_edits_unless_the_score_or_the_engines_column_changed() {
    let desk = Desk::new().await;
    let first = desk.post().await;
    let Plan::Edit(note, _) = desk.plan().await else {
        panic!("an edit")
    };
    assert_eq!(
        (note.id, note.body_sha256),
        (first.id, Some(notes::body_sha256("text")))
    );
    desk.rescore(72).await;
    let second = desk.post().await;
    assert_ne!(second.marker, first.marker);

    let tenant = &desk.world.northwind;
    let qualified = desk.world.column(tenant, ColumnKind::Qualified).await;
    let version = desk.world.card(tenant, desk.application).await.version;
    placements::move_to(
        &desk.world.store,
        &tenant.screens(),
        desk.application,
        qualified,
        version,
        None,
    )
    .await
    .unwrap();
    let Plan::Edit(note, telling) = desk.plan().await else {
        panic!("an edit: a person's move has a note of its own")
    };
    assert_eq!((note.id, &*telling.column), (second.id, "Qualified"));
}

#[tokio::test]
async fn without_a_score_there_is_nothing_to_tell() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    assert_eq!(
        notes::plan(&world.store, &tenant.system(&world.store), application)
            .await
            .unwrap(),
        Plan::Nothing
    );
    world.scored(tenant, job, "Aoife Byrne", 50).await;
    assert_eq!(world.drain(&[hiring::queue::WRITE_NOTE]).await.len(), 1);
}

#[tokio::test]
async fn the_other_organization_has_no_note_here() {
    let desk = Desk::new().await;
    let note = desk.post().await;
    let other = desk.world.contoso.system(&desk.world.store);
    assert!(matches!(
        notes::plan(&desk.world.store, &other, desk.application).await,
        Err(Error::NotFound)
    ));
    notes::written(&desk.world.store, &other, note.id, "stolen", None)
        .await
        .unwrap();
    assert_eq!(
        notes::read(&desk.world.store, &other, desk.application, NoteKind::Score)
            .await
            .unwrap(),
        None
    );
    let known = notes::read(
        &desk.world.store,
        &desk.permit(),
        desk.application,
        NoteKind::Score,
    )
    .await
    .unwrap()
    .unwrap();
    assert_eq!(known.remote_id.as_deref(), Some("remote-1"));
}
