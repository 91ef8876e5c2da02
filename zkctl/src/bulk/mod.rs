//! What commands over many nodes share: one walker with requests sent ahead, writes that survive a lost connection,
//! export files, comparison, the undo journal.
//!
//! Whatever reads nodes reads a [`TreeSource`]: a stream of nodes in one order, be it from a server, from an export or
//! from files of a server. Whatever writes nodes does so through [`Writes`].

pub mod change;
pub mod compare;
pub mod dir;
mod document;
pub mod export;
pub mod import;
pub mod journal;
pub mod jsonl;
mod link;
mod names;
mod ncdu;
pub mod order;
mod pace;
pub mod past;
pub mod remove;
pub mod side;
mod source;
mod walk;
mod writes;

pub use link::{Link, Patience};
pub use pace::Pace;
pub use source::{TreeNode, TreeSource, Value, is_masked};
pub use walk::{Seen, WIDE, Walk, WalkError, Want};
pub use writes::{Op, Outcome, Writes};

/// Requests under way at once, where the command line says nothing.
pub const CONCURRENCY: usize = 128;

/// `1 node`, `2 nodes`.
pub fn nodes(count: u64) -> String {
    counted(count, "node", "nodes")
}

/// `1 item`, `2 items`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `1 234 567`: digits in groups, from five on.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
