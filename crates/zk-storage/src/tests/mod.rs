//! Behaviour of the crate as a whole: what is written is read back, whatever happened in between. `support` has
//! the model that recovered histories are compared with.

mod crash;
mod damage;
mod golden;
mod log;
mod recovery;
mod snapshots;
mod support;
