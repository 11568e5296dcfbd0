//! A change under way: one at a time, told when it is done, and the list read anew.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::{components::Toasts, error::ClaraError};

/// Runs changes.
#[derive(Clone, Copy)]
pub struct Change {
    toasts: Toasts,
    changed: Callback<()>,
    busy: RwSignal<bool>,
}

impl Change {
    /// `changed` is called after each, whether it was done or not: what is shown may be out of date.
    pub fn new(changed: Callback<()>) -> Self {
        Self {
            toasts: expect_context(),
            changed,
            busy: RwSignal::new(false),
        }
    }

    /// Whether one is under way.
    pub fn busy(self) -> bool {
        self.busy.get()
    }

    /// Makes one, unless another is under way. `done` is said when it is made; `then` hears whether it was.
    pub fn make(
        self,
        making: impl Future<Output = Result<(), ClaraError>> + 'static,
        done: String,
        then: impl FnOnce(bool) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let made = making.await;
            self.busy.set(false);
            self.changed.run(());
            then(made.is_ok());
            match made {
                Ok(()) => self.toasts.good(done),
                Err(error) => self.toasts.bad(format!("{}. {error}", error.title())),
            }
        });
    }
}
