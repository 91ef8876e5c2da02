//! Requests to change the membership: which are refused, and what comes of the others.

use std::collections::BTreeSet;

use zk_proto::members::Membership;
use zk_proto::{ErrorCode, Request};

use super::{Machine, SESSION};
use crate::{Applied, Ensemble, PrepareConfig};

const THREE: &str = "server.1=a:1:2;2181\nserver.2=b:1:2;2181\nserver.3=c:1:2;2181";
const VERSION: i64 = 0x1_0000_0000;

fn ensemble() -> Ensemble {
    let (membership, _) = Membership::parse(THREE).unwrap();
    let is_quorum = |m: &Membership, synced: &BTreeSet<i64>| {
        m.voters().filter(|sid| synced.contains(sid)).count() > m.participant_count() / 2
    };
    let synced = (1..=4).collect();
    Ensemble { membership, version: VERSION, in_progress: false, synced, min_voters: 2, is_quorum }
}

fn machine() -> Machine {
    let mut m = Machine::new(PrepareConfig { reconfig: true, ..PrepareConfig::default() });
    m.who = m.who.clone().with_checks_skipped();
    m.prep.set_ensemble(ensemble());
    m
}

fn change<'a>(joining: Option<&'a str>, leaving: Option<&'a str>, new: Option<&'a str>) -> Request<'a> {
    let [joining, leaving, new_members] = [joining, leaving, new].map(|text| text.map(Into::into));
    Request::Reconfig { joining, leaving, new_members, config_id: -1 }
}

#[test]
fn a_change_is_the_text_of_the_new_membership_with_its_version() {
    let mut m = machine();
    let applied = m.run(&change(Some("server.4=d:1:2;2181"), Some("2"), None));
    assert!(matches!(applied, Applied::Reconfigured { .. }), "{applied:?}");
    let expected = "server.1=a:1:2:participant;0.0.0.0:2181\nserver.3=c:1:2:participant;0.0.0.0:2181\n\
                    server.4=d:1:2:participant;0.0.0.0:2181\nversion=1";
    assert_eq!(m.tree.config_text(), Some(expected));
    let stat = m.tree.find("/zookeeper/config").unwrap().stat();
    assert_eq!((stat.version, stat.mzxid.0), (-1, 1));
    let whole = "server.1=a:1:2;2181,server.4=d:1:2;2181,server.5=e:1:2:observer;2181";
    assert!(matches!(m.run(&change(None, None, Some(whole))), Applied::Reconfigured { .. }));
}

#[test]
fn what_makes_no_sense_is_refused_in_javas_order() {
    let refused = |m: &mut Machine, request: Request<'_>, code: ErrorCode| {
        assert_eq!(m.run(&request), Applied::Failed(code.code()), "{request:?}");
    };
    let leave = |ids| change(None, Some(ids), None);
    let mut off = Machine::new(PrepareConfig::default());
    refused(&mut off, leave("3"), ErrorCode::ReconfigDisabled);
    let mut alone = Machine::new(PrepareConfig { reconfig: true, ..PrepareConfig::default() });
    refused(&mut alone, leave("3"), ErrorCode::Unimplemented);

    let mut m = machine();
    let at = |config_id| Request::Reconfig {
        joining: None,
        leaving: Some("x".into()),
        new_members: None,
        config_id,
    };
    refused(&mut m, at(VERSION + 1), ErrorCode::BadVersion);
    refused(&mut m, at(VERSION), ErrorCode::BadArguments);
    refused(&mut m, leave("2,3"), ErrorCode::BadArguments);
    refused(&mut m, change(None, None, Some("")), ErrorCode::BadArguments);
    refused(&mut m, change(Some("server.4=d:1:2"), None, None), ErrorCode::BadArguments);
    let strangers = "server.7=x:1:2;2181,server.8=y:1:2;2181,server.1=a:1:2;2181";
    refused(&mut m, change(None, None, Some(strangers)), ErrorCode::NewConfigNoQuorum);

    // Whoever asks must be allowed to write there, and only then is anything under way.
    let mut m = Machine::new(PrepareConfig { reconfig: true, ..PrepareConfig::default() });
    m.prep.set_ensemble(ensemble());
    refused(&mut m, leave("3"), ErrorCode::NoAuth);
    m.who = m.who.clone().with_checks_skipped();
    m.prepare(SESSION, &leave("3")).unwrap();
    assert_eq!(m.prepare(SESSION, &leave("2")), Err(ErrorCode::ReconfigInProgress));
    m.settle();
    m.prep.set_ensemble(Ensemble { in_progress: true, ..ensemble() });
    refused(&mut m, leave("2"), ErrorCode::ReconfigInProgress);
}

#[test]
fn nobody_writes_the_membership_but_by_a_reconfiguration() {
    let set = |data| Request::SetData { path: "/zookeeper/config".into(), data: Some(data), version: -1 };
    let mut m = machine();
    assert_eq!(m.run(&set(b"server.1=evil:1:2")), Applied::Failed(ErrorCode::BadArguments.code()));
    let mut nobody = Machine::new(PrepareConfig { reconfig: true, ..PrepareConfig::default() });
    nobody.prep.set_ensemble(ensemble());
    assert_eq!(nobody.run(&set(b"x")), Applied::Failed(ErrorCode::NoAuth.code()), "as Apache says to most");
}

#[test]
fn who_joins_has_several_addresses_only_where_that_is_enabled() {
    use zk_proto::members::MultiAddress;
    let (part, all) =
        ("server.4=d:1:2|e:1:2;2181", format!("{THREE},server.4=d:1:2|e:1:2;2181").replace('\n', ","));
    for multi_address in [MultiAddress::Disabled, MultiAddress::Enabled] {
        for request in [change(Some(part), None, None), change(None, None, Some(&all))] {
            let mut m =
                Machine::new(PrepareConfig { reconfig: true, multi_address, ..PrepareConfig::default() });
            m.who = m.who.clone().with_checks_skipped();
            m.prep.set_ensemble(ensemble());
            match (m.run(&request), multi_address) {
                (Applied::Reconfigured { .. }, MultiAddress::Enabled) => {}
                (Applied::Failed(code), MultiAddress::Disabled) => {
                    assert_eq!(code, ErrorCode::BadArguments.code());
                }
                (applied, _) => panic!("{multi_address:?} {request:?}: {applied:?}"),
            }
        }
    }
}
