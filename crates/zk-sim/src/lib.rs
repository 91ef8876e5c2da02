//! Runs a whole ensemble in one thread, from one seed: the product's own members, storage and recovery under a
//! clock, a network and disks that do what real ones do at their worst; and checks at every step what must hold.
//!
//! Invariants:
//! - **One seed, one run.** Nothing here reads a clock, a hash-ordered map or a file.
//! - **The adversary has the powers of TCP, of a disk and of a power switch, no others.**
//! - **What is checked is what a power failure would leave**, not what members say (`spec/verification.md` §4).
#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod batch;
pub mod client;
pub mod ghost;
pub mod ledger;
pub mod mutants;
pub mod net;
pub mod node;
pub mod plan;
pub mod points;
pub mod queue;
pub mod script;
pub mod seam;
pub mod shrink;
pub mod tape;
pub mod world;
