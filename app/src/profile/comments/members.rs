//! The members whom a comment can tell: asked for when the first `@` is typed.

use leptos::{prelude::*, task::spawn_local};

use crate::{api::comments::list_mentionable, wire::comments::Mentionable};

/// The members of one application.
#[derive(Clone, Copy)]
pub struct Members {
    application: StoredValue<String>,
    all: RwSignal<Vec<Mentionable>>,
    asked: StoredValue<bool>,
}

impl Members {
    /// Not asked for yet.
    pub fn of(application: StoredValue<String>) -> Self {
        Self {
            application,
            all: RwSignal::new(Vec::new()),
            asked: StoredValue::new(false),
        }
    }

    /// Those who are known.
    pub fn known(self) -> Vec<Mentionable> {
        self.all.get_untracked()
    }

    /// Asks for them once; `then` when they are here. If that fails nothing is offered, a name that is typed out tells its member all the same,
    /// and the next `@` asks again.
    pub fn ask(self, then: impl Fn() + 'static) {
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        spawn_local(async move {
            match list_mentionable(self.application.get_value()).await {
                Ok(all) => {
                    // The comments may have been left meanwhile.
                    if self.all.try_set(all).is_none() {
                        then();
                    }
                }
                Err(_) => {
                    self.asked.try_update_value(|asked| *asked = false);
                }
            }
        });
    }
}
