//! The daemon.
pub mod config;
pub mod fourlw;
pub mod status;
