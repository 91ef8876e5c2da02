//! The real binary: against a server in this process, against a server that misbehaves, and on files captured
//! from Apache ZooKeeper.

mod fake;
mod faults;
mod json;
mod live;
mod offline;
mod script;
mod support;
mod terminal;
mod text;
mod walks;
