//! What a confined process cannot do any more: prints a line for everything that it still could, and at the end what confines it.

use std::fs::File;
use std::net::{TcpStream, UdpSocket};
use std::process::Command;

fn main() -> std::io::Result<()> {
    // By then it is too late to look up where.
    let own = std::env::current_exe()?;
    let folder = std::env::temp_dir();
    let confinement = documents::sandbox::confine()?;

    let tries = [
        ("read a file", File::open(&own).is_ok()),
        ("list a folder", std::fs::read_dir(&folder).is_ok()),
        ("make a file", File::create(folder.join("confined")).is_ok()),
        ("open a socket", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("connect", TcpStream::connect("127.0.0.1:9").is_ok()),
        ("start a program", Command::new(&own).spawn().is_ok()),
        (
            "start a thread",
            std::thread::Builder::new().spawn(|| {}).is_ok(),
        ),
        (
            "fill memory",
            Vec::<u8>::new()
                .try_reserve_exact(documents::sandbox::MEMORY_BYTES as usize)
                .is_ok(),
        ),
    ];
    for (what, _) in tries.iter().filter(|(_, could)| *could) {
        println!("{what}");
    }
    println!("{confinement:?}");
    Ok(())
}
