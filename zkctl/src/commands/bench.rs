//! `bench`: runs the load generator and prints what it found. Ctrl-C ends it early, with what was measured.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::ProgressBar;

use crate::bench::{self, Baseline, BenchConfig, BenchError, Compared};
use crate::bench_args::BenchArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;

pub async fn run(args: BenchArgs, context: &mut Context) -> Result<()> {
    let servers = context.servers()?;
    let options = context.options().await?;
    let mut config = args.config(&servers, &options.auth, context.connect_timeout());
    (config.tls, config.sasl) = (options.tls, options.sasl);
    if !context.out.is_json() {
        let length = args.ops.map_or_else(
            || format!("{:?} after {:?} of warm-up", args.duration, args.warmup),
            |ops| format!("{ops} requests"),
        );
        let name = config.workload.name();
        context.note(format_args!("{name} on {}: {length}; Ctrl-C ends early", context.hosts()));
    }
    let baseline = args.baseline.as_deref().map(|file| baseline(file, &config)).transpose()?;
    let answered = config.answered.clone();
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    let mut work = tokio::task::spawn_blocking(move || bench::run_until(config, flag));
    let mut interrupted = false;
    let progress = Progress::new(context.quiet);
    let mut ticks = tokio::time::interval(PROGRESS_PAUSE);
    let report = loop {
        tokio::select! {
            report = &mut work => break report,
            _ = ticks.tick() => progress.show(answered.load(Ordering::Relaxed)),
            _ = tokio::signal::ctrl_c(), if !interrupted => {
                interrupted = true;
                stop.store(true, Ordering::SeqCst);
            }
        }
    };
    progress.finish();
    let mut report =
        report.map_err(|e| Failure::new(Exit::Unexpected, "Bench", e.to_string()))?.map_err(failure)?;
    report.per_server = args.per_server;
    let compared = baseline.map(|b| b.compare(&report, args.tolerance)).unwrap_or_default();
    let useless = report.ops == 0 && report.errors > 0;
    if let Some(why) = &report.cleanup.failure {
        context.warn(format_args!("warning: nodes of the benchmark are left below {}: {why}", args.root));
    }
    context.out.show(&Reply::Bench(Box::new(report)))?;
    let worse = tell(&compared, args.tolerance);
    match (interrupted, useless) {
        (true, _) => Err(Failure::interrupted()),
        (_, false) if worse => Err(Failure::silent(Exit::Findings)),
        (_, true) => Err(Failure::new(Exit::Unexpected, "Bench", "no request succeeded")),
        _ => Ok(()),
    }
}

/// How often progress is shown.
const PROGRESS_PAUSE: Duration = Duration::from_millis(500);

/// A line on the terminal that says how far it is.
struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(quiet: bool) -> Progress {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Progress { bar: wanted.then(ProgressBar::new_spinner) }
    }

    fn show(&self, answered: u64) {
        if let Some(bar) = &self.bar {
            let seconds = bar.elapsed().as_secs_f64().max(0.001);
            let rate = answered as f64 / seconds;
            bar.set_message(format!("{answered} requests answered in {seconds:.0} s, {rate:.0}/s"));
            bar.tick();
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Longest file that is read as a baseline.
const MAX_BASELINE_BYTES: u64 = 16 << 20;

fn baseline(file: &Path, config: &BenchConfig) -> Result<Baseline> {
    let name = file.display();
    let failed = |e| Failure::io(format_args!("cannot read {name}"), e);
    if std::fs::metadata(file).map_err(failed)?.len() > MAX_BASELINE_BYTES {
        return Err(Failure::usage(format!("{name} is too long for the JSON of a bench")));
    }
    let text = std::fs::read_to_string(file).map_err(failed)?;
    let baseline: Baseline = serde_json::from_str(&text).map_err(|e| {
        Failure::usage(format!("{name} is not the JSON of a bench: {e}")).hint("zkctl bench … -o json > FILE")
    })?;
    if baseline.workload != config.workload.name() || baseline.rate != config.rate {
        let shown = crate::sanitise::line(&baseline.workload).into_owned();
        let text = format!("{name} is of another load ({shown}), which cannot be compared with this one");
        return Err(Failure::usage(text));
    }
    Ok(baseline)
}

/// Says what changed; whether something is worse.
fn tell(compared: &[Compared], tolerance: f64) -> bool {
    for c in compared {
        let mark = if c.is_worse { "WORSE" } else { "ok" };
        crate::say(format_args!(
            "{mark:<5}  {:<15} {:>12.1}, was {:>12.1}  {:+.1} %",
            c.name, c.now, c.then, c.change_percent
        ));
    }
    let worse = compared.iter().any(|c| c.is_worse);
    if worse {
        crate::say(format_args!("worse than the baseline by more than {tolerance} %"));
    }
    worse
}

fn failure(error: BenchError) -> Failure {
    let exit = match &error {
        BenchError::Config(_) => Exit::Usage,
        BenchError::Connection { .. } => Exit::CannotConnect,
        BenchError::Credentials { .. } => Exit::NotPermitted,
        BenchError::Refused { code: Some(code), .. } => Exit::of_server_error(*code),
        _ => Exit::Unexpected,
    };
    Failure::new(exit, "Bench", format!("cannot run the benchmark: {error}"))
}
