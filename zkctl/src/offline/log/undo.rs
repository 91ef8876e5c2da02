//! `log undo`: the script that makes a subtree what it was before a range of changes. It writes text, nothing else.

use base64::Engine;
use zk_forensics::compare::{How, compare};
use zk_forensics::travel::{Past, ValueError, When};
use zk_proto::stat::Owner;
use zk_proto::{AclBytes, Zxid};
use zk_tree::NodeRef;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::log_args::LogUndo;
use crate::offline::logs;
use crate::offline::past::{lost, rebuild_told};
use crate::offline::source_args::Bound;
use crate::parse::acl_text;
use crate::reply::Reply;
use crate::shell::tokenizer::quote;

pub fn run(args: &LogUndo, context: &mut Context) -> Result<Reply> {
    let found = logs(&args.from.sources, &args.from.dirs)?;
    let path = context.path(&args.path)?;
    let first = |zxid: Zxid| When::Zxid(Zxid(zxid.0.saturating_sub(1)));
    let (from, to) = match (args.before, args.zxid) {
        (Some(Bound::Zxid(zxid)), _) => (first(zxid), When::End),
        // What happened in that very millisecond is taken back too.
        (Some(Bound::TimeMs(ms)), _) => (When::Time(ms.saturating_sub(1)), When::End),
        (None, range) => {
            let from = range.and_then(|r| r.from);
            let from = from.ok_or_else(|| Failure::usage("--zxid needs its first end: A..B or A.."))?;
            (first(from), range.and_then(|r| r.to).map_or(When::End, When::Zxid))
        }
    };
    let before = rebuild_told(&found, from, context)?;
    let after = rebuild_told(&found, to, context)?;
    let script = Script::of(&before, &after, &path).map_err(lost)?;
    let (first, last) = (before.zxid, after.zxid);
    context.out.raw(&format!(
        "# makes {} what it was at {first}, as far as it is now what it was at {last}\n# zkctl multi -f THIS\n",
        quote(&path)
    ))?;
    for line in script.lines() {
        context.out.raw(&format!("{line}\n"))?;
    }
    context.out.end()?;
    context.note(format_args!(
        "{}; versions, zxids and times of nodes cannot be brought back",
        crate::output::counted(script.ops() as u64, "operation")
    ));
    for note in &script.notes {
        crate::say(format_args!("note: {}", crate::sanitise::line(note)));
    }
    Err(Failure::silent(Exit::Ok))
}

#[derive(Default)]
struct Script {
    deletes: Vec<String>,
    creates: Vec<String>,
    sets: Vec<String>,
    /// What a multi cannot do, as commands of their own.
    acls: Vec<String>,
    notes: Vec<String>,
}

impl Script {
    fn of(before: &Past, after: &Past, root: &str) -> std::result::Result<Script, ValueError> {
        let mut script = Script::default();
        let mut differences = Vec::new();
        compare(before, after, root, |d| differences.push(d))?;
        for d in differences {
            let (old, new) = (before.tree.find(&d.path), after.tree.find(&d.path));
            match (d.how, old, new) {
                (How::Added, _, Some(new)) => script.remove(&d.path, &new),
                (How::Removed, Some(old), _) => {
                    script.create(&d.path, &old, before.data(&d.path, &old)?.as_deref())
                }
                (How::Changed { data, acl, recreated, .. }, Some(old), Some(new)) => {
                    if data {
                        let version = new.stat().version;
                        let data = before.data(&d.path, &old)?;
                        let line =
                            format!("set {}{} -v {version}", quote(&d.path), data_words(data.as_deref()));
                        script.sets.push(line);
                    }
                    if acl {
                        script.acls.push(format!("acl set {} {}", quote(&d.path), quote(&acl_of(&old))));
                    }
                    if recreated {
                        script
                            .notes
                            .push(format!("{} was deleted and made anew: it stays the new node", d.path));
                    }
                }
                _ => {}
            }
        }
        // Children before their parents.
        script.deletes.reverse();
        Ok(script)
    }

    fn remove(&mut self, path: &str, node: &NodeRef<'_>) {
        if let Owner::Session(id) = Owner::from_stored(node.stored_stat().ephemeral_owner) {
            self.notes.push(format!("{path} is an ephemeral node of {id}: it is left to its session"));
            return;
        }
        self.deletes.push(format!("delete {} -v {}", quote(path), node.stat().version));
    }

    fn create(&mut self, path: &str, node: &NodeRef<'_>, data: Option<&[u8]>) {
        let mut line = format!("create {}{}", quote(path), data_words(data));
        match Owner::from_stored(node.stored_stat().ephemeral_owner) {
            Owner::Persistent => {}
            Owner::Container => line.push_str(" -c"),
            Owner::Ttl(ms) => line.push_str(&format!(" -t {ms}ms")),
            Owner::Session(id) => {
                self.notes.push(format!(
                    "{path} was an ephemeral node of {id}: only its own client can make it again"
                ));
                return;
            }
        }
        if !node.acl().is_open() {
            line.push_str(&format!(" --acl {}", quote(&acl_of(node))));
        }
        self.creates.push(line);
    }

    fn ops(&self) -> usize {
        self.deletes.len() + self.creates.len() + self.sets.len() + self.acls.len()
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        let ops = self.deletes.iter().chain(&self.creates).chain(&self.sets).cloned();
        ops.chain(self.acls.iter().map(|l| format!("# a multi cannot do this, run it apart: zkctl {l}")))
    }
}

/// Data as arguments: nothing for null, which differs from empty.
fn data_words(data: Option<&[u8]>) -> String {
    match data {
        None => String::new(),
        Some([]) => " --literal ''".to_owned(),
        Some(bytes) => format!(" -b {}", base64::engine::general_purpose::STANDARD.encode(bytes)),
    }
}

fn acl_of(node: &NodeRef<'_>) -> String {
    AclBytes::from_bytes(node.acl().bytes()).map(|a| acl_text(&a.to_vec())).unwrap_or_default()
}
