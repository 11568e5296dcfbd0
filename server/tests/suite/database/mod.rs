//! What the servers do with their database, and what they say while it does not do its part.

mod disk_full;
mod edges;
mod everywhere;
mod outage;
mod two_processes;
mod two_servers;
