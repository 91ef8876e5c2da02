//! `create`, and missing parents.

use zk_client::{CreateMode, CreateOptions};
use zk_proto::{Acl, ErrorCode, path};

use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::node_args::CreateArgs;
use crate::reply::Reply;
use crate::shell::tokenizer;

/// A create, checked: what `create` and `multi` send.
pub struct Checked {
    pub path: String,
    pub data: Option<Vec<u8>>,
    pub options: CreateOptions,
}

/// Resolves the arguments.
pub fn check(args: CreateArgs, context: &Context) -> Result<Checked> {
    // A sequential node may have an empty name before its counter.
    let counter_only = args.sequential && args.path.ends_with('/');
    let mut path = context.path(&args.path)?;
    if counter_only && path != "/" {
        path.push('/');
    }
    if path == "/" && !counter_only {
        return Err(Failure::usage("cannot create /: the root is always there").on("/"));
    }
    let data = crate::data::read(&args.data)?;
    let mode = match (args.container, args.ttl.is_some(), args.ephemeral, args.sequential) {
        (true, ..) => CreateMode::Container,
        (_, true, _, false) => CreateMode::Ttl,
        (_, true, _, true) => CreateMode::TtlSequential,
        (_, _, true, false) => CreateMode::Ephemeral,
        (_, _, true, true) => CreateMode::EphemeralSequential,
        (_, _, false, true) => CreateMode::PersistentSequential,
        _ => CreateMode::Persistent,
    };
    let acl = args.acl.or(args.acl_positional).map_or_else(Acl::open, |list| list.0);
    let mut options = CreateOptions::new(mode).acl(acl);
    if let Some(ttl) = args.ttl {
        options = options.ttl_ms(i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX));
    }
    Ok(Checked { path, data, options })
}

pub async fn create(args: CreateArgs, context: &mut Context) -> Result<Reply> {
    let (parents, ephemeral, idempotent) = (args.parents, args.ephemeral, args.idempotent);
    let create = check(args, context)?;
    if parents {
        make_parents(&create.path, context).await?;
    }
    let created = if idempotent { once(&create, context).await? } else { send(&create, context).await? };
    if ephemeral && !context.in_shell {
        context.heed(format_args!(
            "note: {} is ephemeral and goes with this command's session, which ends now; use the shell to keep it",
            crate::sanitise::line(&created.path)
        ));
    }
    Ok(Reply::Created { path: created.path, stat: created.stat })
}

/// Creates a sequential node under a name of its own, which is looked for after a lost connection.
async fn once(create: &Checked, context: &mut Context) -> Result<zk_client::Created> {
    let client = context.client().await?;
    let deadline = Some(tokio::time::Instant::now() + context.op_timeout());
    let (parent, name) = create.path.rsplit_once('/').unwrap_or(("", &create.path));
    let parent = if parent.is_empty() { "/" } else { parent };
    let prefix = zk_recipes::layout::protected(name);
    let (data, options) = (create.data.as_deref(), &create.options);
    crate::interrupt::write_begins("create", &create.path);
    let made = zk_recipes::calls::create_once(&client, parent, &prefix, data, options, None, deadline).await;
    crate::interrupt::write_ended();
    made.map(|node| zk_client::Created { path: node.path, stat: node.stat }).map_err(|error| match error {
        zk_recipes::Error::Client(error) => context.failure("create", &create.path, error),
        _ => context.failure(
            "create",
            &create.path,
            zk_client::Error::OutcomeUnknown(zk_client::Reason::Timeout),
        ),
    })
}

/// Sends a create.
pub async fn send(create: &Checked, context: &mut Context) -> Result<zk_client::Created> {
    let path = &create.path;
    let result = context
        .write("create", path, |c| c.create(path, create.data.as_deref(), create.options.clone()))
        .await;
    match result {
        Ok(reply) => {
            let created = reply.into_value();
            context.ephemerals.created(&created.path, &created.stat);
            Ok(created)
        }
        Err(failure) if failure.code() == "NoNode" => {
            let parent = path::parent(path.trim_end_matches('/')).unwrap_or("/");
            let chroot = context.servers()?.chroot().to_owned();
            if parent == "/" && !chroot.is_empty() {
                // The client sees the chroot as the root, which cannot be missing otherwise.
                return Err(failure
                    .say(format!(
                        "cannot create {}: the chroot {chroot} does not exist",
                        crate::sanitise::line(path)
                    ))
                    .hint(format!("connect without it, then: create -p {}", tokenizer::quote(&chroot))));
            }
            Err(failure
                .say(format!(
                    "cannot create {}: its parent {} does not exist",
                    crate::sanitise::line(path),
                    crate::sanitise::line(parent)
                ))
                .hint("create -p makes parents too"))
        }
        Err(failure) => Err(failure),
    }
}

/// Makes the missing nodes above `path`, persistent and open. Looks from below, so that an existing parent
/// costs one request.
pub async fn make_parents(path: &str, context: &mut Context) -> Result<()> {
    let mut missing = Vec::new();
    let mut at = path.trim_end_matches('/').to_owned();
    while let Some(parent) = path::parent(&at).map(str::to_owned) {
        if parent == "/" || context.read("stat", &parent, |c| c.exists(&parent)).await?.is_some() {
            break;
        }
        missing.push(parent.clone());
        at = parent;
    }
    for parent in missing.iter().rev() {
        let made = context.write("create", parent, |c| c.create(parent, None, CreateMode::Persistent)).await;
        match made {
            // Somebody else was faster.
            Err(failure) if failure.code() == format!("{:?}", ErrorCode::NodeExists) => {}
            other => {
                other?;
            }
        }
    }
    Ok(())
}
