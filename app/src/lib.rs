//! The page: components over the headless client and over ports that each side provides.

mod components;
mod pages;
pub mod ports;
mod routes;
pub mod shell;
pub mod state;
pub mod text;

pub use routes::App;
