//! A small history that is right, and what must be noticed when one thing in it is wrong.

use super::*;
use zk_proto::txn::{CreateKind, CreateTxn};
use zk_proto::{AclBytes, Stat, TxnHeader};

const A: SessionId = SessionId(0xa);
const B: SessionId = SessionId(0xb);

fn zxid(counter: u32) -> Zxid {
    Zxid::new(1, counter)
}

struct Run {
    chosen: Chosen,
    model: Model,
    history: Vec<Op>,
    now: u64,
    next: u32,
}

impl Run {
    fn new() -> Run {
        let mut run =
            Run { chosen: Chosen::new(), model: Model::default(), history: Vec::new(), now: 0, next: 1 };
        for session in [A, B] {
            run.log(session, 0, OpCode::CreateSession, Txn::CreateSession { timeout_ms: 1 });
        }
        run
    }

    fn log(&mut self, session: SessionId, cxid: i32, kind: OpCode, txn: Txn<'_>) -> Zxid {
        let zxid = zxid(self.next);
        self.next += 1;
        let header = TxnHeader { session, cxid, zxid, time: 1, kind: kind.code() };
        let mut payload = Vec::new();
        LoggedTxn { header, txn, digest: None }.encode(&mut payload);
        self.model.apply(&payload).expect("a transaction that makes sense");
        self.chosen.insert(zxid, payload);
        zxid
    }

    fn op(&mut self, session: SessionId, xid: i32, call: Call, outcome: Outcome) -> &mut Op {
        self.now += 10;
        let (invoked_us, completed_us) = (self.now, self.now + 5);
        self.history.push(Op {
            session,
            connection: 1,
            server: 0,
            xid,
            call,
            invoked_us,
            completed_us,
            outcome,
        });
        self.history.last_mut().expect("just pushed")
    }

    fn create(&mut self, session: SessionId, xid: i32, path: &str, kind: CreateKind) {
        let txn = self.create_txn(path, kind);
        let zxid = self.log(session, xid, OpCode::Create2, txn);
        let stat = self.model.stat(path).expect("created");
        let (ephemeral, sequential) = (kind == CreateKind::Ephemeral, path.ends_with("0000000000"));
        let asked = path.trim_end_matches("0000000000").to_owned();
        let call = Call::Create { path: asked, data: b"d".to_vec(), ephemeral, sequential };
        self.op(session, xid, call, Outcome::Ok(zxid, Answer::Path(path.to_owned(), stat)));
    }

    fn create_txn(&self, path: &str, kind: CreateKind) -> Txn<'static> {
        let parent = path.rfind('/').map_or("/", |at| if at == 0 { "/" } else { &path[..at] });
        let creations = self.model.nodes().get(parent).map_or(0, |node| node.creations);
        Txn::Create(CreateTxn {
            path: path.to_owned().into(),
            data: Some(b"d"),
            acl: AclBytes::OPEN,
            kind,
            parent_cversion: creations + 1,
        })
    }

    fn set(&mut self, session: SessionId, xid: i32, data: &'static [u8]) {
        let version = self.model.stat("/r").map_or(0, |stat| stat.version) + 1;
        let txn = Txn::SetData { path: "/r".into(), data: Some(data), version };
        let zxid = self.log(session, xid, OpCode::SetData, txn);
        let stat = self.model.stat("/r").expect("there");
        let call = Call::Set { path: "/r".into(), data: data.to_vec(), version: -1 };
        self.op(session, xid, call, Outcome::Ok(zxid, Answer::Stat(stat)));
    }

    fn refused(&mut self, session: SessionId, xid: i32, version: i32, code: ErrorCode) {
        let zxid = self.log(session, xid, OpCode::Error, Txn::Error { code: code.code() });
        let call = Call::Set { path: "/r".into(), data: b"no".to_vec(), version };
        self.op(session, xid, call, Outcome::Failed(zxid, code.code()));
    }

    fn get(&mut self, session: SessionId, xid: i32) {
        let node = self.model.nodes().get("/r").expect("there");
        let answer = Answer::Data(node.data.clone(), self.model.stat("/r").expect("there"));
        let zxid = self.model.last();
        self.op(session, xid, Call::Get { path: "/r".into() }, Outcome::Ok(zxid, answer));
    }

    /// Two sessions, every kind of request, all as it should be.
    fn good() -> Run {
        let mut run = Run::new();
        run.create(A, 1, "/r", CreateKind::Persistent);
        run.create(A, 2, "/r/n-0000000000", CreateKind::Persistent);
        run.set(A, 3, b"one");
        run.get(B, 1);
        run.refused(B, 2, 0, ErrorCode::BadVersion);
        run.set(B, 3, b"two");
        run.get(A, 4);
        let at = run.model.last();
        run.op(A, 5, Call::Sync, Outcome::Ok(at, Answer::Nothing));
        let names = Answer::Names(vec!["n-0000000000".to_owned()]);
        run.op(A, 6, Call::Children { path: "/r".into() }, Outcome::Ok(at, names));
        run.create(B, 4, "/e", CreateKind::Ephemeral);
        run.op(
            B,
            5,
            Call::Get { path: "/nowhere".into() },
            Outcome::Failed(zxid(9), ErrorCode::NoNode.code()),
        );
        // It would have been done, had the session not been elsewhere.
        run.refused(B, 70, -1, ErrorCode::SessionMoved);
        run
    }

    fn judge(&self) -> Findings {
        judge(&self.chosen, &self.history)
    }

    fn of(&mut self, session: SessionId, xid: i32) -> &mut Op {
        self.history.iter_mut().find(|op| op.session == session && op.xid == xid).expect("such an operation")
    }
}

#[track_caller]
fn noticed(words: &str, spoil: impl FnOnce(&mut Run)) {
    let mut run = Run::good();
    spoil(&mut run);
    let violations = run.judge().violations;
    assert!(violations.iter().any(|violation| violation.contains(words)), "{words}: {violations:#?}");
}

fn stat_of(op: &mut Op) -> &mut Stat {
    match &mut op.outcome {
        Outcome::Ok(_, Answer::Stat(stat) | Answer::Data(_, stat) | Answer::Path(_, stat)) => stat,
        other => panic!("no stat in {other:?}"),
    }
}

#[test]
fn a_good_history_passes() {
    let findings = Run::good().judge();
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!(findings.stale_syncs, 0);
}

#[test]
fn lost_and_invented_writes_are_noticed() {
    noticed("logged as None", |run| run.of(A, 3).xid = 77);
    noticed("logged as", |run| run.of(A, 3).outcome = Outcome::Ok(zxid(8), Answer::Stat(Stat::default())));
    noticed("no such transaction is logged", |run| run.of(B, 2).xid = 77);
    noticed("refused as", |run| run.of(B, 2).outcome = Outcome::Failed(zxid(7), -103));
    noticed("and", |run| {
        let again = Txn::SetData { path: "/r".into(), data: Some(b"one"), version: 3 };
        run.log(A, 3, OpCode::SetData, again);
    });
}

#[test]
fn wrong_answers_are_noticed() {
    noticed("the model at", |run| stat_of(run.of(A, 3)).version += 1);
    noticed("the model at", |run| stat_of(run.of(A, 4)).mzxid = zxid(1));
    noticed("the model at", |run| stat_of(run.of(A, 1)).czxid = zxid(1));
    noticed("the model at", |run| match &mut run.of(B, 1).outcome {
        Outcome::Ok(_, Answer::Data(data, _)) => *data = Some(b"two".to_vec()),
        _ => unreachable!("a read"),
    });
    noticed("the model at", |run| match &mut run.of(A, 6).outcome {
        Outcome::Ok(_, Answer::Names(names)) => names.clear(),
        _ => unreachable!("a list"),
    });
    noticed("by the model", |run| run.of(B, 2).outcome = Outcome::Failed(zxid(6), ErrorCode::NoNode.code()));
    let moved = ErrorCode::SessionMoved.code();
    noticed("the log says -103", |run| run.of(B, 2).outcome = Outcome::Failed(zxid(6), moved));
    noticed("by the model 0", |run| match &mut run.of(B, 2).call {
        Call::Set { version, .. } => *version = 1,
        _ => unreachable!("a set"),
    });
    noticed("the model at", |run| run.of(B, 5).call = Call::Get { path: "/r".into() });
    noticed("its name is", |run| match &mut run.of(A, 2).outcome {
        Outcome::Ok(_, Answer::Path(path, _)) => *path = "/r/n-0000000001".into(),
        _ => unreachable!("a create"),
    });
}

#[test]
fn a_stale_read_is_noticed_by_its_zxid() {
    // It claims to be as new as the second set and shows the first.
    noticed("the model at", |run| {
        let stale = run.of(B, 1).outcome.clone();
        let Outcome::Ok(_, answer) = stale else { unreachable!("a read") };
        let at = run.of(A, 4).outcome.zxid().unwrap();
        run.of(A, 4).outcome = Outcome::Ok(at, answer);
    });
}

#[test]
fn time_travel_is_noticed() {
    noticed("the session had seen", |run| {
        let old = run.of(B, 1).outcome.clone();
        run.of(A, 4).outcome = old.clone();
        let Outcome::Ok(_, answer) = old else { unreachable!("a read") };
        // Right for its zxid, and older than the write the session made.
        run.of(A, 4).outcome = Outcome::Ok(zxid(3), answer);
    });
    noticed("had been acknowledged before it was sent", |run| {
        // The second set was sent when the first had long been answered, and stands before it in the order.
        let end = run.now + 100;
        let first = run.of(A, 3);
        (first.invoked_us, first.completed_us) = (end, end + 5);
    });
}

#[test]
fn an_unanswered_write_is_looked_up() {
    let mut run = Run::good();
    run.of(A, 3).outcome = Outcome::Unknown;
    run.op(B, 6, Call::Delete { path: "/r".into(), version: -1 }, Outcome::Unknown);
    let findings = run.judge();
    assert_eq!(findings.violations, Vec::<String>::new());
    assert_eq!((findings.unknown_applied, findings.unknown_lost), (1, 1));
    assert!(findings.never_happened.contains(&(B, 6)));
}

#[test]
fn a_sync_of_the_past_is_counted() {
    let mut run = Run::good();
    // The other session's set, zxid 7, had been answered before it was sent.
    run.of(A, 5).outcome = Outcome::Ok(zxid(6), Answer::Nothing);
    run.of(A, 4).outcome = Outcome::Unknown;
    assert_eq!(run.judge().stale_syncs, 1);
}

#[test]
fn a_closed_session_may_be_refused() {
    let mut run = Run::good();
    run.log(B, 0, OpCode::CloseSession, Txn::CloseSession { paths: Some(vec!["/e".into()]) });
    // A leader gets it from a follower that has not heard of the end yet: it changes nothing, and is logged.
    run.refused(B, 9, -1, ErrorCode::SessionExpired);
    assert_eq!(run.judge().violations, Vec::<String>::new());
    // Whatever else it asks for is judged as if it still were.
    noticed("closed before", |run| {
        run.log(B, 0, OpCode::CloseSession, Txn::CloseSession { paths: Some(vec!["/e".into()]) });
        run.refused(B, 9, 7, ErrorCode::BadVersion);
    });
}

#[test]
fn what_a_closed_session_does_is_noticed() {
    noticed("closed before", |run| {
        run.log(B, 0, OpCode::CloseSession, Txn::CloseSession { paths: Some(vec!["/e".into()]) });
        run.set(B, 9, b"ghost");
    });
    noticed("leaves /e", |run| {
        let header = TxnHeader {
            session: B,
            cxid: 0,
            zxid: zxid(run.next),
            time: 1,
            kind: OpCode::CloseSession.code(),
        };
        let mut payload = Vec::new();
        LoggedTxn { header, txn: Txn::CloseSession { paths: Some(Vec::new()) }, digest: None }
            .encode(&mut payload);
        run.chosen.insert(header.zxid, payload);
    });
}
