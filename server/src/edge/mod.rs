//! The HTTP edges: everything between the network and the application.

pub mod assets;
pub mod headers;
