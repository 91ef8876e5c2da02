//! `cp`: a node or a subtree once more, at another place.
//!
//! A copy has data and ACLs of the source. What the protocol lets nobody set is its own: times, zxids, versions, the
//! counter of sequential children, owners.

use zk_client::{AclData, Client, CreateMode, CreateOptions, Error, ErrorCode, NodeData, Pending};
use zk_proto::{Acl, SessionId};

use crate::commands::create::make_parents;
use crate::commands::walk::{PIPELINE, Step, no_node, start};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::reply::Reply;
use crate::walk_args::{CopiedAcl, CopyArgs, Ephemerals};

pub async fn run(args: CopyArgs, context: &mut Context) -> Result<Reply> {
    let (source, target) = (context.path(&args.source)?, context.path(&args.target)?);
    refuse_impossible(&source, &target)?;
    let nodes = collect(&source, &args, context).await?;
    if args.parents {
        make_parents(&target, context).await?;
    }
    let client = context.client().await?;
    let mut done = Done::default();
    for chunk in nodes.steps.chunks(PIPELINE) {
        let read = read(&client, &args.acl, chunk);
        let mut copies = Vec::with_capacity(chunk.len());
        for (step, (data, acl)) in chunk.iter().zip(read) {
            let copied = node(step, data, acl, &args.acl).await;
            match copied {
                Ok(Some((data, acl))) => copies.push((place(&step.path, &source, &target), data, acl)),
                // It went away since it was listed.
                Ok(None) => done.skipped += 1,
                Err(e) => return Err(done.add(context.failure("copy", &step.path, e))),
            }
        }
        write(&client, copies, args.overwrite, &mut done, context).await?;
    }
    let (count, skipped) = (done.nodes, done.skipped + nodes.skipped);
    let left_out = if skipped > 0 { format!(", {skipped} left out") } else { String::new() };
    context.note(format_args!("copied {count} {}{left_out}", if count == 1 { "node" } else { "nodes" }));
    Ok(Reply::Copied { source, target, nodes: count, skipped })
}

fn refuse_impossible(source: &str, target: &str) -> Result<()> {
    let inside = |path: &str, top: &str| {
        path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || top == "/")
    };
    let why = if inside(target, source) {
        "the copy would be part of what is copied"
    } else if inside(target, "/zookeeper") {
        "the server keeps its own state there"
    } else {
        return Ok(());
    };
    let line = crate::sanitise::line;
    let said = format!("refused to copy {} to {}: {why}", line(source), line(target));
    Err(Failure::new(Exit::Refused, "Refused", said).on(target))
}

struct Nodes {
    steps: Vec<Step>,
    /// Ephemeral ones that are left out.
    skipped: usize,
}

async fn collect(source: &str, args: &CopyArgs, context: &mut Context) -> Result<Nodes> {
    let mut walk = start(source, if args.recursive { None } else { Some(0) }, context).await?;
    let mut nodes = Nodes { steps: Vec::new(), skipped: 0 };
    while let Some(node) = walk.step().await.map_err(|e| e.failure("list"))? {
        let step = Step { path: node.path, stat: node.stat.unwrap_or_default(), depth: node.depth };
        if step.stat.ephemeral_owner == SessionId::NONE || args.ephemerals == Ephemerals::Persist {
            nodes.steps.push(step);
        } else if args.ephemerals == Ephemerals::Skip {
            nodes.skipped += 1;
        } else {
            let path = crate::sanitise::line(&step.path);
            let said =
                format!("{path} is ephemeral, of session {}; nothing was copied", step.stat.ephemeral_owner);
            return Err(Failure::new(Exit::Precondition, "Ephemeral", said).on(&step.path).hint(
                "--ephemerals skip leaves such nodes out, --ephemerals persist makes their copies persistent",
            ));
        }
    }
    if nodes.steps.is_empty() && nodes.skipped == 0 {
        return Err(context.failure("copy", source, no_node(source)));
    }
    Ok(nodes)
}

type Read = (Pending<NodeData>, Option<Pending<AclData>>);

/// Asks for a run of nodes at once.
fn read(client: &Client, acl: &CopiedAcl, steps: &[Step]) -> Vec<Read> {
    let ask = |step: &Step| {
        let acl = (*acl == CopiedAcl::Keep).then(|| client.get_acl(&step.path));
        (client.get_data(&step.path), acl)
    };
    steps.iter().map(ask).collect()
}

/// A node's data and the ACL of its copy; none if it has gone.
async fn node(
    step: &Step,
    data: Pending<NodeData>,
    acl: Option<Pending<AclData>>,
    wanted: &CopiedAcl,
) -> std::result::Result<Option<(Option<Vec<u8>>, Vec<Acl>)>, Error> {
    let gone = |e: &Error| e.code() == Some(ErrorCode::NoNode) && step.depth > 0;
    let data = match data.await {
        Ok(reply) => reply.into_value().data,
        Err(e) if gone(&e) => return Ok(None),
        Err(e) => return Err(e),
    };
    let acl = match (acl, wanted) {
        (Some(asked), _) => match asked.await {
            Ok(reply) => reply.into_value().acl,
            Err(e) if gone(&e) => return Ok(None),
            Err(e) => return Err(e),
        },
        (None, CopiedAcl::Given(list)) => list.0.clone(),
        (None, CopiedAcl::Keep) => Acl::open(),
    };
    Ok(Some((data, acl)))
}

/// Where the copy of `path` stands.
fn place(path: &str, source: &str, target: &str) -> String {
    let rest = path.strip_prefix(source).unwrap_or(path);
    let joined = format!("{}/{}", target.trim_end_matches('/'), rest.trim_start_matches('/'));
    if rest.is_empty() { target.to_owned() } else { joined }
}

/// What has been done so far.
#[derive(Default)]
struct Done {
    nodes: usize,
    skipped: usize,
}

impl Done {
    /// Tells how far the copy had got.
    fn add(&self, failure: Failure) -> Failure {
        if self.nodes == 0 {
            return failure;
        }
        let said = format!("{}; copied before: {}", failure.message(), self.nodes);
        failure.say(said)
    }
}

type Copies = Vec<(String, Option<Vec<u8>>, Vec<Acl>)>;

/// Creates a run of nodes, parents first: a session's writes are executed in the order in which they are sent.
async fn write(
    client: &Client,
    copies: Copies,
    overwrite: bool,
    done: &mut Done,
    context: &Context,
) -> Result<()> {
    let create = |(path, data, acl): &(String, Option<Vec<u8>>, Vec<Acl>)| {
        let options = CreateOptions::new(CreateMode::Persistent).acl(acl.clone());
        client.create(path, data.as_deref(), options)
    };
    let sent: Vec<_> = copies.iter().map(create).collect();
    for ((path, data, acl), answer) in copies.iter().zip(sent) {
        interrupt::write_begins("create", path);
        let answer = answer.await.map(|_| ());
        let answer = match answer {
            Err(e) if overwrite && e.code() == Some(ErrorCode::NodeExists) => {
                // The data first: the new ACL may not let us write any more. Both are sent before either is waited
                // for, so that the new data stands under the old ACL for a moment only.
                let (data, acl) =
                    (client.set_data(path, data.as_deref(), None), client.set_acl(path, acl, None));
                match data.await {
                    Ok(_) => acl.await.map(|_| ()),
                    Err(e) => Err(e),
                }
            }
            other => other,
        };
        interrupt::write_ended();
        answer.map_err(|e| {
            let code = e.code();
            let failure = done.add(context.failure("create", path, e));
            match code {
                Some(ErrorCode::NodeExists) => failure.hint("--overwrite writes over what is there"),
                // The copy of its parent has the ACL of the source's already.
                Some(ErrorCode::NoAuth) if done.nodes > 0 => failure.hint(
                    "a copied ACL may forbid to create below it: copy with --acl, set the ACLs afterwards",
                ),
                _ => failure,
            }
        })?;
        done.nodes += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_stand_where_the_target_says() {
        for (path, source, target, expected) in [
            ("/a", "/a", "/b", "/b"),
            ("/a/x/y", "/a", "/b", "/b/x/y"),
            ("/a/x", "/", "/b", "/b/a/x"),
            ("/", "/", "/b", "/b"),
            ("/a/x", "/a", "/b/c", "/b/c/x"),
        ] {
            assert_eq!(place(path, source, target), expected);
        }
    }

    #[test]
    fn a_copy_is_no_part_of_its_source() {
        for (source, target) in [("/a", "/a"), ("/a", "/a/b"), ("/", "/b"), ("/a", "/zookeeper/x")] {
            assert!(refuse_impossible(source, target).is_err(), "{source} {target}");
        }
        assert!(refuse_impossible("/a", "/ab").is_ok() && refuse_impossible("/a/b", "/a").is_ok());
    }
}
