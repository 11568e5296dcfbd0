//! The server side of CLARA: configuration, router, HTTP edges, workers, subcommands of the `clara` binary.
//! It wires the other crates together and holds no business rule.

pub mod edge;
pub mod router;
pub mod serve;
pub mod site;
