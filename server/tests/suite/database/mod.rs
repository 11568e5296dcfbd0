//! What the servers do with their database, and what they say while it does not do its part.

mod disk_full;
mod outage;
mod two_servers;
