//! `acl set`, `add`, `rm`, `copy`: first what would change, for whom, then the change.

use zk_proto::{Acl, ErrorCode, Id, Perms, Stat};

use super::who::{Identities, parse_user};
use crate::bulk::TreeNode;
use crate::bulk::change::Before;
use crate::commands::bulk_report::way_back;
use crate::commands::walk::{self, no_node};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::parse::{acl_list, acl_text};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

/// What is done to the ACL of a node.
#[derive(Clone, Debug)]
pub enum Change {
    /// This instead.
    Set(Vec<Acl>),
    /// These permissions, too.
    Add(Vec<Acl>),
    /// These no more.
    Remove(Vec<(Id, Perms)>),
}

/// How it is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct How {
    pub recursive: bool,
    pub dry_run: bool,
    /// Only if the ACL has this version.
    pub version: Option<i32>,
    /// Print the new status.
    pub show_stat: bool,
    /// Take nothing down.
    pub no_undo: bool,
}

impl Change {
    /// What `acl rm` takes away: SCHEME:ID, all of it, or SCHEME:ID:PERMS.
    pub fn remove(who: &[String]) -> Result<Change> {
        let one = |text: &String| {
            if let Ok(list) = acl_list(text) {
                return Ok(list.0.into_iter().map(|a| (a.id, a.perms)).collect::<Vec<_>>());
            }
            let id = parse_user(text);
            if text.split_once(':').is_none_or(|(scheme, id)| scheme.is_empty() || id.is_empty()) {
                let shown = crate::sanitise::line(text).into_owned();
                return Err(Failure::usage(format!("`{shown}` is neither SCHEME:ID nor SCHEME:ID:PERMS")));
            }
            let (scheme, rest) = text.split_once(':').unwrap_or((&id.scheme, &id.id));
            Ok(vec![(Id::new(scheme, rest), Perms::ALL)])
        };
        Ok(Change::Remove(who.iter().map(one).collect::<Result<Vec<_>>>()?.concat()))
    }

    /// The ACL after it.
    pub fn apply(&self, old: &[Acl]) -> Vec<Acl> {
        match self {
            Change::Set(new) => new.clone(),
            Change::Add(more) => {
                let mut out = old.to_vec();
                for a in more {
                    match out.iter_mut().find(|o| o.id == a.id) {
                        Some(there) => there.perms = Perms(there.perms.0 | a.perms.0),
                        None => out.push(a.clone()),
                    }
                }
                out
            }
            Change::Remove(gone) => {
                let left = |a: &Acl| {
                    let minus = gone.iter().filter(|(id, _)| *id == a.id).fold(0, |bits, (_, p)| bits | p.0);
                    Perms(a.perms.0 & !minus)
                };
                let kept = old.iter().map(|a| Acl { perms: left(a), id: a.id.clone() });
                kept.filter(|a| a.perms.0 != 0).collect()
            }
        }
    }
}

/// Permissions of `from` that `to` does not have, by identity.
pub fn difference(from: &[Acl], to: &[Acl]) -> Vec<Acl> {
    let has = |acl: &[Acl], id: &Id| acl.iter().filter(|a| a.id == *id).fold(0, |bits, a| bits | a.perms.0);
    let mut out: Vec<Acl> = Vec::new();
    for a in from.iter().filter(|a| !out.iter().any(|o| o.id == a.id)).cloned().collect::<Vec<_>>() {
        let lost = has(from, &a.id) & !has(to, &a.id);
        if lost != 0 && !out.iter().any(|o| o.id == a.id) {
            out.push(Acl { perms: Perms(lost), id: a.id });
        }
    }
    out
}

const PLAN: &[Column] = &[
    Column::new("path", "PATH"),
    Column::new("loses", "LOSE"),
    Column::new("gains", "GAIN"),
    Column::new("locks_us_out", "LOCKS US OUT"),
];

/// Nodes whose ACLs are taken down together before they are changed.
const CHUNK: usize = 256;

/// Does it, or says what it would do.
pub async fn run(path: &str, change: &Change, how: How, context: &mut Context) -> Result<Reply> {
    let own = Identities::own(context).await;
    let deep = if how.recursive { "-R " } else { "" };
    let mut before = Before::begin(format!("acl {deep}{path}"), how.no_undo || how.dry_run, context);
    let mut run = Run { change, how, own, rows: Vec::new(), stat: None, changed: 0, locked_out: 0 };
    let done = run.all(path, &mut before, context).await;
    let unknown = done.as_ref().is_err_and(|failure| failure.exit() == Exit::OutcomeUnknown);
    let undo = if run.changed > 0 || unknown {
        before.keep()?
    } else {
        before.forget();
        None
    };
    if how.recursive {
        way_back(undo.as_deref(), context);
    }
    done?;
    run.finish(path, context)
}

struct Run<'a> {
    change: &'a Change,
    how: How,
    own: Identities,
    rows: Vec<Row>,
    stat: Option<Stat>,
    changed: u64,
    locked_out: u64,
}

/// A node whose ACL is to be changed.
struct Step {
    path: String,
    version: Option<i32>,
    new: Vec<Acl>,
}

impl Run<'_> {
    async fn all(&mut self, path: &str, before: &mut Before, context: &mut Context) -> Result<()> {
        if !self.how.recursive {
            let step = self.look(path, before, context).await?;
            before.sync()?;
            return match step {
                Some(step) => self.apply(step, context).await,
                None => Ok(()),
            };
        }
        let mut walk = walk::start(path, None, context).await?;
        let mut steps = Vec::new();
        loop {
            let node = walk.step().await.map_err(|e| e.failure("list"))?;
            let ended = node.is_none();
            if let Some(node) = node {
                match self.look(&node.path, before, context).await {
                    Ok(step) => steps.extend(step),
                    Err(failure) => self.bear(failure, node.path == path)?,
                }
            }
            if ended || steps.len() >= CHUNK {
                before.sync()?;
                for step in steps.drain(..) {
                    let is_root = step.path == path;
                    if let Err(failure) = self.apply(step, context).await {
                        self.bear(failure, is_root)?;
                    }
                }
            }
            if ended {
                break;
            }
        }
        walk::finish(walk.seen(), context)
    }

    /// A node that went away meanwhile is left out; anything else ends it, and what was done before is said.
    fn bear(&self, failure: Failure, is_root: bool) -> Result<()> {
        if failure.code() == format!("{:?}", ErrorCode::NoNode) && !is_root {
            return Ok(());
        }
        if self.changed == 0 {
            return Err(failure);
        }
        let text = format!("{}; {} nodes were changed before", failure.message(), self.changed);
        Err(failure.say(text))
    }

    /// Reads an ACL, takes it down, and finds out what is to be done. Nothing in a dry run.
    async fn look(&mut self, path: &str, before: &mut Before, context: &mut Context) -> Result<Option<Step>> {
        let old = context.read("read the ACL of", path, |c| c.get_acl(path)).await?.into_value();
        let new = self.change.apply(&old.acl);
        if new.is_empty() {
            let shown = crate::sanitise::line(path).into_owned();
            return Err(Failure::new(
                Exit::Refused,
                "EmptyAcl",
                format!("nothing would be left of the ACL of {shown}, and servers refuse an empty one"),
            )
            .on(path)
            .hint("add another entry first, such as `zkctl acl add PATH auth::cdrwa`"));
        }
        let had = self.own.granted(&old.acl).intersects(Perms::ADMIN);
        let lockout = had && !self.own.granted(&new).intersects(Perms::ADMIN);
        self.locked_out += u64::from(lockout);
        if self.how.dry_run {
            self.plan(path, &old.acl, &new, lockout);
            return Ok(None);
        }
        // `add` and `rm` build on what was read, so that must still be there.
        let version = match self.change {
            Change::Set(_) => self.how.version,
            _ => Some(old.stat.aversion),
        };
        if lockout && self.locked_out == 1 {
            let shown = crate::sanitise::line(path);
            context.warn(format_args!("warning: the new ACL of {shown} does not let us change it again"));
        }
        before.write(&TreeNode { stat: Some(old.stat), acl: Some(old.acl), ..TreeNode::bare(path, 0) })?;
        Ok(Some(Step { path: path.to_owned(), version, new }))
    }

    async fn apply(&mut self, step: Step, context: &mut Context) -> Result<()> {
        let Step { path, version, new } = &step;
        let reply = context.write("change the ACL of", path, |c| c.set_acl(path, new, *version)).await?;
        self.stat.get_or_insert(reply.into_value());
        self.changed += 1;
        Ok(())
    }

    fn plan(&mut self, path: &str, old: &[Acl], new: &[Acl], lockout: bool) {
        let (loses, gains) = (difference(old, new), difference(new, old));
        if loses.is_empty() && gains.is_empty() {
            return;
        }
        let list = |acl: &[Acl]| Cell::List(acl.iter().map(|a| acl_text(std::slice::from_ref(a))).collect());
        let cells = vec![path.into(), list(&loses), list(&gains), lockout.into()];
        self.rows.push(Row::new(cells).tone(if lockout { Tone::Bad } else { Tone::Plain }));
    }

    fn finish(self, path: &str, context: &Context) -> Result<Reply> {
        if self.how.dry_run {
            let foot = vec![format!("{} would change", crate::bulk::nodes(self.rows.len() as u64))];
            if self.locked_out > 0 {
                context.warn(format_args!(
                    "warning: on {} we could not change the ACL again",
                    crate::bulk::nodes(self.locked_out)
                ));
            }
            let fields = vec![("dry_run", true.into())];
            let report =
                Report { name: "changes", fields, columns: PLAN, rows: self.rows, foot, ..Report::default() };
            return Ok(Reply::Report(report));
        }
        let Some(stat) = self.stat else {
            return Err(context.failure("change the ACL of", path, no_node(path)));
        };
        if self.how.recursive {
            context.note(format_args!("changed the ACL of {}", crate::bulk::nodes(self.changed)));
        }
        Ok(Reply::Written { path: path.to_owned(), stat, show_stat: self.how.show_stat })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acl(text: &str) -> Vec<Acl> {
        acl_list(text).unwrap().0
    }

    #[test]
    fn permissions_come_and_go() {
        let old = acl("world:anyone:rw,sasl:a:r");
        assert_eq!(
            acl_text(&Change::Add(acl("sasl:a:w,sasl:b:c")).apply(&old)),
            "world:anyone:rw,sasl:a:rw,sasl:b:c"
        );
        let rm = |who: &[&str]| {
            let who: Vec<String> = who.iter().map(|s| (*s).to_owned()).collect();
            acl_text(&Change::remove(&who).unwrap().apply(&old))
        };
        assert_eq!(rm(&["world:anyone"]), "sasl:a:r");
        assert_eq!(rm(&["world:anyone:w"]), "world:anyone:r,sasl:a:r");
        assert_eq!(rm(&["world:anyone", "sasl:a"]), "");
        assert_eq!(rm(&["sasl:nobody"]), acl_text(&old));
        assert!(Change::remove(&["nonsense".into()]).is_err());
    }

    #[test]
    fn differences_are_by_identity() {
        let (old, new) = (acl("world:anyone:cdrwa"), acl("world:anyone:r,digest:u:aGFzaA==:cdrwa"));
        assert_eq!(acl_text(&difference(&old, &new)), "world:anyone:cdwa");
        assert_eq!(acl_text(&difference(&new, &old)), "digest:u:aGFzaA==:cdrwa");
        assert!(difference(&old, &old).is_empty());
    }
}
