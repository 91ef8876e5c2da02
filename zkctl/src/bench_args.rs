//! Arguments of `bench`, and the configuration that they mean.

use std::time::Duration;

use clap::{Args, ValueEnum};
use zk_client::{Auth, ConnectString};

use crate::bench::{BenchConfig, Length, Workload};
use crate::parse::duration;

#[derive(Args, Debug)]
pub struct BenchArgs {
    /// What the clients do
    #[arg(value_name = "WORKLOAD", default_value = "mixed")]
    pub workload: Kind,
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
    pub keys: usize,
    /// Share of reads in percent, for mixed
    #[arg(long, value_name = "PERCENT", default_value_t = 90, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub reads: u8,
    /// How long to measure
    #[arg(short, long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub duration: Duration,
    /// Measure so many requests, however long they take
    #[arg(short = 'n', long, value_name = "COUNT", conflicts_with = "duration")]
    pub ops: Option<u64>,
    /// How long to run before measuring
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = duration)]
    pub warmup: Duration,
    /// Requests per second over all connections; as many as the server answers if not given
    #[arg(long, value_name = "RATE")]
    pub rate: Option<f64>,
    /// Threads of the load generator
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub threads: usize,
    /// Node to work below; made if missing, and what was made is deleted at the end
    #[arg(long, value_name = "PATH", default_value = "/zkctl-bench")]
    pub root: String,
}

/// What the clients do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    // get
    Read,
    // set
    Write,
    // create
    Create,
    // get and set
    Mixed,
}

impl BenchArgs {
    /// The load generator's configuration.
    pub fn config(&self, servers: &ConnectString, auth: &[Auth], connect_timeout: Duration) -> BenchConfig {
        let workload = match self.workload {
            Kind::Read => Workload::Read,
            Kind::Write => Workload::Write,
            Kind::Create => Workload::Create,
            Kind::Mixed => Workload::Mixed { reads_percent: self.reads },
        };
        BenchConfig {
            chroot: servers.chroot().to_owned(),
            auth: auth.to_vec(),
            connect_timeout,
            workload,
            connections: self.connections,
            pipeline: self.pipeline,
            value_bytes: self.size,
            keys: self.keys,
            warmup: self.warmup,
            length: self.ops.map_or(Length::Time(self.duration), Length::Ops),
            rate: self.rate,
            threads: self.threads,
            root: self.root.clone(),
            ..BenchConfig::new(servers.servers().to_vec())
        }
    }
}
