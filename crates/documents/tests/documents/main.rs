//! Everything that `documents` promises, on files that the tests make themselves.
#![expect(clippy::unwrap_used, reason = "tests")]

mod docx;
mod extracted;
mod format;
mod hostile;
mod html;
mod layouts;
mod pdf;
mod readers;
mod sandbox;
mod support;
mod text;

/// As in `clara`: reading processes are held to their memory with this allocator.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
