//! What the broadcast wants done: given to the host, or to the pipeline of the role.

use zk_proto::Zxid;
use zk_proto::election::PeerState;
use zk_tree::DataTree;
use zk_zab::Output;

use super::{DiskRequest, Host, Member, NoteLevel, Pipeline, Serving};
use crate::Times;

impl Member {
    pub(super) fn drain(&mut self, host: &mut impl Host, times: Times) {
        if self.zab.state() != PeerState::Looking {
            self.stop_reading(host, times);
        }
        while !self.out.is_empty() && !self.halted {
            for output in std::mem::take(&mut self.out) {
                self.fulfil(host, times, output);
            }
        }
    }

    fn fulfil(&mut self, host: &mut impl Host, times: Times, output: Output) {
        match output {
            Output::Vote { to, notification } => host.vote(to, &notification),
            // It would send the same once more.
            Output::Dial { to, .. } if times.now_ms < self.shun_until_ms => {
                self.zab.dial_failed(times.now_ms, to, &mut self.out);
            }
            Output::Dial { to, door } => host.dial(to, door),
            Output::Send { link, packets } => host.send(link, packets),
            Output::SendSnapshot { link, zxid } => host.send_snapshot(link, zxid),
            Output::HangUp { link, reason } => {
                if let Pipeline::Leading(leading) = &mut self.pipeline {
                    leading.server.learner_gone(link);
                }
                host.hang_up(link, &reason);
            }
            Output::ReadLog { link, after, upto } => host.read_log(link, after, upto),
            Output::Append { txns } => host.disk(DiskRequest::Append { txns }),
            Output::Sync { token } => host.disk(DiskRequest::Sync { token }),
            Output::AcceptedEpoch { epoch, token } => host.disk(DiskRequest::AcceptedEpoch { epoch, token }),
            Output::CurrentEpoch { epoch, token } => host.disk(DiskRequest::CurrentEpoch { epoch, token }),
            Output::Truncate { to, reload, token } => {
                self.restore_is_cut(to);
                self.stop_reading(host, times);
                self.applied = self.applied.min(to);
                host.disk(DiskRequest::Truncate { to, reload, token });
            }
            Output::SetAside { token } => {
                self.restore_is_cut(Zxid::ZERO);
                self.stop_reading(host, times);
                self.applied = Zxid::ZERO;
                host.disk(DiskRequest::SetAside { token });
            }
            Output::Install { zxid, token } => match self.incoming.take() {
                Some(tree) => {
                    self.installs(token);
                    self.applied = zxid;
                    host.disk(DiskRequest::Install { tree, token });
                }
                None => self.halt(host, "a snapshot is to be installed that never came"),
            },
            Output::InstallEmpty { token } => {
                self.applied = Zxid::ZERO;
                let tree = Box::new(DataTree::new(self.config.seed));
                host.disk(DiskRequest::Install { tree, token });
            }
            Output::Committed { upto } => self.apply(host, times, upto),
            Output::Looking { reason } => {
                self.end_pipeline();
                self.looking_since_ms = times.now_ms;
                host.note(NoteLevel::Info, &format!("looking for a leader: {reason}"));
                host.serving(Serving::No);
                self.role_of_restore_ended(host, times, &reason);
            }
            Output::Leading { epoch } => self.lead(host, times, epoch),
            Output::Following { leader, master, epoch, observer } => {
                self.follow(host, times, Serving::Learner { leader, master, epoch, observer });
            }
            Output::Memberships { memberships } => {
                host.memberships(&memberships);
                host.disk(DiskRequest::Memberships { memberships });
            }
            Output::Note { alarm, text } => {
                host.note(if alarm { NoteLevel::Error } else { NoteLevel::Warn }, &text);
            }
        }
    }

    fn apply(&mut self, host: &mut impl Host, times: Times, upto: Zxid) {
        let after = std::mem::replace(&mut self.applied, upto);
        let zab = &self.zab;
        let result = match &mut self.pipeline {
            Pipeline::Leading(leading) => {
                host.commit(|tree, watches, sink| leading.commit(upto, tree, watches, times, sink));
                Ok(())
            }
            Pipeline::Learning(learning) => host.commit(|tree, watches, sink| {
                zab.entries(after, upto).try_for_each(|e| {
                    learning
                        .apply(times, &e.payload, tree, watches, sink)
                        .map_err(|e2| format!("{}: {e2}", e.zxid))
                })
            }),
            Pipeline::Reading(_) | Pipeline::None => host.commit(|tree, _, _| {
                zab.entries(after, upto).try_for_each(|e| {
                    tree.apply_payload(&e.payload, &mut ())
                        .map(|_| ())
                        .map_err(|e2| format!("{}: {e2}", e.zxid))
                })
            }),
        };
        if let Err(e) = result {
            self.halt(host, &format!("a committed transaction cannot be decoded: {e}"));
        }
    }
}
