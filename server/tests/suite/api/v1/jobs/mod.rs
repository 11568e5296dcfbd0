//! Jobs.

mod applications;
mod list;
mod read;
