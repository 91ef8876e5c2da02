//! Arguments of `bench`.

use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::parse::duration;

#[derive(Args, Debug)]
pub struct BenchArgs {
    /// What the clients do
    #[arg(value_name = "WORKLOAD", default_value = "mixed")]
    pub workload: Workload,
    /// Connections, each with a session of its own
    #[arg(short = 'c', long, value_name = "COUNT", default_value_t = 8)]
    pub connections: usize,
    /// Requests under way on each connection
    #[arg(long, value_name = "COUNT", default_value_t = 16)]
    pub pipeline: usize,
    /// Size of values in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 128)]
    pub size: usize,
    /// Nodes to spread reads and writes over
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    pub nodes: usize,
    /// Share of reads in percent, for mixed
    #[arg(long, value_name = "PERCENT", default_value_t = 90, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub reads: u8,
    /// How long to measure
    #[arg(short, long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub duration: Duration,
    /// How long to run before measuring
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = duration)]
    pub warmup: Duration,
    /// Node to work below; made if missing, emptied at the end
    #[arg(long, value_name = "PATH", default_value = "/zkctl-bench")]
    pub root: String,
}

/// What the clients do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// get
    Read,
    /// set
    Write,
    /// create
    Create,
    /// get and set
    Mixed,
}
