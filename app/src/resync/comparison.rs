//! A comparison as the dialog follows it: begun, looked at while it runs, applied, paused, ended.

use leptos::{prelude::*, task::spawn_local};

use super::Of;
use crate::{
    api::resync::{
        apply_resync, cancel_resync, compare_connection, compare_job, pause_resync, read_resync,
        resume_resync,
    },
    error::ClaraError,
    wire::health::{Resync, Stage},
};

/// What a person can do with a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Fetch what was found.
    Apply,
    /// Stop for now.
    Pause,
    /// Go on.
    Resume,
    /// Stop for good.
    Cancel,
}

/// Copied into every closure that needs it.
#[derive(Clone, Copy)]
pub struct Comparison {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// The comparison as it was last seen.
    pub run: RwSignal<Option<Resync>>,
    /// Why the last call did not work.
    pub error: RwSignal<Option<ClaraError>>,
    /// A call is under way.
    pub busy: RwSignal<bool>,
    of: StoredValue<Of>,
    id: RwSignal<Option<String>>,
}

impl Comparison {
    /// Nothing is compared yet.
    pub fn new(of: Of, open: RwSignal<bool>) -> Self {
        Self {
            open,
            run: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            of: StoredValue::new(of),
            id: RwSignal::new(None),
        }
    }

    /// Begins.
    pub fn begin(self) {
        self.run.set(None);
        self.id.set(None);
        self.error.set(None);
        spawn_local(async move {
            let begun = match self.of.get_value() {
                Of::Job(job) => compare_job(job).await,
                Of::Connection(integration) => compare_connection(integration).await,
            };
            match begun {
                Ok(id) => {
                    self.id.set(Some(id));
                    self.look();
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Asks how far it is, while that can change.
    pub fn look(self) {
        let rests = self.run.with_untracked(|run| {
            run.as_ref()
                .is_some_and(|run| !run.is_under_way() || run.paused)
        });
        if let (Some(id), false) = (self.id.get_untracked(), rests) {
            self.read(id);
        }
    }

    fn read(self, id: String) {
        spawn_local(async move {
            match read_resync(id).await {
                Ok(run) => {
                    self.error.set(None);
                    self.run.set(Some(run));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Does what a button says, then looks.
    pub fn go(self, step: Step) {
        let Some(id) = self.id.get_untracked() else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let done = match step {
                Step::Apply => apply_resync(id.clone()).await,
                Step::Pause => pause_resync(id.clone()).await,
                Step::Resume => resume_resync(id.clone()).await,
                Step::Cancel => cancel_resync(id.clone()).await,
            };
            match done {
                Ok(()) => self.read(id),
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    /// The dialog was closed: a difference that nobody applied is left.
    pub fn closed(self) {
        let waits = self
            .run
            .with_untracked(|run| run.as_ref().is_some_and(|run| run.stage == Stage::Compared));
        if waits {
            self.go(Step::Cancel);
        }
    }
}
