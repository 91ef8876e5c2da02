//! The command line.

fn main() -> std::process::ExitCode {
    zkctl::main(std::env::args_os())
}
