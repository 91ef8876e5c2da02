//! What concerns our own session rather than a node: credentials, identities, its ephemerals, sync.

use zk_client::Auth;

use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::node_args::AddauthArgs;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};

const IDENTITY: &[Column] = &[Column::new("scheme", "SCHEME"), Column::new("id", "ID")];

pub async fn addauth(args: AddauthArgs, context: &mut Context) -> Result<Reply> {
    if args.scheme == "digest" && args.credentials.is_empty() {
        return Err(
            Failure::usage("digest needs USER:PASSWORD").hint("`-` reads it from stdin, @FILE from a file")
        );
    }
    let auth = Auth::new(args.scheme, crate::data::credentials(&args.credentials)?);
    context.write("authenticate", "", |c| c.add_auth(&auth.scheme, &auth.data)).await.map_err(|failure| {
        let text = format!("cannot authenticate with scheme {}: the server refused", auth.scheme);
        if failure.code() == "AuthFailed" { failure.say(text) } else { failure }
    })?;
    context.remember_auth(auth);
    if !context.in_shell {
        context.note(
            "note: credentials go with the session, which ends now; --auth-file adds them to other commands",
        );
    }
    Ok(Reply::Nothing)
}

pub async fn sync(path: &str, context: &mut Context) -> Result<Reply> {
    let path = context.path(path)?;
    context.read("sync", &path, |c| c.sync(&path)).await?;
    if context.out.format() == crate::args::Format::Zkcli {
        return Ok(Reply::Text { key: "sync", text: "Sync is OK".into() });
    }
    context.note("in sync with the leader");
    Ok(Reply::Nothing)
}

pub async fn ephemerals(prefix: &str, context: &mut Context) -> Result<Reply> {
    let prefix = context.path(prefix)?;
    let mut paths =
        context.read("list ephemerals of", &prefix, |c| c.get_ephemerals(&prefix)).await?.into_value();
    paths.sort_unstable();
    Ok(Reply::Ephemerals { prefix, paths })
}

pub async fn whoami(context: &mut Context) -> Result<Reply> {
    let ids = context.read("ask", "whoami", |c| c.who_am_i()).await?.into_value();
    let rows = ids.into_iter().map(|id| Row::new(vec![Cell::text(id.scheme), Cell::text(id.id)])).collect();
    Ok(Reply::Report(Report { name: "identities", columns: IDENTITY, rows, ..Report::default() }))
}
