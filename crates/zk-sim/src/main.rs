//! `zk-sim SEED` runs one seed; `zk-sim run` many, `zk-sim shrink` makes a failing one smaller. See `--help`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
