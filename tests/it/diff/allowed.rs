//! The written list of differences that a differential run accepts, each with its reason, as narrow as it can be.
//! `docs/differences.md` tells the same to people; a test keeps the two in step.

use super::render::Line;
use zk_proto::OpCode;
use zkd_tests::{Program, ServerUnderTest};

/// Who is compared. The judge is always an Apache ZooKeeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    Apache38,
    Apache39,
    Zkd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peers {
    pub judge: Release,
    pub other: Release,
}

/// Between whom a difference is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// The protocol leaves it open; one server may differ from itself.
    Anyone,
    /// 3.8 against what came later, zkd included.
    Releases,
    /// Apache ZooKeeper against zkd.
    Zkd,
}

pub enum How {
    /// `render.rs` takes it out of what both sides said.
    Masked,
    /// The generator does not send it; what zkd does instead is tested elsewhere.
    NotSent,
    /// A pair of lines, the judge's first, that may stand against each other.
    Explained(fn(&Line, &Line) -> bool),
    /// As `Explained`, and the other server has used one zxid more: later ones are compared shifted.
    Shifts(fn(&Line, &Line) -> bool),
}

pub struct Difference {
    /// The same as in `docs/differences.md`.
    pub name: &'static str,
    pub between: Between,
    pub how: How,
    /// For the reader of this file.
    pub why: &'static str,
}

pub const ALLOWED: &[Difference] = &[
    Difference {
        name: "clock-times",
        between: Between::Anyone,
        how: How::Masked,
        why: "ctime and mtime are wall-clock; only zero or not is compared",
    },
    Difference {
        name: "session-ids",
        between: Between::Anyone,
        how: How::Masked,
        why: "ids start from a clock; they are compared by which connect request got them, passwords by the formula",
    },
    Difference {
        name: "unordered-lists",
        between: Between::Anyone,
        how: How::Masked,
        why: "children, ephemerals, whoAmI and the entries for `auth` come in the order of a hash table",
    },
    Difference {
        name: "order-of-ephemeral-deletes",
        between: Between::Anyone,
        how: How::Masked,
        why: "closeSession deletes in the order of a hash table: its events are compared sorted, no quota node is ephemeral",
    },
    Difference {
        name: "quotas-and-acls-in-flight",
        between: Between::Anyone,
        how: How::NotSent,
        why: "Apache checks a write against quotas and setACLs that are applied, not those in flight: a burst is a race",
    },
    Difference {
        name: "auth-and-sasl-in-flight",
        between: Between::Anyone,
        how: How::NotSent,
        why: "Apache answers both outside the order of requests, so no burst holds them",
    },
    Difference {
        name: "takeover-needs-the-password",
        between: Between::Zkd,
        how: How::Masked,
        why: "Apache hangs up on a session's owner when anybody names its id, before it looks at the password",
    },
    Difference {
        name: "create-kind-mismatch",
        between: Between::Zkd,
        how: How::NotSent,
        why: "operation, flags and TTL that do not belong together: Apache logs a transaction that kills it at replay",
    },
    Difference {
        name: "internal-operations",
        between: Between::Zkd,
        how: How::NotSent,
        why: "Apache executes createSession and deleteContainer for any client, without an ACL check",
    },
    Difference {
        name: "null-watch-path",
        between: Between::Zkd,
        how: How::NotSent,
        why: "Apache answers addWatch of a null path and then never closes the connection",
    },
    Difference {
        name: "null-sync-path",
        between: Between::Zkd,
        how: How::Explained(|judge, other| {
            let (Line::Reply { code, err: 0, zxid, body, .. }, Line::Reply { err: -5, zxid: zxid_other, .. }) =
                (judge, other)
            else {
                return false;
            };
            *code == OpCode::Sync.code() && body == " None" && zxid == zxid_other
        }),
        why: "Apache echoes the null; a path that is none is refused like everywhere else",
    },
    Difference {
        name: "characters-outside-the-basic-plane",
        between: Between::Zkd,
        how: How::Explained(|judge, other| {
            let as_java_writes = |text: String| -> String {
                text.chars()
                    .flat_map(|c| if c > '\u{ffff}' { vec!['\u{fffd}'; 2] } else { vec![c] })
                    .collect()
            };
            format!("{judge:?}") == as_java_writes(format!("{other:?}"))
        }),
        why: "Apache writes them as two surrogates of three bytes, which is no UTF-8; no node's name can hold them",
    },
    Difference {
        name: "null-acl-in-multi",
        between: Between::Zkd,
        how: How::NotSent,
        why: "Apache 3.9 calls the whole multi undecodable and reuses a zxid; 3.8 and zkd fail that one operation",
    },
    Difference {
        name: "zxid-of-undecodable-writes",
        between: Between::Zkd,
        how: How::Shifts(|judge, other| {
            matches!(judge, Line::Reply { code, err: -5, .. }
                if *code != OpCode::Multi.code() && OpCode::from_i32(*code).is_some_and(OpCode::is_write))
                && judge.is_one_zxid_before(other)
        }),
        why: "Apache 3.9 gives the failed write the zxid of the transaction before it; followers then diverge",
    },
    Difference {
        name: "event-zxid",
        between: Between::Releases,
        how: How::Explained(|a, b| {
            let (
                Line::Event { zxid: za, kind: ka, state: sa, path: pa },
                Line::Event { zxid: zb, kind: kb, state: sb, path: pb },
            ) = (a, b)
            else {
                return false;
            };
            (*za == -1 || *zb == -1) && (ka, sa, pa) == (kb, sb, pb)
        }),
        why: "3.8 puts -1 into every event, 3.9 the zxid of the transaction",
    },
    Difference {
        name: "exists-checks-read",
        between: Between::Releases,
        how: How::Explained(|a, b| {
            let no_auth =
                |line: &Line| matches!(line, Line::Reply { code, err: -102, .. } if *code == EXISTS);
            let found = |line: &Line| matches!(line, Line::Reply { code, err: 0, .. } if *code == EXISTS);
            (no_auth(a) && found(b)) || (found(a) && no_auth(b))
        }),
        why: "3.8 tells a node's stat to those who may not read it",
    },
    Difference {
        name: "create2-in-multi",
        between: Between::Releases,
        how: How::Explained(same_but_for_create2_in_multi),
        why: "3.8 answers create2 inside a multi as create, without a stat",
    },
    Difference {
        name: "one-watch-mode-per-path",
        between: Between::Releases,
        how: How::NotSent,
        why: "3.8 keeps one mode per path and connection and lists recursive watches in both tables",
    },
    Difference {
        name: "checking-watches",
        between: Between::Releases,
        how: How::NotSent,
        why: "3.8 cannot check or remove watches by persistent mode, and finds a recursive ancestor's watch",
    },
    Difference {
        name: "top-level-check",
        between: Between::Releases,
        how: How::NotSent,
        why: "3.8.0 logs a transaction that it cannot read at its next start",
    },
    Difference {
        name: "undecodable-writes",
        between: Between::Releases,
        how: How::NotSent,
        why: "3.8 uses up a zxid for them, 3.9 reuses the last one",
    },
];

const EXISTS: i32 = OpCode::Exists as i32;

impl Release {
    pub fn of(server: &ServerUnderTest) -> Release {
        match server.program() {
            Program::Zkd(_) => Release::Zkd,
            Program::Apache(_) if server.word("srvr").contains("version: 3.8") => Release::Apache38,
            Program::Apache(_) => Release::Apache39,
        }
    }
}

impl Peers {
    /// True if neither side is older than 3.9.
    pub fn has_later_apis(self) -> bool {
        self.judge != Release::Apache38 && self.other != Release::Apache38
    }

    fn applies(self, difference: &Difference) -> bool {
        match difference.between {
            Between::Anyone => true,
            Between::Releases => self.judge != self.other && !self.has_later_apis(),
            Between::Zkd => self.judge == Release::Zkd || self.other == Release::Zkd,
        }
    }

    /// The entry that accepts this pair of lines.
    pub fn explain(self, judge: &Line, other: &Line) -> Option<&'static Difference> {
        ALLOWED.iter().filter(|difference| self.applies(difference)).find(|difference| match difference.how {
            How::Explained(accepts) | How::Shifts(accepts) => accepts(judge, other),
            How::Masked | How::NotSent => false,
        })
    }
}

fn same_but_for_create2_in_multi(a: &Line, b: &Line) -> bool {
    let (
        Line::Reply { xid: xa, code: ca, err: ea, zxid: za, body: ba },
        Line::Reply { xid: xb, code: cb, err: eb, zxid: zb, body: bb },
    ) = (a, b)
    else {
        return false;
    };
    let strip = |body: &str| {
        body.split('[')
            .map(|result| match result.strip_prefix("15 ") {
                Some(rest) => format!("1 {}]", rest.split(" stat(").next().unwrap_or_default()),
                None => result.trim_end().to_owned(),
            })
            .collect::<Vec<_>>()
    };
    *ca == OpCode::Multi.code() && (xa, ca, ea, za) == (xb, cb, eb, zb) && strip(ba) == strip(bb)
}
