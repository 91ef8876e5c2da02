//! Manual pages, generated from the clap tree.

use std::path::Path;

use crate::examples;
use crate::failure::{Failure, Result};
use crate::program_args::ManArgs;

/// The program's page; nothing if all pages went into a directory.
pub fn run(args: &ManArgs) -> Result<Option<String>> {
    match &args.all {
        Some(dir) => all(dir).map(|()| None),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(examples::program()).render(&mut page)?;
            Ok(Some(String::from_utf8_lossy(&page).into_owned()))
        }
    }
}

/// One page for the program and one for each command.
fn all(dir: &Path) -> Result<()> {
    clap_mangen::generate_to(examples::program(), dir)
        .map_err(|e| Failure::io(format_args!("cannot write manual pages to {}", dir.display()), e))
}
