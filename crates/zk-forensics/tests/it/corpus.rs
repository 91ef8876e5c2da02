//! What Apache ZooKeeper wrote, against what it showed while it ran and what its clients wrote down.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use zk_forensics::blame::Blame;
use zk_forensics::compare::compare;
use zk_forensics::fold::Watch;
use zk_forensics::travel::{Past, Verdict, When, rebuild};
use zk_forensics::{LogScan, Sources};
use zk_proto::{AclBytes, OpCode, Zxid};
use zk_tree::DataTree;

use crate::support::{VERSIONS, corpus, json};

fn at(sources: &Sources, zxid: i64) -> Past {
    rebuild(sources, When::Zxid(Zxid(zxid)), &Watch::default())
        .unwrap_or_else(|e| panic!("no tree at {zxid:#x}: {e}"))
}

fn paths(tree: &DataTree) -> BTreeSet<String> {
    let (mut out, mut todo) = (BTreeSet::new(), vec!["/".to_owned()]);
    while let Some(path) = todo.pop() {
        let node = tree.find(&path).unwrap();
        todo.extend(
            node.children()
                .map(|n| zk_proto::path::join(&path, std::str::from_utf8(n).unwrap()))
                .filter(|p| p != "/zookeeper"),
        );
        out.insert(path);
    }
    out
}

/// Every node as the server showed it: data, ACL and the eleven fields of the status.
fn assert_shown(past: &Past, shown: &Value, what: &str) {
    use base64::Engine;
    let (tree, shown) = (&past.tree, shown.as_object().unwrap());
    let expected: BTreeSet<String> = shown.keys().cloned().collect();
    assert_eq!(paths(tree), expected, "{what}");
    for (path, node) in shown {
        let found = tree.find(path).unwrap();
        let data =
            node["data"].as_str().map(|d| base64::engine::general_purpose::STANDARD.decode(d).unwrap());
        // kazoo shows null data as empty.
        assert_eq!(
            past.data(path, &found).unwrap().unwrap_or_default(),
            data.unwrap_or_default(),
            "{what}: data of {path}"
        );
        let s = found.stat();
        let fields = [
            s.czxid.0,
            s.mzxid.0,
            s.ctime,
            s.mtime,
            s.version.into(),
            s.cversion.into(),
            s.aversion.into(),
            s.ephemeral_owner.0,
            s.data_length.into(),
            s.num_children.into(),
            s.pzxid.0,
        ];
        let wanted: Vec<i64> = node["stat"].as_array().unwrap().iter().map(|v| v.as_i64().unwrap()).collect();
        assert_eq!(fields.as_slice(), wanted, "{what}: status of {path}");
        let acl = AclBytes::from_bytes(found.acl().bytes()).unwrap().to_vec();
        let acl: Vec<Value> =
            acl.iter().map(|a| serde_json::json!([a.perms.0, a.id.scheme, a.id.id])).collect();
        assert_eq!(Value::Array(acl), node["acl"], "{what}: ACL of {path}");
    }
}

#[test]
fn the_tree_of_a_moment_is_what_the_server_showed_then() {
    for version in VERSIONS {
        let sources = corpus(version);
        for moment in json(version, "moments.json").as_array().unwrap() {
            let zxid = moment["zxid"].as_i64().unwrap();
            let past = at(&sources, zxid);
            assert_eq!((past.zxid.0, &past.verdict), (zxid, &Verdict::Proved));
            assert_eq!(past.digest_mismatches, 0);
            assert_shown(&past, &moment["nodes"], &format!("{version} at {zxid:#x}"));
        }
    }
}

#[test]
fn every_base_leads_to_the_same_tree() {
    for version in VERSIONS {
        let whole = corpus(version);
        let last =
            json(version, "moments.json").as_array().unwrap().last().unwrap()["zxid"].as_i64().unwrap();
        let wanted = at(&whole, last);
        for from in 0..=whole.snapshots.len() {
            // From the empty tree, from one snapshot each.
            let snapshots = whole.snapshots.get(from).cloned().into_iter().collect();
            let past = at(&Sources { snapshots, ..whole.clone() }, last);
            assert_eq!(past.verdict, Verdict::Proved, "{version} from {:?}", past.base);
            compare(&past, &wanted, "/", |d| panic!("{version} from {:?}: {d:?}", past.base)).unwrap();
            let sessions = |t: &DataTree| t.sessions().collect::<Vec<_>>();
            assert_eq!(sessions(&past.tree), sessions(&wanted.tree));
        }
    }
}

/// Every transaction of a corpus, in order.
fn zxids(sources: &Sources) -> Vec<i64> {
    let mut scan = LogScan::new(&sources.logs, &[], true);
    let mut out = Vec::new();
    while let Some(step) = scan.advance().unwrap() {
        out.push(step.head.zxid.0);
    }
    assert_eq!(scan.take_problems(), [], "the corpus is whole");
    out
}

#[test]
fn the_tree_at_every_transaction_is_that_of_a_replay_from_nothing() {
    for version in VERSIONS {
        let sources = corpus(version);
        let bare = Sources { snapshots: Vec::new(), ..sources.clone() };
        for zxid in zxids(&sources) {
            let (past, oracle) = (at(&sources, zxid), at(&bare, zxid));
            assert!(oracle.base.is_none());
            assert!(
                !matches!(past.verdict, Verdict::Approximate(_)),
                "{version} {zxid:#x}: {:?}",
                past.verdict
            );
            compare(&past, &oracle, "/", |d| panic!("{version} at {zxid:#x}: {d:?}")).unwrap();
            assert_eq!(past.tree.digest(), oracle.tree.digest(), "{version} at {zxid:#x}");
        }
    }
}

#[test]
fn a_time_is_the_last_transaction_up_to_it() {
    let sources = corpus("3.9.5");
    let mut scan = LogScan::new(&sources.logs, &[], true);
    let mut last_at: BTreeMap<i64, i64> = BTreeMap::new();
    while let Some(step) = scan.advance().unwrap() {
        last_at.insert(step.header.time, step.header.zxid.0);
    }
    for (time, zxid) in last_at.iter().step_by(7) {
        let past = rebuild(&sources, When::Time(*time), &Watch::default()).unwrap();
        assert_eq!(past.zxid.0, *zxid, "time {time}");
    }
    let first = *last_at.keys().next().unwrap();
    assert!(rebuild(&sources, When::Time(first - 1), &Watch::default()).is_err());
}

/// What a change is known by.
type Known = (String, String, i64, Option<i64>);

#[test]
fn blame_agrees_with_those_who_did_it() {
    for version in VERSIONS {
        let sources = corpus(version);
        let mut wanted: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for op in json(version, "blame.json")["ops"].as_array().unwrap() {
            let text = |k: &str| op[k].as_str().unwrap().to_owned();
            // The client does not see the zxid of what the server did.
            let zxid = op["zxid"].as_i64().filter(|z| *z >= 0);
            let known = (text("op"), text("cause"), op["session"].as_i64().unwrap(), zxid);
            wanted.entry(text("path")).or_default().push(known);
        }
        assert!(wanted.len() > 20);
        for (path, wanted) in wanted {
            let mut blame = Blame::new(&path, false);
            let mut scan = LogScan::new(&sources.logs, &[], true);
            while let Some(step) = scan.advance().unwrap() {
                blame.txn(&step.header, scan.payload(), (step.file, step.head.offset)).unwrap();
            }
            let found: Vec<_> = blame
                .changes()
                .iter()
                // A client that closes its session does not count what goes with it.
                .filter(|c| c.why.word() != "close")
                .map(|c| (op_word(c.kind), c.why.word().to_owned(), c.session.0, c.zxid.0))
                .collect();
            assert_eq!(found.len(), wanted.len(), "{version} {path}: {found:?}\n{wanted:?}");
            for (f, w) in found.iter().zip(&wanted) {
                assert_eq!((&f.0, &f.1, f.2), (&w.0, &w.1, w.2), "{version} {path}");
                assert!(w.3.is_none_or(|z| z == f.3), "{version} {path}: {f:?} {w:?}");
            }
        }
    }
}

fn op_word(kind: i32) -> String {
    let word = match OpCode::from_i32(kind) {
        Some(OpCode::SetData) => "setData",
        Some(OpCode::SetAcl) => "setACL",
        Some(OpCode::Delete | OpCode::DeleteContainer) => "delete",
        _ => "create",
    };
    word.to_owned()
}

#[test]
fn a_node_that_a_snapshot_knew_before_the_log_begins_is_told() {
    let whole = corpus("3.9.5");
    // As after a purge: an old snapshot, and the logs behind it.
    let snapshot = whole.snapshots[2].clone();
    let logs = whole.logs_between(Zxid(snapshot.zxid.unwrap().0 + 1), Zxid(i64::MAX));
    let mut scan = LogScan::new(&logs, &[], false);
    let first = scan.advance().unwrap().unwrap().head.zxid;
    let mut blame = Blame::new("/moment0", false);
    let mut opened = zk_forensics::snap::Opened::new(&snapshot).unwrap();
    while let Some(node) = opened.next_node().unwrap() {
        blame.known_node(&node, first);
    }
    let change = &blame.changes()[0];
    assert_eq!((change.why.word(), change.place), ("before", None));
    assert!(change.zxid < first && change.time_ms > 0);
}
