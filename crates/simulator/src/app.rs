//! What every handler shares: the configuration, the state behind its lock, the switches, and the line to the webhooks.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    Facts, StartError,
    calls::Calls,
    config::Config,
    deliveries::Sender,
    documents::Written,
    error::ApiError,
    faults::Faults,
    limiter::Limiter,
    paging::Bookmarks,
    seed,
    state::{World, now},
    switches::Switches,
};

/// How many people are invented at a time: more would take the memory of a small machine.
const MOST_INVENTED: usize = 100_000;

/// One running account.
pub(crate) struct App {
    pub config: Config,
    pub facts: Facts,
    /// The id of the account, as tokens name it.
    pub account_id: String,
    /// Scheme, host and port, without a path.
    pub origin: String,
    /// Where redirected downloads lead.
    pub storage_origin: String,
    pub switches: RwLock<Switches>,
    pub faults: Faults,
    pub limiter: Limiter,
    pub calls: Calls,
    pub bookmarks: Bookmarks,
    pub written: Written,
    pub sender: Sender,
    world: RwLock<World>,
    changes: AtomicU64,
}

pub(crate) type Shared = Arc<App>;

impl App {
    pub fn new(
        config: Config,
        facts: Facts,
        account_id: String,
        origin: String,
        storage_origin: String,
        world: World,
    ) -> Result<Shared, StartError> {
        Ok(Arc::new(Self {
            switches: RwLock::new(Switches::new(&config)),
            sender: Sender::new(config.delivery_timeout)?,
            faults: Faults::new(config.faults.clone()),
            config,
            facts,
            account_id,
            origin,
            storage_origin,
            limiter: Limiter::default(),
            calls: Calls::default(),
            bookmarks: Bookmarks::default(),
            written: Written::default(),
            world: RwLock::new(world),
            changes: AtomicU64::new(0),
        }))
    }

    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state, and sends what webhooks must hear of it.
    pub fn change<T>(self: &Arc<Self>, alter: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world.write().unwrap_or_else(PoisonError::into_inner);
        let answer = alter(&mut world);
        let due = world.deliveries_due();
        drop(world);
        self.changes.fetch_add(1, Ordering::Relaxed);
        for delivery in due {
            self.sender.send(self.clone(), delivery);
        }
        answer
    }

    /// How often the state was changed.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    pub fn switches(&self) -> Switches {
        self.switches
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub fn set_switches(&self, switches: Switches) {
        *self
            .switches
            .write()
            .unwrap_or_else(PoisonError::into_inner) = switches;
    }

    /// *Revoke access*: the app is cut off, at once or when its access token runs out.
    pub fn revoke(self: &Arc<Self>) {
        let at_once = self.switches().access_token_dies_at_revoke;
        self.change(|world| world.oauth.revoke(&self.facts.client_id, at_once, now()));
    }

    /// *Rerun*: sends a request of the history once more, as it was.
    ///
    /// # Errors
    /// 404 for one that is not in the history.
    pub fn rerun(self: &Arc<Self>, id: &str) -> Result<(), ApiError> {
        let delivery = self.read(|world| {
            world
                .deliveries
                .iter()
                .find(|delivery| delivery.id == id)
                .cloned()
        });
        let delivery = delivery.ok_or_else(|| ApiError::not_found("deliveries", id))?;
        self.sender.send(self.clone(), delivery);
        Ok(())
    }

    /// Adds so many invented people with their history, of whom no webhook tells.
    ///
    /// # Errors
    /// 400 for none, or for more than [`MOST_INVENTED`].
    pub fn invent(self: &Arc<Self>, many: i64) -> Result<(), ApiError> {
        let many = usize::try_from(many)
            .ok()
            .filter(|many| (1..=MOST_INVENTED).contains(many))
            .ok_or_else(|| {
                ApiError::bad_request(format!("many must be between 1 and {MOST_INVENTED}"))
            })?;
        self.change(|world| seed::invent(world, many, now()));
        Ok(())
    }

    /// The test button: a signed delivery with empty data.
    ///
    /// # Errors
    /// 404 for a webhook that is not there.
    pub fn test_webhook(self: &Arc<Self>, id: &str) -> Result<(), ApiError> {
        let delivery = self.change(|world| {
            let webhook = world
                .webhooks
                .iter()
                .find(|webhook| webhook.id == id)
                .cloned()
                .ok_or_else(|| ApiError::not_found("webhooks", id))?;
            Ok(world.new_delivery(&webhook, &webhook.event, &serde_json::json!({})))
        })?;
        self.sender.send(self.clone(), delivery);
        Ok(())
    }
}
