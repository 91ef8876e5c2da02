//! What changed between two answers: elections, restarts, servers lost and back, expired sessions, contradictions.

use super::Model;
use super::facts::{Brief, Detail, Role};
use super::judge::State;
use super::server::Dated;
use super::timeline::{Weight, What};

/// How long a contradiction is shown after it was seen.
const ODD_SHOWN_MS: u64 = 30_000;

/// So long after an election everybody has found the new leader.
const SETTLED_MS: u64 = 30_000;

impl Model {
    pub(super) fn take_brief(&mut self, index: usize, new: Dated<Brief>) {
        let name = self.name(index);
        let now = self.now;
        let Some(server) = self.servers.get_mut(index) else { return };
        let (old_zxid, old_role) = (server.zxid(), server.role());
        let (zxid, role, at) = (new.value.zxid, new.value.role, new.at);
        server.take_brief(new);
        if let (Some(old), Some(new)) = (old_zxid, zxid)
            && new < old
        {
            let text = format!("zxid went back from {old} to {new}");
            server.odd = Some((text.clone(), now.plus(ODD_SHOWN_MS)));
            self.timeline.push(now, Weight::Crit, Some(index), What::Odd { server: name.clone(), text });
        }
        let quiet = [Some(Role::Leader), None];
        if old_role != role && old_role.is_some() && !quiet.contains(&role) && old_role != Some(Role::Leader)
        {
            let text = format!("{} → {}", old_role.map_or("-", Role::name), role.map_or("-", Role::name));
            self.timeline.push(now, Weight::Note, Some(index), What::Role { server: name, text });
        }
        if matches!(role, Some(Role::Leader | Role::Standalone))
            && let Some(zxid) = zxid
        {
            let epochs_ahead = self.line.last().is_none_or(|(_, last)| zxid.epoch() >= last.epoch());
            if epochs_ahead {
                self.line.push(at, zxid);
            }
        }
    }

    pub(super) fn take_detail(&mut self, index: usize, new: Dated<Box<Detail>>) {
        let name = self.name(index);
        let now = self.now;
        let Some(server) = self.servers.get_mut(index) else { return };
        let old = server.detail.as_ref().map(|d| d.value.clone());
        let grew = |pick: fn(&Detail) -> Option<i64>| {
            let (new, old) = (pick(&new.value)?, pick(old.as_deref()?)?);
            (new > old).then_some(new - old)
        };
        let (expired, mismatches) = (grew(|d| d.expired), grew(|d| d.digest_mismatches));
        // Whoever looks for the first time has not seen them come, and a tree does not heal by itself.
        let before = new.value.digest_mismatches.filter(|n| *n > 0 && old.is_none());
        // Uptime begins anew with each role, too: around an election it says nothing.
        let settled =
            self.timeline.newest().find(|h| matches!(h.what, What::Elected { .. } | What::LeaderLost { .. }));
        let settled = self.ensemble.leader.is_some() && settled.is_none_or(|h| now.since(h.at) > SETTLED_MS);
        let restarted = settled
            && matches!(
                (old.as_ref().and_then(|d| d.uptime_ms), new.value.uptime_ms),
                (Some(old), Some(new)) if new < old
            );
        let election = match (old.as_ref().and_then(|d| d.elections), new.value.elections) {
            (Some(old), Some(new)) => new.mean_since(old),
            (None, Some(new)) => new.mean_since(Default::default()),
            _ => None,
        };
        if let Some(n) = mismatches {
            let text = format!("{n} digests of the tree differ from the leader's");
            server.odd = Some((text.clone(), now.plus(ODD_SHOWN_MS)));
            self.timeline.push(now, Weight::Crit, Some(index), What::Odd { server: name.clone(), text });
        }
        if let Some(n) = before {
            let text = format!("{n} digests of the tree were not the leader's since its start");
            server.odd = Some((text.clone(), now.plus(ODD_SHOWN_MS)));
            self.timeline.push(now, Weight::Warn, Some(index), What::Odd { server: name.clone(), text });
        }
        server.take_detail(new);
        if restarted {
            self.timeline.push(now, Weight::Warn, Some(index), What::Restarted { server: name.clone() });
        }
        if let Some(count) = expired {
            self.expired += count;
            self.timeline.push(now, Weight::Note, Some(index), What::Expired { server: name, count });
        }
        if self.ensemble.leader == Some(index)
            && let Some(ms) = election
        {
            self.timeline.amend_election(ms);
        }
    }

    /// A server went from one state to another.
    pub(super) fn note_state(&mut self, index: usize, old: State, new: State, lasted: u64) {
        let Some(server) = self.servers.get(index) else { return };
        let (name, cause) = (self.name(index), server.reason.clone());
        let gone = |s: State| matches!(s, State::Down | State::Stale | State::Denied);
        let (weight, what) = match (old, new) {
            // Stale first and down then is one loss.
            (a, b) if gone(a) && gone(b) => return,
            (_, State::Down | State::Stale) => (Weight::Crit, What::Lost { server: name, cause }),
            (_, State::Denied) => (Weight::Warn, What::Lost { server: name, cause }),
            (a, _) if gone(a) => (Weight::Note, What::Back { server: name, after_ms: lasted }),
            (_, State::Odd) if server.odd.is_none() => {
                (Weight::Crit, What::Odd { server: name, text: cause })
            }
            (State::New | State::Ok, State::Sync) => (Weight::Warn, What::Role { server: name, text: cause }),
            (State::Sync, State::Ok | State::Slow) => {
                let text = format!("serves again after {}", crate::time::short(lasted));
                (Weight::Note, What::Role { server: name, text })
            }
            _ => return,
        };
        self.timeline.push(self.now, weight, Some(index), what);
    }

    /// Notes who leads now, and what that means.
    pub(super) fn follow_leader(&mut self, found: Option<usize>) {
        let old = self.ensemble.leader;
        let brief = found.and_then(|i| self.servers.get(i)).and_then(|s| s.brief.as_ref());
        let epoch = brief.and_then(|b| b.value.zxid).map(|z| z.epoch());
        let (seen, alone) =
            (brief.map(|b| b.at), brief.is_some_and(|b| b.value.role == Some(Role::Standalone)));
        if let (Some(index), None) = (old, found) {
            self.leader_lost(index);
        }
        if let Some(index) = found
            && !alone
            && (old != Some(index) || self.ensemble.epoch != epoch)
        {
            self.leader_found(index, epoch.unwrap_or(0), seen.unwrap_or(self.now));
        }
        self.ensemble.leader = found;
        if let (Some(index), Some(at)) = (found, seen) {
            self.ensemble.epoch = epoch;
            self.ensemble.last_led = Some((at, index));
            self.ensemble.leaderless_since = None;
            self.ensemble.cause = None;
        }
    }

    fn leader_lost(&mut self, index: usize) {
        let Some(server) = self.servers.get(index) else { return };
        let cause = match server.state {
            State::Ok | State::Slow => format!("is {} now", server.role().map_or("nothing", Role::name)),
            _ => server.reason.clone(),
        };
        let leader = self.name(index);
        self.ensemble.leaderless_since = self.ensemble.last_led.map(|(at, _)| at).or(Some(self.now));
        self.ensemble.cause = Some(format!("{leader}: {cause}"));
        self.timeline.push(self.now, Weight::Crit, Some(index), What::LeaderLost { leader, cause });
    }

    fn leader_found(&mut self, index: usize, epoch: u32, seen: crate::time::At) {
        let leader = self.name(index);
        let Some((last, before)) = self.ensemble.last_led else {
            let text = format!("leads epoch {epoch}");
            self.timeline.push(self.now, Weight::Note, Some(index), What::Role { server: leader, text });
            return;
        };
        let unavailable_ms = Some(seen.since(last)).filter(|ms| *ms > 0);
        let cause = self
            .ensemble
            .cause
            .clone()
            .or_else(|| (before != index).then(|| format!("{} no longer leads", self.name(before))));
        let what = What::Elected { leader, epoch, unavailable_ms, cause, election_ms: None };
        self.timeline.push(self.now, Weight::Warn, Some(index), what);
    }
}
