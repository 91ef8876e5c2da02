//! Tests of the whole crate, on a disk in memory.
