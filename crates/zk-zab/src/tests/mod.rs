//! The machine as a whole, from outside.

mod hostile;
mod rig;
mod streams;
mod turns;
