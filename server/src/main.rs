//! The `hubbub` binary.

mod app;
mod auth;
mod cli;
mod clock;
mod config;
mod control;
mod http;
mod lifecycle;
mod listen;
mod middleware;
mod router;
mod site;
mod ssr;
mod telemetry;
mod ws;

use std::process::ExitCode;

/// Returns freed memory of ended connections sooner and fragments less than the allocator of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
