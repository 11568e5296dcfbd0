//! The database underneath: pools, transactions, portable values. Nothing outside this crate sees SQL.

mod connection;
mod database;
mod dialect;
mod direct;
mod listener;
mod migrations;
mod readers;
mod refused;
mod statements;
mod together;
mod tx;
mod value;
mod writer;

pub(crate) use connection::Connection;
pub(crate) use database::Database;
pub(crate) use dialect::{Dialect, sqlite_file};
pub(crate) use listener::{CHANNEL, Listening, PRESENCE, Told, Wake, listen};
pub(crate) use migrations::newest as newest_migration;
use statements::statements;
pub(crate) use statements::statements_of as statements_block;
pub(crate) use together::Precedence;
pub use tx::Tx;
pub(crate) use value::{Flag, Json, RowExt, text_column, text_enum};
