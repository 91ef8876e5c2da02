//! Which test covers which published weakness of the Java server, and which kind of bad input: a list that is held against the
//! sources, so that a test that is renamed or gone is missed.
//!
//! What has no row because it does not apply: the fixed buffer of the C shell (CVE-2016-5017; no code here has one, `unsafe` is denied)
//! and the Java server's own libraries. What is known and not better than in Apache: the passwords of sessions can be computed from
//! their ids (every member of a mixed ensemble has to), and `digest` sends the password: TLS is what helps.

use std::path::Path;

/// A row, a file from the root of the repository, and a test in it.
type Row = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("CVE-2017-5637: costly words", "zkd/src/fourlw/tests.rs", "a_word_is_four_exact_bytes_and_must_be_listed"),
    ("CVE-2017-5637: costly words", "tests/it/bad_input/connections.rs", "words_outside_the_whitelist_are_refused"),
    ("CVE-2018-8012: anybody joins", "zkd/tests/security/quorum.rs", "quorum_rejects_stranger"),
    ("CVE-2018-8012: anybody joins", "zkd/tests/security/quorum.rs", "quorum_rejects_stranger_without_login"),
    ("CVE-2018-8012: anybody joins", "tests/it/ensemble.rs", "strangers_between_members_are_refused_counted_and_disturb_nobody"),
    ("CVE-2019-0201: hashes without a right", "tests/it/acl.rs", "hashes_are_shown_to_administrators_only"),
    ("CVE-2019-0201: a check missing", "tests/it/acl.rs", "every_operation_needs_its_right"),
    ("CVE-2023-44981: a part missing", "crates/zk-sasl/src/server/tests.rs", "sasl_instance_missing"),
    ("CVE-2024-23944: events without a right", "tests/it/watches.rs", "those_who_may_not_read_a_node_are_told_nothing"),
    ("CVE-2024-51504: a header as identity", "tests/it/backup.rs", "only_the_super_user_and_those_who_are_named_may"),
    ("CVE-2025-58457: too weak a check", "zkd/src/admin/auth.rs", "the_super_user_may_and_others_only_if_they_are_named_and_the_root_is_theirs"),
    ("CVE-2026-24281: names of the DNS", "zkd/tests/security/clients.rs", "tls_ptr_fallback"),
    ("CVE-2026-24308: secrets in logs", "zkd/tests/security/sasl.rs", "users_come_from_the_jaas_file"),
    ("CVE-2026-24308: secrets in logs", "zkd/src/config/effective.rs", "secrets_are_not_shown_in_any_form"),
    ("CVE-2026-24308: secrets in logs", "zkd/src/config/jaas.rs", "mistakes_are_told_with_their_line_and_without_a_password"),
    ("frames before any login", "zkd/src/quorum/election_net/tests/strangers.rs", "of_too_many_silent_callers_the_oldest_goes"),
    ("frames before any login", "zkd/src/quorum/links/tests/hostile.rs", "of_too_many_silent_callers_the_oldest_goes"),
    ("deep trees", "tests/it/bad_input/values.rs", "long_and_deep_paths_are_survived"),
    ("counts before content", "tests/it/bad_input/requests.rs", "bodies_that_cannot_be_decoded_are_refused_and_the_connection_stays"),
    ("renewal before the password", "tests/it/bad_input/handshakes.rs", "a_wrong_password_does_not_disturb_the_owner"),
    ("addresses of strangers", "zkd/src/quorum/election_net/tests/wire.rs", "a_knock_of_the_smaller_peer_brings_a_new_call_to_the_configured_address"),

    ("client: words", "tests/it/bad_input/connections.rs", "four_letter_words_in_every_shape"),
    ("client: lengths", "tests/it/bad_input/connections.rs", "impossible_lengths_close_the_connection"),
    ("client: lengths", "tests/it/bad_input/connections.rs", "a_frame_of_the_limit_is_served_and_one_byte_more_is_not"),
    ("client: silence", "tests/it/bad_input/connections.rs", "silence_before_the_handshake_is_ended_by_a_timer"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "handshakes_of_every_kind_are_answered_byte_for_byte"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "a_second_connect_request_ends_the_connection"),
    ("client: operations", "tests/it/bad_input/requests.rs", "internal_operations_are_not_executed_for_a_client"),
    ("client: xids", "tests/it/bad_input/requests.rs", "reserved_repeated_and_falling_xids_are_echoed_in_order"),
    ("client: paths", "tests/it/bad_input/values.rs", "malformed_paths_get_the_codes_of_apache"),
    ("client: ACLs", "tests/it/bad_input/values.rs", "malformed_acls_get_the_codes_of_apache"),
    ("client: multis", "tests/it/bad_input/requests.rs", "multis_of_every_broken_kind_change_nothing"),
    ("client: TLS and plain text", "zkd/tests/security/clients.rs", "slow_and_garbage_handshakes_hold_up_nobody"),
    ("client: TLS and plain text", "tests/it/bad_input/connections.rs", "other_protocols_on_the_plain_port_are_hung_up_on"),
    ("SASL and auth", "zkd/tests/security/sasl.rs", "bad_tokens_are_refused_and_rounds_are_bounded"),
    ("SASL and auth", "tests/it/bad_input/handshakes.rs", "bad_credentials_end_the_connection"),
    ("election", "zkd/src/quorum/election_net/tests/strangers.rs", "strangers_are_sent_away"),
    ("election", "zkd/src/quorum/election_net/tests/strangers.rs", "a_vote_may_be_cut_anywhere"),
    ("quorum", "zkd/src/quorum/links/tests/hostile.rs", "bytes_that_are_no_packets_end_the_link"),
    ("quorum: trees", "zkd/src/quorum/links/tests/trees.rs", "a_tree_that_does_not_load_ends_the_link"),
    ("quorum: logins", "crates/zk-proto/src/quorum_auth.rs", "what_is_no_packet_is_told_at_once"),
    ("quorum: logins", "zkd/src/quorum/login.rs", "a_server_that_only_says_yes_is_not_believed"),
    ("zoo.cfg", "zkd/src/config/tests.rs", "no_bytes_make_the_parser_panic"),
];

#[test]
fn every_row_has_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    for (row, file, name) in ROWS {
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        if !text.contains(&format!("fn {name}(")) {
            missing.push(format!("{row}: {name} in {file}"));
        }
    }
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}
