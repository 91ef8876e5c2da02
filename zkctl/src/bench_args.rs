//! Arguments of `bench`, and the configuration that they mean.

use std::time::Duration;

use clap::{Args, ValueEnum};
use zk_client::{Auth, ConnectString};

use crate::bench::{BenchConfig, Length, Workload};
use crate::parse::duration;

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  zkctl bench --mix read:90,write:10 --clients 20 --duration 30s\n  zkctl bench write --rate 2000/s --size 1024 -o json > before.json\n  zkctl bench write --rate 2000/s --size 1024 --baseline before.json"
)]
pub struct BenchArgs {
    /// What the clients do
    #[arg(value_name = "WORKLOAD", default_value = "mixed")]
    pub workload: Kind,
    /// Shares of a mixed load in percent: read:90,write:10 or read:50,write:40,create:10
    #[arg(long, value_name = "MIX", value_parser = mix, conflicts_with = "reads")]
    pub mix: Option<Mix>,
    /// Connections, each with a session of its own
    #[arg(short = 'c', long, visible_alias = "clients", value_name = "COUNT", default_value_t = 8)]
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
    /// Requests per second over all connections, such as 5000/s (open loop: a latency counts from when the request was
    /// due); as many as the server answers if not given
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub rate: Option<f64>,
    /// Print what each server's connections saw, too
    #[arg(long)]
    pub per_server: bool,
    /// Compare with an earlier run, written by -o json: exit code 10 if this one is worse
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub baseline: Option<std::path::PathBuf>,
    /// How much worse is worse, in percent of the baseline
    #[arg(long, value_name = "PERCENT", default_value_t = 20.0, requires = "baseline")]
    pub tolerance: f64,
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

/// Shares of a mixed load in percent; what is left are writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    pub reads: u8,
    pub creates: u8,
}

fn mix(text: &str) -> Result<Mix, String> {
    let (mut reads, mut writes, mut creates) = (0u8, 0u8, 0u8);
    for part in text.split(',') {
        let wrong = || format!("`{part}` is no share; write it like read:90,write:10");
        let (name, share) = part.split_once([':', '=']).ok_or_else(wrong)?;
        let share: u8 = share.trim().parse().map_err(|_| wrong())?;
        match name.trim() {
            "read" => reads = share,
            "write" => writes = share,
            "create" => creates = share,
            other => return Err(format!("`{other}` is none of read, write, create")),
        }
    }
    match u32::from(reads) + u32::from(writes) + u32::from(creates) {
        100 => Ok(Mix { reads, creates }),
        sum => Err(format!("the shares of `{text}` make {sum} %, not 100")),
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let number = text.trim().strip_suffix("/s").unwrap_or(text).trim();
    let (number, factor) = match number.strip_suffix(['k', 'K']) {
        Some(thousands) => (thousands, 1000.0),
        None => (number, 1.0),
    };
    match number.parse::<f64>() {
        Ok(n) if n.is_finite() && n > 0.0 => Ok(n * factor),
        _ => Err(format!("`{text}` is no rate; write it like 5000/s or 20k/s")),
    }
}

impl BenchArgs {
    /// The load generator's configuration.
    pub fn config(&self, servers: &ConnectString, auth: &[Auth], connect_timeout: Duration) -> BenchConfig {
        let workload = match self.workload {
            Kind::Read => Workload::Read,
            Kind::Write => Workload::Write,
            Kind::Create => Workload::Create,
            Kind::Mixed => match self.mix {
                Some(Mix { reads, creates }) => {
                    Workload::Mixed { reads_percent: reads, creates_percent: creates }
                }
                None => Workload::Mixed { reads_percent: self.reads, creates_percent: 0 },
            },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_make_a_hundred() {
        assert_eq!(mix("read:90,write:10"), Ok(Mix { reads: 90, creates: 0 }));
        assert_eq!(mix("create:10,read:50,write:40"), Ok(Mix { reads: 50, creates: 10 }));
        for text in ["", "read", "read:90", "read:x,write:10", "delete:100", "read:200,write:56"] {
            assert!(mix(text).is_err(), "{text}");
        }
        assert_eq!((rate("500"), rate("500/s"), rate("2k/s")), (Ok(500.0), Ok(500.0), Ok(2000.0)));
        for text in ["0", "-1", "x", "/s", "inf"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
