//! Judges of what clients of an ensemble saw, and the plain model of the tree they judge by. None of them shares code
//! with the server.

pub mod history;
pub mod linear;
pub mod model;
pub mod order;
