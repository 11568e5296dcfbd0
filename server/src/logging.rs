//! The log: on standard error, as text or JSON lines. It holds ids and route templates, never personal data or secrets.

use std::io::{self, IsTerminal};
use std::panic::PanicHookInfo;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{Targets, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct Logging {
    /// Which events of which crates.
    pub filter: Targets,
    /// Their form.
    pub format: Format,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One object a line, for collectors.
    Json,
}

/// Our own crates: what they log at any level is written with the reader of the log in mind.
const OURS: [&str; 9] = [
    "app",
    "clara",
    "documents",
    "hiring",
    "integrations",
    "lever",
    "screening",
    "server",
    "simulator",
];

/// Starts the log of this process. A second time changes nothing.
pub fn start(logging: &Logging) {
    let lines = fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    let lines: Box<dyn tracing_subscriber::Layer<_> + Send + Sync> = match logging.format {
        Format::Text => Box::new(lines),
        Format::Json => Box::new(lines.json().flatten_event(true).with_current_span(false)),
    };
    let started = tracing_subscriber::registry()
        .with(lines)
        .with(logging.filter.clone())
        .with(filter_fn(is_discreet))
        .try_init();
    if started.is_ok() {
        std::panic::set_hook(Box::new(panicked));
    }
}

/// Whether an event may be logged, whatever the filter says: other crates show headers, addresses and bodies below [`Level::INFO`].
fn is_discreet(event: &Metadata<'_>) -> bool {
    let of = event.target().split("::").next().unwrap_or_default();
    *event.level() <= Level::INFO || OURS.contains(&of)
}

/// A panic's own words may quote what was worked on ("byte index 3 is not a char boundary of `…`"), so only fixed ones are told.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let message = panic.payload().downcast_ref::<&'static str>();
    tracing::error!(
        place = place.unwrap_or_default(),
        message = message.unwrap_or(&"(not told)"),
        "panicked"
    );
}
