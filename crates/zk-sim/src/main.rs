//! `zk-sim SEED`: runs one seed. See `--help` for batches, mutants and making a failure smaller.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
