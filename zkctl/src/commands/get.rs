//! `get`: data of nodes.

use crate::args::{Format, GetArgs};
use crate::commands::stat::each;
use crate::context::Context;
use crate::decode::shown;
use crate::failure::Result;
use crate::reply::{Encoding, Node, Reply};

pub async fn run(args: GetArgs, context: &mut Context) -> Result<Reply> {
    let encoding = match (args.base64, args.hex) {
        (true, _) => Encoding::Base64,
        (_, true) => Encoding::Hex,
        _ => Encoding::Raw,
    };
    let mut nodes = Vec::new();
    let mut failures = Vec::new();
    for typed in &args.paths {
        let path = context.path(typed)?;
        match context.read("get", &path, |c| c.get_data(&path)).await {
            Ok(reply) => {
                let value = reply.into_value();
                if let Some(how) = &args.decode {
                    match value.data.map(|data| how.run(&path, data, context.op_timeout())).transpose() {
                        Ok(decoded) => {
                            let (data, encoding) = decoded.unzip();
                            let (stat, show_stat) = (value.stat, args.stat);
                            let encoding = encoding.unwrap_or(Encoding::Raw);
                            nodes.push(Node { path, data, stat, encoding, show_stat });
                        }
                        Err(failure) => failures.push(failure),
                    }
                    continue;
                }
                let is_shown = encoding == Encoding::Raw && context.out.format() == Format::Table;
                let data = if is_shown { value.data.map(|d| shown(&path, d, context)) } else { value.data };
                nodes.push(Node { path, data, stat: value.stat, encoding, show_stat: args.stat });
            }
            Err(failure) => failures.push(failure),
        }
    }
    each(nodes, failures, Reply::Data, context)
}
