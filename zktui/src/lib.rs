//! zktui: an ensemble at a glance, live. Works with Apache ZooKeeper 3.5 to 3.9 and with zkd.
//!
//! - [`model`] is the monitor as a state machine: answers and time come in, questions come out.
//! - [`app`] is where the user is in it: keys come in, effects come out.
//! - [`tables`] and [`view`] turn that into lists and frames; they only read.
//! - [`shell`] is everything that touches the world: sockets, the terminal, files, signals.
#![warn(missing_docs)]

pub mod app;
pub mod model;
pub mod replay;
pub mod report;
pub mod shell;
pub mod tables;
pub mod text;
pub mod time;
pub mod view;
