//! The words of the audit log, and its file.

use super::*;

fn event() -> Event {
    let mut who = Identities::of_address("10.0.0.9".parse().unwrap());
    who.add(zk_proto::Id::new("digest", "al:hash"));
    Event {
        wall_ms: 1_793_000_000_123,
        session: Some(SessionId(0x0100_000c_7e14_0000)),
        user: User::Client(Arc::new(who)),
        ip: Some("10.0.0.9".parse().unwrap()),
        operation: "create",
        znode: Some("/a\tresult=forged\n%09".into()),
        znode_type: Some("persistent"),
        acl: None,
        outcome: Outcome::Failure(-110),
        zxid: Some(Zxid(5)),
    }
}

fn message(format: AuditFormat, event: &Event) -> String {
    let mut out = String::new();
    line::Lines::new(format, 3).message(event, &mut out);
    out
}

#[test]
fn a_line_has_apaches_keys_in_apaches_order_and_no_field_can_be_forged() {
    assert_eq!(
        message(AuditFormat::Java, &event()),
        "session=0x100000c7e140000\tuser=al,10.0.0.9\tip=10.0.0.9\toperation=create\t\
         znode=/a%09result=forged%0A%2509\tznode_type=persistent\tresult=failure"
    );
}

#[test]
fn json_says_more() {
    let text = message(AuditFormat::Json, &event());
    let fields: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(fields["znode"], "/a\tresult=forged\n%09");
    assert_eq!(fields["user"], serde_json::json!(["al", "10.0.0.9"]));
    assert_eq!((&fields["error"], &fields["zxid"]), (&"NodeExists".into(), &"0x5".into()));
    assert_eq!((&fields["server_id"], &fields["result"]), (&3.into(), &"failure".into()));
    assert_eq!(fields["time"], "2026-10-26T07:33:20.123Z", "{text}");
    assert!(!text.contains("hash"));
}

#[test]
fn a_file_that_was_moved_away_is_made_anew_and_all_lines_are_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("audit.log");
    let config =
        AuditConfig { file: Some(path.clone()), format: AuditFormat::Json, ..AuditConfig::default() };
    let lines = |path: &PathBuf| std::fs::read_to_string(path).unwrap().lines().count();
    let audit = Audit::start(config.clone(), 1).unwrap();
    (0..2_000).for_each(|_| audit.tell(event()));
    drop(audit);
    assert_eq!(lines(&path), 2_000);
    let audit = Audit::start(config, 1).unwrap();
    let moved = dir.path().join("audit.log.1");
    std::fs::rename(&path, &moved).unwrap();
    audit.tell(event());
    drop(audit);
    assert_eq!((lines(&moved), lines(&path)), (2_000, 1));
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error() {
    let config = AuditConfig { file: Some("/nowhere/audit.log".into()), ..AuditConfig::default() };
    assert!(Audit::start(config, 1).is_err());
}
