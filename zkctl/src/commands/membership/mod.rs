//! `config`: the members of the ensemble: who they are, what a change would mean, and the change (reconfig).

mod change;
mod history;
mod plan;

use zk_client::admin::parse_conf;
use zk_proto::Zxid;
use zkd::config::members::Membership;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::cluster::{MembershipArgs, MembershipCommand};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row};
use crate::survey::members;
use change::Wanted;

/// The membership as the session's server tells it.
pub struct Current {
    pub membership: Membership,
    pub version: Zxid,
}

/// Runs one of the group's commands.
pub async fn run(args: MembershipArgs, context: &mut Context) -> Result<Reply> {
    match args.command.unwrap_or(MembershipCommand::Show) {
        MembershipCommand::Show => {
            let current = current(context).await?;
            Ok(Reply::Report(show(&current)))
        }
        MembershipCommand::History { dir } => history::run(&dir),
        MembershipCommand::Plan(wanted) => {
            let wanted = match wanted.set.as_slice() {
                [] => Wanted::incremental(&wanted.add, &wanted.remove)?,
                lines => Wanted::whole(lines)?,
            };
            change::plan(&wanted, context).await
        }
        MembershipCommand::Add { servers, how } => {
            change::run(&Wanted::incremental(&servers, &[])?, &how, context).await
        }
        MembershipCommand::Remove { ids, how } => {
            change::run(&Wanted::incremental(&[], &ids)?, &how, context).await
        }
        MembershipCommand::Set { servers, how } => {
            change::run(&Wanted::whole(&servers)?, &how, context).await
        }
        MembershipCommand::Apply { file, how } => {
            let current = current(context).await?;
            change::run(&Wanted::file(&file, &current)?, &how, context).await
        }
    }
}

/// Reads it from `/zookeeper/config`.
pub async fn current(context: &mut Context) -> Result<Current> {
    let data = context.read("read", "/zookeeper/config", |c| c.get_config()).await?.into_value().data;
    let text = String::from_utf8_lossy(&data.unwrap_or_default()).into_owned();
    let conf = parse_conf(&text);
    let (membership, unread) = members::membership(&conf);
    if let Some(line) = unread.first() {
        let shown = crate::sanitise::line(line).into_owned();
        return Err(Failure::new(Exit::Unexpected, "Odd", format!("cannot read the server's list: {shown}")));
    }
    if membership.members.is_empty() {
        return Err(Failure::new(
            Exit::Unsupported,
            "Standalone",
            "the server has no list of members: it stands alone",
        )
        .hint("with standaloneEnabled=false and a server.N line a single server can grow into an ensemble"));
    }
    Ok(Current { membership, version: Zxid(conf.membership_version.unwrap_or(0)) })
}

const COLUMNS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("role", "ROLE"),
    Column::new("addresses", "QUORUM:ELECTION"),
    Column::new("client_address", "CLIENT"),
    Column::new("weight", "WEIGHT"),
    Column::new("line", "LINE"),
];

/// The list and what it means.
pub fn show(current: &Current) -> Report {
    let membership = &current.membership;
    let rows = membership.members.iter().map(|(id, m)| {
        let addresses =
            m.addresses.iter().map(|a| format!("{}:{}:{}", a.host, a.quorum_port, a.election_port));
        Row::new(vec![
            (*id).into(),
            members::role(m).into(),
            Cell::List(addresses.collect()),
            m.client.as_ref().map(|c| format!("{}:{}", c.host, c.port)).into(),
            membership.weight(*id).into(),
            format!("server.{id}={m}").into(),
        ])
    });
    let voters = membership.participant_count();
    let (quorum, spare) = members::majority(voters);
    let fields = vec![
        ("version", current.version.into()),
        ("voters", voters.into()),
        ("quorum_size", quorum.into()),
        ("failures_tolerated", spare.into()),
    ];
    let foot = vec![format!(
        "version {}; {voters} voters, {quorum} make a quorum, {spare} may fail",
        current.version
    )];
    let rows = rows.collect();
    Report { name: "members", fields, columns: COLUMNS, rows, foot, ..Report::default() }
}
