//! The real binary: against a server in this process, against a server that misbehaves, and on files captured
//! from Apache ZooKeeper.

mod blame;
mod bulk;
mod bulk_broken;
mod bulk_undo;
mod bytes;
mod changes;
mod connection;
mod credentials;
mod decoding;
mod documents;
mod ensemble;
mod exit_codes;
mod fake;
mod faults;
mod forensics;
mod groups;
mod held;
mod json;
mod listing;
mod live;
mod locks;
mod offline;
mod past;
mod profiles;
mod proxy;
mod recipes;
mod script;
mod servers;
mod support;
mod terminal;
mod text;
mod tls;
mod walks;
mod watching;
