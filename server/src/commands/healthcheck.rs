//! `clara healthcheck`: whether the server beside it answers, for images that hold no other program to ask it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;

use crate::config::Config;

/// How long the server may take for each step.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ask the server of this machine whether it answers; the same settings say where it listens
#[derive(Args, Debug)]
pub struct HealthCheck {}

impl HealthCheck {
    /// Asks `/healthz` once.
    ///
    /// # Errors
    ///
    /// When a setting is wrong or the server does not say that it is well.
    pub fn run(self) -> anyhow::Result<()> {
        let address = reachable(Config::load(|_| None)?.listen);
        ask(address).with_context(|| format!("the server does not answer on {address}"))
    }
}

/// Who listens on every address listens on loopback too, and that one can be asked.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    match listen {
        SocketAddr::V4(all) if all.ip().is_unspecified() => {
            listen.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        SocketAddr::V6(all) if all.ip().is_unspecified() => {
            listen.set_ip(Ipv6Addr::LOCALHOST.into());
        }
        SocketAddr::V4(_) | SocketAddr::V6(_) => {}
    }
    listen
}

fn ask(address: SocketAddr) -> anyhow::Result<()> {
    let mut server = TcpStream::connect_timeout(&address, PATIENCE)?;
    server.set_read_timeout(Some(PATIENCE))?;
    server.set_write_timeout(Some(PATIENCE))?;
    server.write_all(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut status = [0; "HTTP/1.0 200".len()];
    server.read_exact(&mut status)?;
    ensure!(
        status.ends_with(b" 200"),
        "it says {}",
        String::from_utf8_lossy(&status)
    );
    Ok(())
}
