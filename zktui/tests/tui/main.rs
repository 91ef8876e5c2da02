//! The monitor as a whole: as a state machine with a clock of the tests, as frames with their styles, under random keys,
//! and as the real binary against real servers.

mod across;
mod fake;
mod frames;
mod hostile;
mod lists;
mod live;
mod members;
mod memory;
mod model;
mod random;
mod secure;
