//! Files of a data directory, read without a server: never written to, streamed, damage told with its offset.

pub mod java;
pub mod log;
pub mod log_args;
pub mod snap;
mod txn;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::failure::{Failure, Result};

/// A file or, for `-`, stdin; with its size in bytes where it has one.
fn open(file: &Path) -> Result<(Box<dyn Read>, u64)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let name = file.display();
    let fail = |e| Failure::io(format_args!("cannot read {name}"), e);
    let open = File::open(file).map_err(fail)?;
    let about = open.metadata().map_err(fail)?;
    if about.is_dir() {
        return Err(Failure::usage(format!("{name} is a directory"))
            .hint(format!("name the files: {name}/log.* or {name}/snapshot.*")));
    }
    Ok((Box::new(open), about.len()))
}
