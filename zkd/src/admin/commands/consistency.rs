//! `consistency`: whether this server's tree is the one that its transactions say, since when it is not, and its digests at
//! transactions at which every member keeps one. Apache has the last part alone (`hash`).
//!
//! **It tells one side.** Nothing between servers says what became of a comparison elsewhere, and Java's would not know such a
//! packet; so there is no page of all members, and a difference does not say who is wrong.

use serde_json::Value;
use zk_proto::Zxid;
use zk_tree::Compared;

use super::{Outcome, View, optional};
use crate::admin::fields::{Field, Fields};
use crate::status::Mode;
use crate::status::consistency::Verdict;

const OF_LEARNER: &str = "compared with what the leader foretold of each transaction. A difference does not say who of the two is \
                          wrong: ask the other members for this page, or zkctl cluster verify --online";
const OF_LEADER: &str = "compared with what this server itself foretold of each transaction, in this epoch or an earlier one. \
                         Its learners compare too, and tell nobody: ask them for this page, or zkctl cluster verify --online";
const OF_NOBODY: &str = "compared with what was foretold of each transaction when it was made";

pub(super) fn fields(view: &View<'_>, out: &mut Fields) -> Outcome {
    let (status, consistency) = (view.status, &view.status.consistency);
    let leader = status.quorum.as_ref().and_then(|q| q.leader).map(|sid| sid.0);
    let note = match status.mode {
        Mode::Follower | Mode::Observer => OF_LEARNER,
        Mode::Leader => OF_LEADER,
        Mode::Standalone | Mode::ReadOnly => OF_NOBODY,
    };
    out.put("verdict", consistency.verdict().name())
        .put("server_state", status.mode.name())
        .put("leader_id", optional(leader))
        .put("last_zxid", status.zxid.to_string())
        .put("last_compared", compared(consistency.last))
        .put("last_agreed_zxid", optional(consistency.last_agreed.map(|zxid| zxid.to_string())))
        .put("first_difference", compared(consistency.first_difference))
        .put("mismatches", consistency.mismatches)
        .put("note", note);
    if consistency.verdict() == Verdict::Unknown {
        out.put(
            "unknown_because",
            "no transaction with a digest has come since the tree was loaded (digest.enabled)",
        );
    }
    let digest = |(zxid, digest): &(Zxid, u64)| {
        let mut fields = Fields::default();
        fields.put("zxid", zxid.to_string()).put("digest", hex(*digest));
        Field::from(fields)
    };
    out.put("digests", status.digests.iter().map(digest).collect::<Field>());
    Ok(())
}

fn compared(compared: Option<Compared>) -> Field {
    let Some(compared) = compared else { return Field::from(Value::Null) };
    let mut fields = Fields::default();
    fields
        .put("zxid", compared.zxid.to_string())
        .put("time", compared.time_ms)
        .put("foretold_digest", hex(compared.foretold))
        .put("digest", hex(compared.own));
    fields.into()
}

fn hex(digest: u64) -> String {
    format!("0x{digest:x}")
}
