//! What a member of an ensemble must not say. Every line at level ERROR counts, of whichever kind the member is, unless
//! it is one of those that a lost connection explains; and so do words of Apache's that are only warnings.

use zk_client::Zxid;

/// Whether mismatches that a snapshot taken under load explains are let pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Replays {
    Tolerated,
    /// And the membership changes: a server that is removed may hold more of what the old leader proposed than the new one
    /// does; it is cut and comes again.
    AndAhead,
    Counted,
}

/// The first line of a member's log that nothing explains. The log may be of several lives, some of them of the other
/// kind.
pub(super) fn complaint(log: &str, replays: Replays) -> Option<&str> {
    let lines: Vec<&str> = log.lines().collect();
    let (mut streamed, mut stopping) = (false, false);
    let found = lines.iter().enumerate().find(|(at, line)| {
        if line.contains("synchronising with the leader by SNAP") {
            streamed = true;
        } else if line.contains(": synchronised with the leader") {
            streamed = false;
        }
        // Apache drops what is committed and not applied when a role ends, one thread later than another; then it replays
        // its log.
        if line.contains("CommitProcessor - Shutting down") {
            stopping = true;
        } else if line.contains("CommitProcessor exited loop!") {
            stopping = false;
        }
        if is_about_digests(line) {
            // `[N times]` sums up lines of before, on whichever thread comes next.
            let summed = line.contains(" times] Message: ");
            let explained = streamed || stopping || summed || explained_by_a_snapshot(line);
            return !(replays != Replays::Counted && explained);
        }
        let forbidden = WORDS.iter().any(|words| line.contains(words));
        let behind = &lines[at + 1..];
        let is_ahead = || behind.first().is_some_and(|next| next.starts_with(AHEAD));
        let explained = explained(line, behind) || (replays == Replays::AndAhead && is_ahead());
        forbidden || (is_error(line) && !explained)
    });
    found.map(|(_, line)| *line)
}

/// What Apache's servers print when a tree or a peer is not as they would have it, and anybody's panic.
const WORDS: &[&str] = &[
    "panicked at",
    "Digest version not the same",
    "of snapshot digest does not exist",
    "Unable to load database",
    "CRC check failed",
    "Ignoring processTxn failure",
    "Failed to set acl",
    "problem reading snap file",
    // A commit of what was never proposed, or not next.
    "without seeing txn",
    "but next pending txn",
];

fn is_about_digests(line: &str) -> bool {
    [
        "Digests are not matching",
        "First digest mismatch",
        "left another tree than",
        "the tree's digest is not",
    ]
    .iter()
    .any(|words| line.contains(words))
}

/// A snapshot that Apache took, or streams to a learner, while transactions went on is newer in parts than the digest it
/// comes with. Whoever replays the log over it at a start (Apache's thread `main`, zkd's `setup`) or takes what follows
/// the stream (`QuorumPeer`; a zkd before it says that it is synchronised) counts a mismatch there, and none later.
fn explained_by_a_snapshot(line: &str) -> bool {
    line.contains("[main]") || line.contains(" [QuorumPeer[") || line.contains("zkd::member::setup")
}

/// In Apache's form, `TIME [THREAD] ERROR CLASS - …`, or in zkd's, `TIMEZ ERROR MODULE: …`.
fn is_error(line: &str) -> bool {
    line.contains("] ERROR ") || line.split_once("Z ERROR ").is_some_and(|(time, _)| !time.contains(' '))
}

/// A connection that ends is an error to several of Apache's threads; the exception says that it was no more than that.
fn explained(line: &str, behind: &[&str]) -> bool {
    let Some((_, causes)) = EXPLAINED.iter().find(|(words, _)| line.contains(words)) else { return false };
    let exception = behind.iter().take(MIXED_IN).find(|line| {
        line.starts_with("java.") || line.starts_with("org.apache.") || line.starts_with("javax.")
    });
    match exception {
        _ if causes.is_empty() => true,
        Some(line) => causes.iter().any(|cause| line.starts_with(cause)),
        // Stopped before it could say more.
        None => behind.first().is_none_or(|line| begins_a_life(line)),
    }
}

fn begins_a_life(line: &str) -> bool {
    line.contains("QuorumPeerConfig - Reading configuration") || line.contains("zkd::member::setup")
}

/// Other threads may print between a line and its exception.
const MIXED_IN: usize = 12;

const AHEAD: &str = "java.io.IOException: Follower is ahead of the leader";

const LOST: &[&str] = &[
    "java.io.EOFException",
    "java.io.IOException: Broken pipe",
    "java.io.IOException: Connection reset by peer",
    // ClosedChannelException, AsynchronousCloseException.
    "java.nio.channels.",
    "java.net.SocketException",
    "java.net.SocketTimeoutException",
    "java.lang.InterruptedException",
];

const REFUSED: &[&str] = &["java.net.ConnectException", "java.net.SocketTimeoutException"];
const LOG_THREAD: &str = "ZooKeeperCriticalThread - Severe unrecoverable error, from thread : SyncThread";
const NO_SOCKET: &[&str] = &["java.lang.NullPointerException: Cannot invoke \"java.net.Socket.isClosed()\""];

/// Lines of level ERROR, and with which exceptions behind them they are no more than a peer that went away.
const EXPLAINED: &[(&str, &[&str])] = &[
    // Apache begins its elections anew with another membership, and gives its old network work that has just ended.
    (
        "Exception while submitting quorum connection request",
        &["java.util.concurrent.RejectedExecutionException"],
    ),
    ("LearnerHandler - Unexpected exception", LOST),
    ("LearnerHandler - Exception while sending packets", LOST),
    // The thread that forwards requests meets the closed connection before the one that reads it.
    ("ZooKeeperCriticalThread - Severe unrecoverable error, from thread : FollowerRequestProcessor", LOST),
    // Another is elected, and not yet there or there no more.
    ("quorum.Learner - Unexpected exception, retries exceeded", REFUSED),
    ("quorum.Learner - Failed connect to", REFUSED),
    ("QuorumCnxManager - Failed to send last message", LOST),
    ("NIOServerCnxn - Error sending data synchronously", LOST),
    // Apache acknowledges through a socket that another thread has taken away by then.
    (LOG_THREAD, NO_SOCKET),
    // A kill in the middle of a write; the transaction was never acknowledged.
    ("persistence.Util - Last transaction was partial", &[]),
    // 3.8 reads again what it repeated in its own log; a zkd that did so would be found by the log's reader.
    ("(highestZxid) > ", &[]),
    // A 3.8 learner acknowledges what it has logged of the DIFF before it acknowledges NEWLEADER (known-bugs K-9).
    ("quorum.Leader - NEWLEADER ACK from sid", &[]),
    // A learner with a tail of another epoch: a snapshot is the answer.
    ("LearnerHandler - Unhandled scenario for peer", &[]),
];

/// Whether an Apache server was told to truncate its log below one of these snapshots. It cuts the log, keeps the snapshot
/// and loads it: what a leader to be had snapshotted too early stays in its tree (ZOOKEEPER-1549, open in all releases).
pub(super) fn was_cut_below(log: &str, mut snapshots: impl Iterator<Item = Zxid>) -> bool {
    let cuts = log.lines().filter_map(|line| {
        let (_, zxid) = line.split_once("Truncating log to get in sync with the leader 0x")?;
        i64::from_str_radix(zxid.trim(), 16).ok().map(Zxid)
    });
    let cuts: Vec<Zxid> = cuts.collect();
    snapshots.any(|snapshot| cuts.iter().any(|cut| snapshot > *cut && snapshot.epoch() == cut.epoch()))
}

/// Whether an Apache server lost the thread that writes its log and went on. Before 3.9.3 that thread ends with a null
/// pointer when it acknowledges to a leader that has just gone (ZOOKEEPER-4409); what was queued for the log may have been
/// applied by then, so the server votes and is synchronised as if it had it, and its log has a hole from then on.
pub(super) fn lost_its_log_thread(log: &str) -> bool {
    let lines: Vec<&str> = log.lines().collect();
    lines.iter().enumerate().any(|(at, line)| {
        line.contains(LOG_THREAD)
            && lines[at + 1..].iter().take(MIXED_IN).any(|line| line.starts_with(NO_SOCKET[0]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(log: &str) -> Option<&str> {
        complaint(log, Replays::Counted)
    }

    #[test]
    fn an_error_without_an_explanation_is_a_complaint() {
        let java = "1 [main] WARN a.B - x\n2 [SyncThread:1] ERROR a.B - cannot write";
        assert_eq!(counted(java), java.lines().nth(1));
        let zkd = "2026-01-01T00:00:00.1Z  INFO zkd: fine\n2026-01-01T00:00:00.2Z ERROR zkd: bad";
        assert_eq!(counted(zkd), zkd.lines().nth(1));
        assert_eq!(counted("2026-01-01T00:00:00.1Z  WARN zkd: the peer says Z ERROR x"), None);
        assert_eq!(counted("thread 'core' panicked at x"), Some("thread 'core' panicked at x"));
    }

    #[test]
    fn a_lost_connection_explains_and_another_exception_does_not() {
        let log = |exception| {
            format!(
                "3 [L] ERROR a.LearnerHandler - Unexpected exception in LearnerHandler: \n4 [X] INFO x\n{exception}\n\tat y"
            )
        };
        assert_eq!(counted(&log("java.io.EOFException")), None);
        assert!(counted(&log("java.io.IOException: Follower is ahead of the leader")).is_some());
        let cut_short = "3 [L] ERROR a.LearnerHandler - Unexpected exception in LearnerHandler: ";
        assert_eq!(counted(cut_short), None);
        assert!(counted(&format!("{cut_short}\n4 [X] INFO x")).is_some());
    }

    #[test]
    fn a_snapshot_of_what_was_cut_is_found() {
        let log = "1 [Q] WARN a.Learner - Truncating log to get in sync with the leader 0x4000003af\n2 x";
        assert!(was_cut_below(log, [Zxid(0x4_0000_03b0)].into_iter()));
        assert!(!was_cut_below(log, [Zxid(0x4_0000_03af), Zxid(0x5_0000_0001)].into_iter()));
        assert!(!was_cut_below("", [Zxid(0x4_0000_03b0)].into_iter()));
    }

    #[test]
    fn the_end_of_the_thread_that_logs_is_told_by_its_exception() {
        let died =
            format!("1 [SyncThread:3] ERROR a.{LOG_THREAD}:3\n2 [X] INFO x\n{} because y", NO_SOCKET[0]);
        assert!(lost_its_log_thread(&died));
        assert!(!lost_its_log_thread(&died.replace("NullPointerException", "IOException")));
        assert!(!lost_its_log_thread(&died.replace("SyncThread", "FollowerRequestProcessor")));
    }

    #[test]
    fn digests_are_let_pass_where_a_snapshot_explains_them() {
        let replay = "1 [main] ERROR a.DataTree - Digests are not matching. Value is Zxid.";
        let live = "1 [CommitProcessor:2] ERROR a.DataTree - Digests are not matching. Value is Zxid.";
        assert_eq!(complaint(replay, Replays::Tolerated), None);
        assert_eq!(counted(replay), Some(replay));
        assert_eq!(complaint(live, Replays::Tolerated), Some(live));
        let zkd = "2026-01-01T00:00:00.2Z ERROR zkd::member::host: the tree's digest is not the one";
        assert_eq!(complaint(zkd, Replays::Tolerated), Some(zkd));
        let snap = format!("x INFO zkd::member: synchronising with the leader by SNAP zxid=0x1\n{zkd}");
        assert_eq!(complaint(&snap, Replays::Tolerated), None);
        assert!(counted(&snap).is_some());
        let later = snap.replace('\n', "\nx FOLLOWING: synchronised with the leader leader=1\n");
        assert!(complaint(&later, Replays::Tolerated).is_some());
    }
}
