//! What a change of the membership asks for, and carrying it out.

use std::io::Read;
use std::path::Path;

use zk_proto::ErrorCode;
use zkd::config::members::{Member, Membership, MultiAddress};

use super::{Current, current, plan, show};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::group_args::cluster::HowArgs;
use crate::reply::Reply;

/// Longest list that is read from a file.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// A change, checked as far as that goes without a server.
pub enum Wanted {
    /// These join or change, those leave.
    Incremental { joining: Vec<(i64, Member)>, leaving: Vec<i64> },
    /// This list instead.
    Whole(Membership),
}

impl Wanted {
    /// Lines that join, ids that leave.
    pub fn incremental(lines: &[String], ids: &[i64]) -> Result<Wanted> {
        let joining: Vec<(i64, Member)> = lines.iter().map(|l| line(l)).collect::<Result<_>>()?;
        if joining.is_empty() && ids.is_empty() {
            return Err(Failure::usage("nothing to change: name members to add or ids to remove"));
        }
        if let Some((id, _)) = joining.iter().find(|(id, _)| ids.contains(id)) {
            return Err(Failure::usage(format!("server {id} is both added and removed")));
        }
        Ok(Wanted::Incremental { joining, leaving: ids.to_vec() })
    }

    /// All lines.
    pub fn whole(lines: &[String]) -> Result<Wanted> {
        let mut membership = Membership::default();
        for text in lines {
            let (id, member) = line(text)?;
            if membership.members.insert(id, member).is_some() {
                return Err(Failure::usage(format!("server.{id} is there twice")));
            }
        }
        Ok(Wanted::Whole(membership))
    }

    /// The difference between the list and that of a file, `-` being stdin.
    pub fn file(file: &Path, current: &Current) -> Result<Wanted> {
        let name = file.display();
        let failed = |e| Failure::io(format_args!("cannot read {name}"), e);
        let mut text = String::new();
        let source: Box<dyn Read> = match file.to_str() {
            Some("-") => Box::new(std::io::stdin()),
            _ => Box::new(std::fs::File::open(file).map_err(failed)?),
        };
        source.take(MAX_FILE_BYTES + 1).read_to_string(&mut text).map_err(failed)?;
        if text.len() as u64 > MAX_FILE_BYTES {
            return Err(Failure::usage(format!("{name} is too long for a list of members")));
        }
        let lines = text.lines().map(str::trim).filter(|l| l.starts_with("server."));
        let Wanted::Whole(wanted) = Wanted::whole(&lines.map(str::to_owned).collect::<Vec<_>>())? else {
            return Err(Failure::usage("no list"));
        };
        if wanted.members.is_empty() {
            return Err(Failure::usage(format!("{name} has no lines server.N=…")));
        }
        let there = &current.membership.members;
        let joining = wanted.members.iter().filter(|(id, m)| there.get(id) != Some(m));
        let leaving = there.keys().filter(|id| !wanted.members.contains_key(id));
        Ok(Wanted::Incremental {
            joining: joining.map(|(id, m)| (*id, m.clone())).collect(),
            leaving: leaving.copied().collect(),
        })
    }

    /// The list after it.
    pub fn after(&self, now: &Membership) -> Result<Membership> {
        match self {
            Wanted::Whole(membership) => Ok(membership.clone()),
            Wanted::Incremental { joining, leaving } => {
                let mut after = now.clone();
                for id in leaving {
                    // Apache commits the same list again for an id that is not there, and says nothing.
                    if after.members.remove(id).is_none() {
                        return Err(Failure::usage(format!("no member has the id {id}"))
                            .hint("`zkctl config show` lists them"));
                    }
                }
                after.members.extend(joining.iter().cloned());
                Ok(after)
            }
        }
    }
}

/// Reads `server.N=…`.
fn line(text: &str) -> Result<(i64, Member)> {
    let shown = || crate::sanitise::line(text).into_owned();
    let wrong = |why: String| {
        Failure::usage(format!("`{}`: {why}", shown()))
            .hint("write it like server.4=zk4:2888:3888:participant;2181")
    };
    let (name, value) = text.split_once('=').ok_or_else(|| wrong("no `=`".into()))?;
    let id = name.trim().strip_prefix("server.").and_then(|n| n.parse::<i64>().ok()).filter(|n| *n >= 0);
    let Some(id) = id else { return Err(wrong("it does not start with server.N".into())) };
    let member = Member::parse(value.trim(), MultiAddress::Enabled).map_err(wrong)?;
    if member.client.is_none() && member.secure_client.is_none() {
        return Err(wrong("a new member needs its client port, as in ;2181".into()));
    }
    Ok((id, member))
}

/// Says what it would mean.
pub async fn plan(wanted: &Wanted, context: &mut Context) -> Result<Reply> {
    let current = current(context).await?;
    let after = wanted.after(&current.membership)?;
    Ok(Reply::Report(plan::report(&current, &after, context.connect_timeout()).await))
}

/// Does it, after asking.
pub async fn run(wanted: &Wanted, how: &HowArgs, context: &mut Context) -> Result<Reply> {
    let now = current(context).await?;
    let after = wanted.after(&now.membership)?;
    let plan = plan::report(&now, &after, context.connect_timeout()).await;
    if how.dry_run {
        return Ok(Reply::Report(plan));
    }
    if after == now.membership {
        context.heed("the members are those already");
        return Ok(Reply::Report(show(&now)));
    }
    for line in &plan.foot {
        context.note(crate::sanitise::line(line));
    }
    context.confirm("change the members of the ensemble?").await?;
    context.warn("warning: the membership changes; clients and the other members notice");
    let version = how.version.unwrap_or(now.version.0);
    let (joining, leaving, whole) = match wanted {
        Wanted::Whole(m) => (None, None, Some(lines(m.members.iter()))),
        Wanted::Incremental { joining, leaving } => {
            let joining = (!joining.is_empty()).then(|| lines(joining.iter().map(|(id, m)| (id, m))));
            let leaving: Vec<String> = leaving.iter().map(i64::to_string).collect();
            (joining, (!leaving.is_empty()).then(|| leaving.join(",")), None)
        }
    };
    let done = context
        .write("change the members in", "/zookeeper/config", |c| {
            c.reconfig(joining.as_deref(), leaving.as_deref(), whole.as_deref(), version)
        })
        .await;
    done.map_err(explain)?;
    Ok(Reply::Report(show(&current(context).await?)))
}

fn lines<'a>(members: impl Iterator<Item = (&'a i64, &'a Member)>) -> String {
    members.map(|(id, m)| format!("server.{id}={m}")).collect::<Vec<_>>().join(",")
}

fn explain(failure: Failure) -> Failure {
    let is = |code: ErrorCode| failure.code() == format!("{code:?}");
    if is(ErrorCode::ReconfigDisabled) || is(ErrorCode::Unimplemented) {
        return failure
            .hint("set reconfigEnabled=true in zoo.cfg of all servers; a server that stands alone has no members to change");
    }
    if is(ErrorCode::NoAuth) {
        return failure
            .hint("it takes write permission on /zookeeper/config: the super user, or an ACL that gives it");
    }
    if is(ErrorCode::NewConfigNoQuorum) {
        return failure
            .hint("start the new members first: a quorum of the new list must be in sync with the leader");
    }
    if is(ErrorCode::ReconfigInProgress) {
        return failure.hint("another change is under way: look again in a moment with `zkctl config show`");
    }
    failure
}
