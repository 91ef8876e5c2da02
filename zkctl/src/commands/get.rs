//! `get`: data of nodes.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::args::Format;
use crate::commands::stat::each;
use crate::context::Context;
use crate::decode::shown;
use crate::failure::{Failure, Result};
use crate::node_args::GetArgs;
use crate::reply::{Encoding, Node, Reply};

pub async fn run(args: GetArgs, context: &mut Context) -> Result<Reply> {
    let encoding = match (args.base64, args.hex) {
        (true, _) => Encoding::Base64,
        (_, true) => Encoding::Hex,
        _ => Encoding::Raw,
    };
    if let Some(file) = &args.file {
        return into_file(&args, file, context).await;
    }
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

/// `--file`: whatever goes wrong, the file is what it was or what the node holds.
async fn into_file(args: &GetArgs, file: &Path, context: &mut Context) -> Result<Reply> {
    let [typed] = args.paths.as_slice() else {
        return Err(Failure::usage("--file takes the data of one node")
            .hint("`zkctl export --format dir` writes many nodes into files"));
    };
    let path = context.path(typed)?;
    let data = context.read("get", &path, |c| c.get_data(&path)).await?.into_value().data;
    let bytes = data.as_deref().unwrap_or_default();
    let cannot = |e| Failure::io(format_args!("cannot write {}", file.display()), e);
    if file.metadata().is_ok_and(|m| !m.is_file()) {
        // A pipe or a device is written to, not replaced.
        std::fs::write(file, bytes).map_err(cannot)?;
    } else {
        let dir = file.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mode = file.metadata().map_or(0o666, |m| m.permissions().mode());
        let mut draft = tempfile::Builder::new()
            .permissions(Permissions::from_mode(mode))
            .tempfile_in(dir)
            .map_err(cannot)?;
        draft.write_all(bytes).map_err(cannot)?;
        draft.persist(file).map_err(|e| cannot(e.error))?;
    }
    context.note(format_args!(
        "{} bytes of {} are in {}",
        bytes.len(),
        crate::sanitise::line(&path),
        crate::sanitise::line(&file.display().to_string())
    ));
    Ok(Reply::Nothing)
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
