//! `get`: data of nodes.

use crate::args::{Format, GetArgs};
use crate::commands::stat::each;
use crate::context::Context;
use crate::decode::{Decode, shown};
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
                if let Some(how) = &args.decode.decode {
                    match decoded(how, &path, value.data, context).await {
                        Ok((data, encoding)) => {
                            nodes.push(Node { path, data, stat: value.stat, encoding, show_stat: args.stat });
                        }
                        Err(failure) => failures.push(failure),
                    }
                    continue;
                }
                let data = match value.data {
                    Some(data) if encoding == Encoding::Raw && context.out.format() == Format::Table => {
                        Some(shown(&path, data, context).await)
                    }
                    data => data,
                };
                nodes.push(Node { path, data, stat: value.stat, encoding, show_stat: args.stat });
            }
            Err(failure) => failures.push(failure),
        }
    }
    each(nodes, failures, Reply::Data, context)
}

async fn decoded(
    how: &Decode,
    path: &str,
    data: Option<Vec<u8>>,
    context: &Context,
) -> Result<(Option<Vec<u8>>, Encoding)> {
    let Some(data) = data else { return Ok((None, Encoding::Raw)) };
    let (data, encoding) = how.run(path, data, context.op_timeout()).await?;
    Ok((Some(data), encoding))
}
