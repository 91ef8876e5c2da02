//! Tests of the whole crate, on a disk in memory.

mod backup;
mod crash;
mod feed;
mod matrix;
mod recovery;
mod refusal;
mod streams;
mod support;
