//! The suite of java.

use super::lab::Lab;
use super::report::Report;
use anyhow::Result;

pub(super) fn run_38(_lab: &Lab) -> Result<Report> {
    Ok(Report::default())
}

pub(super) fn run_395(_lab: &Lab) -> Result<Report> {
    Ok(Report::default())
}
