//! The crash matrix: a member's disk at work, then recovery from what is left behind every request, for every kind of
//! crash, and again from every request of that recovery. What is found must be what was promised durable, or what
//! was on its way; never a mix, and nothing of a history that was given up.

use std::collections::BTreeSet;

use bytes::Bytes;
use zk_proto::Zxid;
use zk_server::member::DiskRequest;
use zk_storage::disk::{CrashOptions, Request, Unsynced};
use zk_storage::{MemDisk, StorageError};

use super::support::{History, Rng, dump, journal, run, start, txn};
use crate::{Epochs, Journal, SnapshotFormat, TreeSource, is_damage, snapshot};

/// What may be found behind a request.
struct Span {
    /// Behind more requests than this.
    from: usize,
    /// One of these trees, as text.
    trees: Vec<String>,
    /// Between these epochs in the files.
    epochs: (Epochs, Epochs),
}

/// A member's disk at work.
pub struct Work {
    pub disk: MemDisk,
    journal: Journal<MemDisk>,
    pub history: History,
    pub epochs: Epochs,
    spans: Vec<Span>,
    token: u64,
}

impl Work {
    /// On an empty disk.
    pub fn new() -> Work {
        Work::on(MemDisk::new(), History::default())
    }

    /// On a disk that holds this history.
    pub fn on(disk: MemDisk, history: History) -> Work {
        let recovered = start(&disk).unwrap();
        assert_eq!(dump(&recovered.tree), history.dump());
        let epochs = recovered.epochs.unwrap();
        // Begin to record behind the start.
        let disk = disk.crash(usize::MAX, CrashOptions::KILL);
        let journal = journal(&start(&disk).unwrap());
        let spans =
            vec![Span { from: disk.request_count(), trees: vec![history.dump()], epochs: (epochs, epochs) }];
        Work { disk, journal, history, epochs, spans, token: 0 }
    }

    fn begin(&mut self, histories: &[History], epochs: Epochs) {
        // What was there before is possible as long as nothing of it is done.
        let mut trees: Vec<String> = histories.iter().map(History::dump).collect();
        trees.push(self.history.dump());
        self.spans.push(Span { from: self.disk.request_count() + 1, trees, epochs: (self.epochs, epochs) });
    }

    fn end(&mut self, history: History, epochs: Epochs) {
        (self.history, self.epochs) = (history, epochs);
        let trees = vec![self.history.dump()];
        self.spans.push(Span { from: self.disk.request_count(), trees, epochs: (epochs, epochs) });
    }

    fn token(&mut self) -> u64 {
        self.token += 1;
        self.token
    }

    /// Appends `count` transactions behind the last one, in two batches with one sync.
    pub fn append(&mut self, count: u32, tag: u8) {
        let last = self.history.last();
        self.append_behind(last, count, tag);
    }

    /// The first transactions of an epoch.
    pub fn append_epoch(&mut self, epoch: u32, count: u32, tag: u8) {
        self.append_behind(Zxid::new(epoch, 0), count, tag);
    }

    fn append_behind(&mut self, last: Zxid, count: u32, tag: u8) {
        let txns: Vec<(Zxid, Bytes)> = (1..=i64::from(count)).map(|i| txn(Zxid(last.0 + i), tag)).collect();
        let states: Vec<History> = (0..=txns.len()).map(|n| self.history.with(&txns[..n])).collect();
        self.begin(&states, self.epochs);
        let (a, b) = txns.split_at(txns.len() / 2);
        let tokens = [self.token(), self.token()];
        let done = run(
            &mut self.journal,
            vec![
                DiskRequest::Append { txns: a.to_vec() },
                DiskRequest::Sync { token: tokens[0] },
                DiskRequest::Append { txns: b.to_vec() },
                DiskRequest::Sync { token: tokens[1] },
            ],
        );
        assert_eq!(done.iter().map(|d| d.token).collect::<Vec<_>>(), tokens);
        self.end(states.last().unwrap().clone(), self.epochs);
    }

    pub fn accept(&mut self, epoch: i64) {
        let epochs = Epochs { accepted: epoch, ..self.epochs };
        self.begin(&[], epochs);
        let token = self.token();
        run(&mut self.journal, vec![DiskRequest::AcceptedEpoch { epoch, token }]);
        self.end(self.history.clone(), epochs);
    }

    pub fn adopt(&mut self, epoch: i64) {
        let epochs = Epochs { current: epoch, ..self.epochs };
        self.begin(&[], epochs);
        let token = self.token();
        run(&mut self.journal, vec![DiskRequest::CurrentEpoch { epoch, token }]);
        self.end(self.history.clone(), epochs);
    }

    pub fn truncate(&mut self, to: Zxid) {
        let cut = self.history.cut(to);
        let (from, upto) = (cut.txns.len(), self.history.txns.len());
        let states: Vec<History> = (from..=upto)
            .map(|n| History { txns: self.history.txns[..n].to_vec(), ..self.history.clone() })
            .collect();
        self.begin(&states, self.epochs);
        let token = self.token();
        let done =
            run(&mut self.journal, vec![DiskRequest::Truncate { to, reload: true, token }]).pop().unwrap();
        assert_eq!(done.refused, None);
        assert_eq!(dump(&done.tree.unwrap()), cut.dump());
        self.end(cut, self.epochs);
    }

    pub fn install(&mut self, history: History) {
        self.begin(std::slice::from_ref(&history), self.epochs);
        let token = self.token();
        let tree = Box::new(history.tree());
        let done = run(&mut self.journal, vec![DiskRequest::Install { tree, token }]).pop().unwrap();
        assert_eq!(dump(&done.tree.unwrap()), history.dump());
        self.end(history, self.epochs);
    }

    /// A snapshot of the whole history.
    pub fn snapshot(&mut self) {
        self.begin(&[], self.epochs);
        self.journal.roll().unwrap();
        snapshot::write_whole(self.journal.dir(), &self.history.tree(), SnapshotFormat::default()).unwrap();
        self.end(self.history.clone(), self.epochs);
    }

    /// A snapshot that was begun `back` transactions ago and holds all of them nevertheless.
    pub fn late_snapshot(&mut self, back: usize) {
        self.begin(&[], self.epochs);
        self.journal.roll().unwrap();
        let (before, later) = self.history.txns.split_at(self.history.txns.len() - back);
        let tree = History { txns: before.to_vec(), ..self.history.clone() }.tree();
        let mut source = Late { tree, later: later.to_vec(), begun: false };
        snapshot::write_fuzzy(self.journal.dir(), &mut source, SnapshotFormat::default()).unwrap().unwrap();
        self.end(self.history.clone(), self.epochs);
    }

    /// Every prefix of the requests with every kind of crash.
    pub fn matrix(&self, name: &str, rng: &mut Rng) {
        let count = self.disk.request_count();
        let mut seen = BTreeSet::new();
        for prefix in 0..=count {
            let at = self.spans.iter().rposition(|s| s.from <= prefix).unwrap_or(0);
            let span = &self.spans[at];
            let what = |kind: &str| format!("{name}, crash ({kind}) behind request {prefix} of {count}");
            let mut kinds = vec![
                (CrashOptions::KILL, "kill".to_string()),
                (CrashOptions::PESSIMISTIC, "pessimistic".to_string()),
            ];
            for n in 1..3 {
                let names = CrashOptions { names: Unsynced::First(n), ..CrashOptions::PESSIMISTIC };
                kinds.push((names, format!("the first {n} names kept")));
                let data = CrashOptions { data: Unsynced::First(n), ..CrashOptions::PESSIMISTIC };
                kinds.push((data, format!("the first {n} writes kept")));
            }
            let mask = rng.next();
            let sectors = CrashOptions { data: Unsynced::Sectors(mask), ..CrashOptions::KILL };
            kinds.push((sectors, format!("sectors {mask:#x}")));
            let torn = CrashOptions { tear_last: Some(rng.below(300)), ..CrashOptions::KILL };
            kinds.push((torn, format!("torn, {torn:?}")));
            for (options, kind) in kinds {
                let may_refuse = matches!(options.data, Unsynced::Sectors(_));
                let crashed = self.disk.crash(prefix, options);
                if seen.insert((at, may_refuse, crashed.content())) {
                    check(&crashed, span, may_refuse, &what(&kind));
                }
            }
        }
    }
}

/// A tree to which transactions are applied after the copy has begun and before it sees a node.
struct Late {
    tree: zk_tree::DataTree,
    later: Vec<(Zxid, Bytes)>,
    begun: bool,
}

impl TreeSource for Late {
    fn with<R>(&mut self, look: impl FnOnce(&zk_tree::DataTree) -> R) -> R {
        if std::mem::replace(&mut self.begun, true) {
            for (_, payload) in self.later.drain(..) {
                self.tree.apply_payload(&payload, &mut ()).unwrap();
            }
        }
        look(&self.tree)
    }
}

/// What the files say, and what the last transaction says.
fn within(found: Epochs, (low, high): (Epochs, Epochs), last: Zxid) -> bool {
    let e = i64::from(last.epoch());
    (low.accepted.max(e)..=high.accepted.max(e)).contains(&found.accepted)
        && (low.current.max(e)..=high.current.max(e)).contains(&found.current)
        && found.current <= found.accepted
}

fn check(disk: &MemDisk, span: &Span, may_refuse: bool, what: &str) {
    let before = disk.request_count();
    let recovered = match start(disk) {
        Ok(recovered) => recovered,
        // Sectors of one unacknowledged batch may arrive in any order, and then it looks like damage.
        Err(e) if may_refuse && is_damage(&e) => return,
        Err(e) => panic!("{what}: {e}"),
    };
    let found = dump(&recovered.tree);
    assert!(span.trees.contains(&found), "{what}: found\n{found}\nexpected one of {:#?}", span.trees);
    let epochs = recovered.epochs.unwrap();
    assert!(
        within(epochs, span.epochs, recovered.last_zxid),
        "{what}: found {epochs:?}, expected {:?}",
        span.epochs
    );
    assert_eq!(recovered.tree.digest_check().mismatches(), 0);

    // A crash in the recovery: nothing is lost, and what the recovery ended with stands.
    let count = disk.request_count();
    let only_syncs = |r: &Request| matches!(r, Request::Sync { .. } | Request::SyncDir { .. });
    let first = if disk.requests()[before..].iter().all(only_syncs) { count } else { before };
    for prefix in first..=count {
        for options in [CrashOptions::KILL, CrashOptions::PESSIMISTIC] {
            let again =
                start(&disk.crash(prefix, options)).unwrap_or_else(|e| panic!("{what}, then again: {e}"));
            let second = dump(&again.tree);
            assert_eq!(second, found, "{what}, then {options:?} behind request {prefix} of the recovery");
            let second = again.epochs.unwrap();
            assert!(within(second, span.epochs, again.last_zxid), "{what}, then again: {second:?}");
            assert!(prefix < count || second == epochs, "{what}: {second:?} after {epochs:?}");
        }
    }
    go_on(disk, recovered, what);
}

/// Appends, restarts, cuts, restarts.
fn go_on(disk: &MemDisk, recovered: crate::Recovered<MemDisk>, what: &str) {
    let (last, mut tree) = (recovered.last_zxid, recovered.tree);
    let next = [txn(Zxid(last.0 + 1), 99), txn(Zxid(last.0 + 2), 99)];
    let mut j = Journal::new(
        &crate::Recovered { tree: zk_tree::DataTree::new(0), ..recovered },
        crate::JournalConfig::new(&super::support::config(), super::support::small_writer()),
    );
    let before = dump(&tree);
    for (_, payload) in &next {
        tree.apply_payload(payload, &mut ()).unwrap();
    }
    run(&mut j, vec![DiskRequest::Append { txns: next.to_vec() }, DiskRequest::Sync { token: 1 }]);
    drop(j);
    let again = start(disk).unwrap_or_else(|e: StorageError| panic!("{what}, going on: {e}"));
    assert_eq!(dump(&again.tree), dump(&tree), "{what}, going on");
    let mut j = journal(&again);
    let cut = DiskRequest::Truncate { to: last, reload: true, token: 2 };
    let done = run(&mut j, vec![cut]).pop().unwrap();
    assert_eq!(done.refused, None, "{what}, cut again");
    assert_eq!(dump(&done.tree.unwrap()), before, "{what}, cut again");
}
