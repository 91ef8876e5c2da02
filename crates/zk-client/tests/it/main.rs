//! The whole client against a scripted server in the same process.

mod fake;
mod guard;
mod requests;
mod sasl;
mod sessions;
mod tls;
mod watching;
