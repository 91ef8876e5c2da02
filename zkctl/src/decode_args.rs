//! Options that say what becomes of data before it is printed or searched.

use clap::Args;

use crate::decode::Decode;
use crate::decode::jq::Jq;

/// An expression over the data of a node.
#[derive(Args, Clone, Debug, Default)]
pub struct JqOption {
    /// What this expression of jq's language makes of the data: a result per line, text as it stands; behind --decode
    #[arg(long, value_name = "EXPR", value_parser = crate::decode::jq::parse, allow_hyphen_values = true)]
    pub jq: Option<Jq>,
}

#[derive(Args, Clone, Debug, Default)]
pub struct DecodeArgs {
    /// Decode the data: auto, json (indented), hex, or a command that gets it on stdin
    #[arg(long, value_name = "HOW", value_parser = crate::decode::parse)]
    pub decode: Option<Decode>,
}
