//! The option that says how data is decoded before it is printed or searched.

use clap::Args;

use crate::decode::Decode;

#[derive(Args, Clone, Debug, Default)]
pub struct DecodeArgs {
    /// Decode the data: auto, json (indented), hex, or a command that gets it on stdin
    #[arg(long, value_name = "HOW", value_parser = crate::decode::parse)]
    pub decode: Option<Decode>,
}
