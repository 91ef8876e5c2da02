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
                if args.decode.decode.is_some() || args.jq.jq.is_some() {
                    match decoded(&args, &path, value.data, context).await {
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

/// The data as `--decode` and `--jq` want it.
async fn decoded(
    args: &GetArgs,
    path: &str,
    data: Option<Vec<u8>>,
    context: &Context,
) -> Result<(Option<Vec<u8>>, Encoding)> {
    let time = context.op_timeout();
    let Some(expression) = &args.jq.jq else {
        let (Some(data), Some(how)) = (&data, &args.decode.decode) else { return Ok((data, Encoding::Raw)) };
        let (data, encoding) = how.run(path, data.clone(), time).await?;
        return Ok((Some(data), encoding));
    };
    let data = match (data, &args.decode.decode) {
        (Some(data), Some(how)) => Some(how.text(path, data, time).await?),
        (data, _) => data,
    };
    Ok((Some(expression.run(path, data, time).await?), Encoding::Raw))
}
