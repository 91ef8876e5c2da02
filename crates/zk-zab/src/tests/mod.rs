//! The machine as a whole, from outside.

mod hostile;
mod observers;
mod oracle;
mod pacing;
mod rig;
mod streams;
mod turns;
