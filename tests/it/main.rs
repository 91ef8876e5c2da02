//! Black-box scenarios over real server processes. One binary; each module is one subject.

mod acl;
mod bad_input;
mod diff;
mod sessions;
mod watches;
