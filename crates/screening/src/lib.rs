//! Screening: what a job asks for, what a candidate shows, and how far the two meet.
//!
//! Pure: no I/O, no clock, no randomness. It never knows a database, an ATS or a user interface.
//! Without the `engine` feature only [`model`] and [`scoring`] are left: what the browser links.

pub mod model;
