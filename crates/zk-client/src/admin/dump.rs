//! `dump` and `hash`: sessions with their ephemerals, and digests of the tree.

use std::collections::BTreeMap;

use zk_proto::{SessionId, Zxid};

/// The answer to `dump`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dump {
    /// Live sessions, as far as this server knows them.
    pub sessions: Vec<SessionId>,
    /// Those of them that this server alone knows; listed only by servers where new sessions are local.
    pub local: Vec<SessionId>,
    /// Ephemeral nodes by their owner; the whole ensemble's.
    pub ephemerals: BTreeMap<SessionId, Vec<String>>,
}

/// Reads the answer to `dump`, of leaders, learners and standalone servers.
pub fn parse_dump(text: &str) -> Dump {
    let mut dump = Dump::default();
    let mut owner = None;
    let mut part = Part::Sessions;
    let mut local = false;
    for line in text.lines() {
        if line.starts_with("ephemeral nodes dump") {
            part = Part::Ephemerals;
        } else if line.starts_with("Connections dump") {
            part = Part::Connections;
        } else if line.starts_with("Local Session Sets") {
            local = true;
        } else if line.starts_with("Global Session") {
            local = false;
        }
        let id = |text: &str| text.trim().strip_suffix(':').unwrap_or(text.trim()).parse::<SessionId>().ok();
        match (part, line.strip_prefix('\t')) {
            // A leader lists ids below their expiry; a learner lists them with their timeouts.
            (Part::Sessions, Some(rest)) => {
                dump.sessions.extend(id(rest));
                dump.local.extend(id(rest).filter(|_| local));
            }
            (Part::Sessions, None) if line.starts_with("0x") => {
                dump.sessions.extend(line.split_whitespace().next().and_then(id));
            }
            (Part::Ephemerals, None) => owner = line.starts_with("0x").then(|| id(line)).flatten(),
            (Part::Ephemerals, Some(path)) => {
                if let Some(owner) = owner {
                    dump.ephemerals.entry(owner).or_default().push(path.to_owned());
                }
            }
            _ => {}
        }
    }
    dump.sessions.sort_unstable();
    dump.sessions.dedup();
    dump
}

#[derive(Clone, Copy)]
enum Part {
    Sessions,
    Ephemerals,
    Connections,
}

/// Reads the answer to `hash`: the tree's digest at each zxid that the server kept one for.
pub fn parse_hash(text: &str) -> BTreeMap<Zxid, u64> {
    let line = |line: &str| {
        let (zxid, digest) = line.split_once(':')?;
        let zxid = i64::from_str_radix(zxid.trim().trim_start_matches("0x"), 16).ok()?;
        Some((Zxid(zxid), digest.trim().parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEADER: &str = "SessionTracker dump:
Local Session Sets (0)/(0):
Global Session Sets (2)/(1):
0 expire at Fri Nov 20 07:29:19 UTC 2026:
1 expire at Fri Nov 20 07:29:25 UTC 2026:
\t0x200000c80590000
ephemeral nodes dump:
Sessions with Ephemerals (1):
0x200000c80590000:
\t/p/e2
\t/eph
Connections dump:
Connections Sets (1)/(1):
1 expire at Fri Nov 20 07:29:13 UTC 2026:
\tip: /127.0.0.1:55744 sessionId: 0x0
";

    #[test]
    fn a_leader_and_a_learner() {
        let id = SessionId(0x200000c80590000);
        let dump = parse_dump(LEADER);
        assert_eq!(dump.sessions, [id]);
        assert_eq!(dump.ephemerals[&id], ["/p/e2", "/eph"]);
        let learner = "SessionTracker dump:\nGlobal Sessions(1):\n0x200000c80590000\t30000ms\n\
                       ephemeral nodes dump:\nSessions with Ephemerals (0):\n";
        assert_eq!(parse_dump(learner), Dump { sessions: vec![id], ..Dump::default() });
        assert_eq!(parse_dump("nonsense"), Dump::default());
    }

    #[test]
    fn local_sessions_are_told_apart() {
        let learner = "SessionTracker dump:\nLocal Session Sets (2)/(1):\n0 expire at Fri Nov 20 07:29:19 UTC 2026:\n\
                       1 expire at Fri Nov 20 07:29:25 UTC 2026:\n\t0x1000002\nGlobal Sessions(1):\n0x1000001\t30000ms\n\
                       ephemeral nodes dump:\nSessions with Ephemerals (1):\n0x1000001:\n\t/e\n";
        let dump = parse_dump(learner);
        assert_eq!(dump.sessions, [SessionId(0x1000001), SessionId(0x1000002)]);
        assert_eq!(dump.local, [SessionId(0x1000002)]);
        assert_eq!(parse_dump(LEADER).local, []);
    }

    #[test]
    fn digests_by_zxid() {
        let digests = parse_hash("100000080: 255624313430\n100000100: 546565658649\njunk\nx: 1\n");
        assert_eq!(digests.len(), 2);
        assert_eq!(digests[&Zxid(0x1_0000_0080)], 255_624_313_430);
    }
}
