//! The monitor as a whole: as a state machine with a clock of the tests, as frames with their styles, under random keys,
//! and as the real binary against real servers.

mod fake;
mod frames;
mod live;
mod model;
mod random;
mod secure;
