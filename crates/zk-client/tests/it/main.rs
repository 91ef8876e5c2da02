//! The whole client against a scripted server in the same process.

mod fake;
mod requests;
mod sessions;
mod watching;
