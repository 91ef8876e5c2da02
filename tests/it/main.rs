//! Black-box scenarios over real server processes. One binary; each module is one subject.
//!
//! They judge zkd. With `ZKD_TEST_PEER` set to the Java class path of an Apache ZooKeeper 3.9 they run against that one
//! instead, which proves the expectations themselves.

mod acl;
mod admin;
mod audit;
mod backup;
mod bad_input;
mod contention;
mod crash;
mod diff;
mod ensemble;
mod handover;
mod keys;
mod lifecycle;
mod limits;
mod local_sessions;
mod log_lines;
mod observers;
mod oracle;
mod quota;
mod read_only;
mod readiness;
mod reconfig;
mod sessions;
mod standing;
mod times;
mod watches;
