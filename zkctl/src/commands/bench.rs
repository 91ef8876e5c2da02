//! `bench`: runs the load generator and prints what it found. Ctrl-C ends it early, with what was measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::bench::{self, BenchError};
use crate::bench_args::BenchArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;

pub async fn run(args: BenchArgs, context: &mut Context) -> Result<()> {
    let servers = context.servers()?;
    let config = args.config(&servers, context.auth(), context.connect_timeout());
    if !context.out.is_json() {
        let length = args.ops.map_or_else(
            || format!("{:?} after {:?} of warm-up", args.duration, args.warmup),
            |ops| format!("{ops} requests"),
        );
        let name = config.workload.name();
        context.note(format_args!("{name} on {}: {length}; Ctrl-C ends early", context.hosts()));
    }
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    let mut work = tokio::task::spawn_blocking(move || bench::run_until(config, flag));
    let mut interrupted = false;
    let report = loop {
        tokio::select! {
            report = &mut work => break report,
            _ = tokio::signal::ctrl_c(), if !interrupted => {
                interrupted = true;
                stop.store(true, Ordering::SeqCst);
            }
        }
    };
    let report =
        report.map_err(|e| Failure::new(Exit::Unexpected, "Bench", e.to_string()))?.map_err(failure)?;
    let useless = report.ops == 0 && report.errors > 0;
    if let Some(why) = &report.cleanup.failure {
        crate::say(format_args!("warning: nodes of the benchmark are left below {}: {why}", args.root));
    }
    context.out.show(&Reply::Bench(Box::new(report)))?;
    match (interrupted, useless) {
        (true, _) => Err(Failure::interrupted()),
        (_, true) => Err(Failure::new(Exit::Unexpected, "Bench", "no request succeeded")),
        _ => Ok(()),
    }
}

fn failure(error: BenchError) -> Failure {
    let exit = match &error {
        BenchError::Config(_) => Exit::Usage,
        BenchError::Connection { .. } => Exit::CannotConnect,
        BenchError::Refused { code: Some(code), .. } => Exit::of_server_error(*code),
        _ => Exit::Unexpected,
    };
    Failure::new(exit, "Bench", format!("cannot run the benchmark: {error}"))
}
