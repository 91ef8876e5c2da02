//! Which test covers which published weakness of the Java server, and which kind of bad input: a list that is held against the
//! sources, so that a test that is renamed or gone is missed.
//!
//! What is known and not better than in Apache: the passwords of sessions can be computed from their ids (every member of a mixed
//! ensemble has to), and `digest` sends the password: TLS is what helps. A vote on an election port without TLS or SASL may
//! carry a membership in a member's name: that is how a member hears of changes that it missed.

use std::path::Path;

/// A row, a file from the root of the repository, and a test in it.
type Row = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // security.md 5.1
    ("CVE-2016-5017: commands of any length", "zkctl/tests/cli/hostile.rs", "a_line_may_be_of_any_length"),
    ("CVE-2017-5637: costly words", "zkd/src/fourlw/tests.rs", "a_word_is_four_exact_bytes_and_must_be_listed"),
    ("CVE-2017-5637: costly words", "tests/it/bad_input/connections.rs", "words_outside_the_whitelist_are_refused"),
    ("CVE-2018-8012: anybody joins", "zkd/tests/security/quorum.rs", "quorum_rejects_stranger"),
    ("CVE-2018-8012: anybody joins", "zkd/tests/security/quorum.rs", "quorum_rejects_stranger_without_login"),
    ("CVE-2018-8012: anybody joins", "zkd/src/quorum/secure.rs", "a_certificate_speaks_for_its_own_member_alone"),
    ("CVE-2018-8012: anybody joins", "tests/it/ensemble.rs", "strangers_between_members_are_refused_counted_and_disturb_nobody"),
    ("CVE-2019-0201: hashes without a right", "tests/it/acl.rs", "hashes_are_shown_to_administrators_only"),
    ("CVE-2019-0201: a check missing", "tests/it/acl.rs", "every_operation_needs_its_right"),
    ("CVE-2023-44981: a part missing", "crates/zk-sasl/src/server/tests.rs", "sasl_instance_missing"),
    ("CVE-2023-44981: a part missing", "crates/zk-sasl/src/server/tests.rs", "a_proof_for_another_name_than_ours_is_refused"),
    ("CVE-2024-23944: events without a right", "tests/it/watches.rs", "those_who_may_not_read_a_node_are_told_nothing"),
    ("CVE-2024-51504: a header as identity", "tests/it/backup.rs", "only_the_super_user_and_those_who_are_named_may"),
    ("CVE-2025-58457: too weak a check", "zkd/src/admin/auth.rs", "the_super_user_may_and_others_only_if_they_are_named_and_the_root_is_theirs"),
    ("CVE-2025-58457: too weak a check", "tests/it/backup.rs", "what_is_not_enabled_is_not_there_and_what_comes_too_soon_is_refused"),
    ("CVE-2025-58457: too weak a check", "zkd/tests/security/admin.rs", "a_certificate_says_who_may_do_more_than_look"),
    ("CVE-2026-24281: names of the DNS", "zkd/tests/security/clients.rs", "tls_ptr_fallback"),
    ("CVE-2026-24308: secrets in logs", "zkd/tests/security/sasl.rs", "users_come_from_the_jaas_file"),
    ("CVE-2026-24308: secrets in logs", "zkd/src/config/effective.rs", "secrets_are_not_shown_in_any_form"),
    ("CVE-2026-24308: secrets in logs", "zkd/src/config/secret.rs", "a_secret_does_not_show_in_a_dump"),
    ("CVE-2026-24308: secrets in logs", "zkd/src/config/jaas.rs", "mistakes_are_told_with_their_line_and_without_a_password"),
    ("CVE-2026-24308: secrets in logs", "zkctl/tests/cli/credentials.rs", "a_secret_is_in_no_argument_history_or_file_that_we_write"),
    ("CVEs of dependencies", "crates/xtask/src/deny.rs", "every_dependency_is_let_in_by_deny_toml"),
    ("CVEs of dependencies", "crates/xtask/src/deny.rs", "an_advisory_is_passed_over_with_a_reason_and_a_date_alone"),

    // security.md 5.2, by number
    ("1: passwords from ids", "crates/zk-proto/src/reply.rs", "password_follows_javas_generator"),
    ("2: ids after a reboot", "crates/zk-server/src/tests.rs", "a_session_id_is_given_out_once_whatever_the_clock_does"),
    ("3: memberships in votes", "crates/zk-zab/src/tests/turns.rs", "a_membership_in_a_vote_is_taken_from_members_alone_and_only_while_looking"),
    ("4: frames before any login", "zkd/src/quorum/election_net/tests/strangers.rs", "of_too_many_silent_callers_the_oldest_goes"),
    ("4: frames before any login", "zkd/src/quorum/election_net/tests/strangers.rs", "a_caller_that_says_nothing_is_sent_away_in_time"),
    ("4: frames before any login", "zkd/src/quorum/links/tests/hostile.rs", "of_too_many_silent_callers_the_oldest_goes"),
    ("5: deep trees", "tests/it/bad_input/values.rs", "long_and_deep_paths_are_survived"),
    ("6: passwords in the clear", "zkd/tests/security/clients.rs", "nothing_is_served_before_an_enforced_authentication"),
    ("7: counts before content", "tests/it/bad_input/requests.rs", "bodies_that_cannot_be_decoded_are_refused_and_the_connection_stays"),
    ("7: counts before content", "crates/zk-proto/src/acl.rs", "a_count_beyond_the_input_is_refused"),
    ("7: counts before content", "crates/zk-proto/src/jute.rs", "lengths_are_checked_before_use"),
    ("8: renewal before the password", "tests/it/bad_input/handshakes.rs", "a_wrong_password_does_not_disturb_the_owner"),
    ("9: addresses of strangers", "zkd/src/quorum/election_net/tests/wire.rs", "a_knock_of_the_smaller_peer_brings_a_new_call_to_the_configured_address"),
    ("10: text in logs", "zkd/src/log.rs", "an_event_is_a_line_and_nothing_in_it_acts"),
    ("10: text in logs", "zkd/tests/security/logs.rs", "an_election_message_cannot_forge_a_line"),
    ("10: text in logs", "zkd/tests/security/logs.rs", "a_user_name_cannot_forge_a_line"),
    ("10: text in logs", "zkd/src/audit/tests.rs", "a_line_has_apaches_keys_in_apaches_order_and_no_field_can_be_forged"),
    ("10: text in metrics", "zkd/src/admin/prometheus/tests.rs", "labels_cannot_break_out_of_their_quotes"),
    ("10: text on terminals", "zkctl/tests/cli/terminal.rs", "no_form_lets_names_and_values_act_on_the_terminal"),
    ("10: text on terminals", "zkctl/tests/cli/terminal.rs", "names_cannot_act_on_the_terminal"),

    // verification.md 11.2, client
    ("client: words", "tests/it/bad_input/connections.rs", "four_letter_words_in_every_shape"),
    ("client: lengths", "tests/it/bad_input/connections.rs", "impossible_lengths_close_the_connection"),
    ("client: lengths", "tests/it/bad_input/connections.rs", "a_frame_of_the_limit_is_served_and_one_byte_more_is_not"),
    ("client: lengths", "tests/it/bad_input/connections.rs", "a_frame_cut_short_by_a_close_changes_nothing"),
    ("client: silence", "tests/it/bad_input/connections.rs", "silence_before_the_handshake_is_ended_by_a_timer"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "handshakes_of_every_kind_are_answered_byte_for_byte"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "handshakes_for_no_session_are_refused_byte_for_byte"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "a_connect_request_of_a_megabyte_harms_nobody"),
    ("client: connect requests", "tests/it/lifecycle.rs", "a_client_that_saw_more_than_the_server_is_turned_away_after_a_restart_too"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "a_second_connect_request_ends_the_connection"),
    ("client: connect requests", "tests/it/bad_input/handshakes.rs", "requests_sent_before_the_handshake_is_answered_are_served"),
    ("client: operations", "tests/it/bad_input/requests.rs", "unknown_operations_are_refused_and_end_the_connection"),
    ("client: operations", "tests/it/bad_input/requests.rs", "internal_operations_are_not_executed_for_a_client"),
    ("client: xids", "tests/it/bad_input/requests.rs", "reserved_repeated_and_falling_xids_are_echoed_in_order"),
    ("client: xids", "tests/it/bad_input/requests.rs", "a_ping_is_answered_with_its_own_xid_whatever_was_sent"),
    ("client: paths", "tests/it/bad_input/values.rs", "malformed_paths_get_the_codes_of_apache"),
    ("client: paths", "tests/it/bad_input/values.rs", "odd_spellings_of_the_root_are_read_as_apache_reads_them"),
    ("client: paths", "tests/it/bad_input/values.rs", "null_paths_and_null_acls_are_refused"),
    ("client: ACLs", "tests/it/bad_input/values.rs", "malformed_acls_get_the_codes_of_apache"),
    ("client: flags", "tests/it/bad_input/values.rs", "create_operations_and_flags_that_do_not_belong_together_are_refused"),
    ("client: versions", "tests/it/bad_input/values.rs", "versions_that_do_not_match_are_refused"),
    ("client: versions", "crates/zk-tree/src/tests/rules.rs", "versions_skip_minus_one"),
    ("client: multis", "tests/it/bad_input/requests.rs", "multis_of_every_broken_kind_change_nothing"),
    ("client: multis", "tests/it/bad_input/requests.rs", "a_multi_beyond_the_limit_is_refused_whole"),
    ("client: TLS and plain text", "zkd/tests/security/clients.rs", "slow_and_garbage_handshakes_hold_up_nobody"),
    ("client: TLS and plain text", "zkd/tests/security/clients.rs", "a_unified_port_takes_both_kinds_of_client_and_words"),
    ("client: TLS and plain text", "zkd/tests/security/logs.rs", "callers_at_the_wrong_port_are_told_once"),
    ("client: TLS and plain text", "tests/it/bad_input/connections.rs", "other_protocols_on_the_plain_port_are_hung_up_on"),
    ("SASL and auth", "zkd/tests/security/sasl.rs", "bad_tokens_are_refused_and_rounds_are_bounded"),
    ("SASL and auth: credentials without end", "zkd/src/auth.rs", "unknown_schemes_and_too_many_identities_are_refused"),
    ("SASL and auth", "tests/it/bad_input/handshakes.rs", "bad_credentials_end_the_connection"),

    // election
    ("election: hellos", "zkd/src/quorum/election_net/tests/strangers.rs", "strangers_are_sent_away"),
    ("election: hellos", "zkd/src/quorum/election_net/tests/strangers.rs", "a_hello_may_be_cut_anywhere"),
    ("election: hellos", "crates/zk-proto/src/election.rs", "bad_hellos_are_refused_as_soon_as_it_shows"),
    ("election: sizes", "zkd/src/quorum/election_net/tests/strangers.rs", "a_length_outside_the_limits_ends_the_connection"),
    ("election: sizes", "zkd/src/quorum/election_net/tests/strangers.rs", "a_vote_may_be_cut_anywhere"),
    ("election: sizes", "crates/zk-proto/src/election.rs", "lengths_between_the_forms_end_early"),
    ("election: sizes", "crates/zk-proto/src/election.rs", "the_form_of_28_bytes_takes_its_epoch_from_the_zxid"),
    ("election: sizes", "crates/zk-proto/src/election.rs", "the_form_of_40_bytes_has_no_version"),
    ("election: configurations", "crates/zk-proto/src/election.rs", "a_configuration_must_lie_within_the_notification"),
    ("election: configurations", "crates/zk-proto/src/election.rs", "a_configuration_must_be_text_and_the_state_known"),
    ("election: nonsense", "zkd/src/quorum/election_net/tests/strangers.rs", "a_message_that_is_no_vote_is_skipped"),
    ("election: ids without a vote", "crates/zk-zab/src/election/tests.rs", "votes_of_and_for_servers_without_a_vote_are_not_counted"),
    ("election: any votes", "crates/zk-zab/src/election/scenarios.rs", "trouble_of_any_kind_ends_in_one_leader"),

    // quorum
    ("quorum: bytes", "zkd/src/quorum/links/tests/hostile.rs", "bytes_that_are_no_packets_end_the_link"),
    ("quorum: bytes", "zkd/src/quorum/links/tests/hostile.rs", "a_packet_may_be_cut_anywhere"),
    ("quorum: any packets", "crates/zk-zab/src/tests/hostile.rs", "learners_may_say_anything"),
    ("quorum: any packets", "crates/zk-zab/src/tests/hostile.rs", "a_leader_may_say_anything"),
    ("leader: greetings", "crates/zk-zab/src/leader/handler.rs", "strangers_are_refused_and_told_apart"),
    ("leader: epochs", "crates/zk-zab/src/tests/turns.rs", "epochs_far_above_or_below_ours_do_not_become_the_next_one"),
    ("leader: epochs", "crates/zk-zab/src/tests/hostile.rs", "an_epoch_that_has_no_successor_is_not_taken_over"),
    ("leader: ACKs", "crates/zk-zab/src/tests/turns.rs", "an_acknowledgement_counts_for_what_was_proposed_and_once"),
    ("leader: out of turn", "crates/zk-zab/src/tests/turns.rs", "a_packet_out_of_turn_ends_its_learners_link_and_no_other"),
    ("leader: sessions of others", "crates/zk-server/src/member/tests/nonsense.rs", "what_a_learner_says_of_sessions_that_are_not_its_own_changes_nothing"),
    ("leader: garbage", "crates/zk-server/src/member/tests/nonsense.rs", "garbage_of_a_learner_ends_its_link_and_not_the_leadership"),
    ("learner: trees", "zkd/src/quorum/links/tests/trees.rs", "a_tree_that_does_not_load_ends_the_link"),
    ("learner: trees", "zkd/src/quorum/links/tests/trees.rs", "a_tree_may_be_cut_anywhere"),
    ("learner: trees", "crates/zk-journal/src/tests/streams.rs", "a_stream_cut_short_is_an_error_at_every_byte"),
    ("learner: trees", "crates/zk-journal/src/tests/streams.rs", "a_damaged_stream_never_panics"),
    ("learner: trees", "crates/zk-journal/src/tests/streams.rs", "limits_hold_for_fields_and_for_the_whole"),
    ("learner: out of turn", "crates/zk-zab/src/tests/turns.rs", "a_packet_out_of_turn_ends_the_link_to_the_leader_and_changes_nothing"),
    ("learner: TRUNC, DIFF, COMMIT, UPTODATE, NEWLEADER, epochs", "crates/zk-zab/src/tests/turns.rs", "what_does_not_belong_to_the_history_is_not_taken_over"),
    ("learner: TRUNC below the snapshot", "crates/zk-server/src/member/tests.rs", "a_history_that_cannot_be_cut_is_given_up"),
    ("learner: TRUNC below the snapshot", "crates/zk-journal/src/tests/refusal.rs", "what_was_to_follow_a_refused_truncation_is_not_done"),
    ("learner: unknown transactions", "crates/zk-server/src/member/tests/nonsense.rs", "a_transaction_that_cannot_be_read_is_not_logged_and_ends_nobody"),
    ("quorum: logins", "crates/zk-proto/src/quorum_auth.rs", "what_is_no_packet_is_told_at_once"),
    ("quorum: logins", "zkd/src/quorum/login.rs", "a_server_that_only_says_yes_is_not_believed"),

    // disk, by the lines of 8.3
    ("disk: zeros behind the last record", "crates/zk-storage/src/tests/log.rs", "what_is_written_is_read_back_and_padded_with_zeros"),
    ("disk: a torn last record", "crates/zk-storage/src/tests/damage.rs", "every_torn_last_record_with_every_kind_of_tail_is_torn"),
    ("disk: a torn last record", "crates/zk-storage/src/tests/recovery.rs", "a_torn_tail_is_reported_and_cut_off_and_kept_aside"),
    ("disk: never durable", "crates/zk-storage/src/tests/damage.rs", "a_write_without_its_first_sector_is_torn_and_nothing_of_it_comes_back"),
    ("disk: damage below the mark", "crates/zk-storage/src/tests/damage.rs", "damage_below_the_durable_mark_is_no_torn_write"),
    ("disk: damage inside", "crates/zk-storage/src/tests/damage.rs", "a_zeroed_record_inside_the_log_is_damage"),
    ("disk: damage inside", "crates/zk-storage/src/tests/damage.rs", "every_changed_byte_is_a_torn_tail_or_damage_and_never_another_transaction"),
    ("disk: damage inside", "tests/it/crash.rs", "a_damaged_record_inside_the_log_stops_the_start"),
    ("disk: lengths", "crates/zk-storage/src/tests/damage.rs", "a_hostile_log_is_given_up_in_bounded_time"),
    ("disk: gaps", "crates/zk-storage/src/tests/recovery.rs", "a_gap_is_fatal_unless_a_snapshot_covers_it"),
    ("disk: an empty last log", "crates/zk-storage/src/tests/recovery.rs", "a_last_log_without_a_whole_record_is_removed"),
    ("disk: an empty last log", "crates/zk-storage/src/tests/recovery.rs", "a_torn_record_in_an_earlier_log_is_harmless_only_if_the_next_one_goes_on_there"),
    ("disk: the newest snapshot", "crates/zk-storage/src/tests/damage.rs", "a_damaged_newest_snapshot_is_replaced_by_an_older_one_and_the_log"),
    ("disk: the newest snapshot", "crates/zk-storage/src/tests/damage.rs", "every_changed_byte_of_a_snapshot_is_refused"),
    ("disk: no snapshot", "crates/zk-storage/src/tests/recovery.rs", "logs_without_a_snapshot_are_refused_unless_trusted"),
    ("disk: no snapshot", "crates/zk-storage/src/tests/recovery.rs", "a_missing_first_log_is_a_gap"),
    ("disk: snapshots above a truncation", "crates/zk-storage/src/tests/recovery.rs", "a_truncation_cuts_inside_at_the_edge_of_and_across_files"),
    ("disk: snapshots above a truncation", "crates/zk-journal/src/tests/crash.rs", "truncations_under_snapshots_of_what_goes"),
    ("disk: epoch files", "crates/zk-journal/src/tests/recovery.rs", "an_epoch_that_cannot_be_read_is_refused_and_nothing_is_changed"),
    ("disk: epoch files", "crates/zk-journal/src/tests/recovery.rs", "epochs_are_what_the_files_and_the_history_say"),
    ("disk: epoch files", "crates/zk-journal/src/tests/recovery.rs", "epoch_files_that_do_not_go_together_are_told"),
    ("disk: unknown records", "crates/zk-journal/src/tests/recovery.rs", "a_logged_transaction_of_an_unknown_type_is_refused_and_nothing_is_changed"),
    ("disk: unknown records", "crates/zk-proto/src/txn.rs", "types_that_nobody_logs_are_refused"),
    ("disk: another's directory", "crates/zk-storage/src/tests/recovery.rs", "swapped_directories_are_noticed"),
    ("disk: another's directory", "zkd/src/config/tests/ensemble.rs", "what_apache_refuses_a_member_is_refused"),
    ("disk: another's directory", "tests/it/lifecycle.rs", "a_second_server_on_the_directory_is_refused"),
    ("disk: bombs", "crates/zk-storage/src/snapshot/compress.rs", "a_snappy_bomb_is_refused"),

    // zoo.cfg
    ("zoo.cfg: any bytes", "zkd/src/config/tests.rs", "no_bytes_make_the_parser_panic"),
    ("zoo.cfg: unknown keys", "zkd/tests/cli.rs", "an_unknown_key_is_refused_with_a_suggestion_and_its_line"),
    ("zoo.cfg: unknown keys", "zkd/src/config/tests.rs", "unknown_keys_can_be_let_through"),
    ("zoo.cfg: doubles", "zkd/src/config/tests.rs", "oddities_are_accepted_with_a_warning"),
    ("zoo.cfg: doubles", "zkd/src/config/tests/ensemble.rs", "what_could_only_be_a_mistake_of_a_member_is_refused"),
    ("zoo.cfg: weights", "zkd/src/config/tests.rs", "what_could_only_be_a_mistake_is_refused"),
    ("zoo.cfg: groups, server lines, myid", "zkd/src/config/tests/ensemble.rs", "what_apache_refuses_a_member_is_refused"),
    ("zoo.cfg: ports, IPv6, ends of lines", "zkd/src/config/tests/ensemble.rs", "server_lines_that_nobody_could_use_are_refused_with_their_line"),
    ("zoo.cfg: spellings", "zkd/src/config/tests.rs", "other_spellings_of_the_file_mean_the_same"),
    ("zoo.cfg: spellings", "zkd/src/config/properties/tests.rs", "utf8_latin1_and_a_byte_order_mark"),
    ("zoo.cfg: length", "zkd/src/config/properties/tests.rs", "a_file_that_is_too_long_is_not_read"),
    ("zoo.cfg: the dynamic file", "zkd/src/config/tests.rs", "a_dynamic_file_holds_the_server_lines"),
    ("zoo.cfg: the dynamic file", "zkd/src/config/tests.rs", "what_apache_refuses_is_refused"),
    ("zoo.cfg: never half started", "zkd/src/config/tests/ensemble.rs", "a_member_that_is_refused_does_not_stand_alone"),
    ("zoo.cfg: the check", "zkd/src/config/tests.rs", "a_check_says_whether_the_server_would_start"),

    // zkctl
    ("zkctl: any bytes", "zkctl/tests/cli/hostile.rs", "any_bytes_as_arguments_are_an_error_and_no_more"),
    ("zkctl: any bytes", "zkctl/tests/cli/hostile.rs", "any_bytes_as_a_script_are_an_error_and_no_more"),
    ("zkctl: lines", "zkctl/tests/cli/hostile.rs", "what_is_open_at_the_end_of_a_line_is_said"),
    ("zkctl: lines", "zkctl/src/shell/tokenizer.rs", "no_line_makes_it_panic"),
    ("zkctl: lines", "zkctl/src/shell/tokenizer.rs", "what_is_open_is_said"),
    ("zkctl: data", "zkctl/tests/cli/bytes.rs", "every_way_in_meets_every_way_out"),
    ("zkctl: control characters", "zkctl/src/sanitise.rs", "what_acts_on_a_terminal_is_escaped"),
    ("zkctl: servers that are none", "zkctl/tests/cli/hostile.rs", "a_server_that_is_none_is_an_error_within_the_time"),
    ("zkctl: a closed stdout", "zkctl/tests/cli/exit_codes.rs", "a_reader_that_leaves_is_no_failure"),
    ("zkctl: no terminal", "zkctl/tests/cli/explore.rs", "without_a_terminal_it_is_refused"),
    ("zkctl: no terminal", "zkctl/tests/cli/script.rs", "lines_share_a_session_a_working_node_and_the_commands"),

    // zktui
    ("zktui: text", "zktui/src/text.rs", "what_acts_on_a_terminal_is_spelled_out"),
    ("zktui: wide nodes", "zktui/src/app/browser.rs", "a_hundred_thousand_children_are_cheap_and_not_read_again_and_again"),
    ("zktui: text", "zktui/tests/tui/hostile.rs", "hostile_names_and_values_are_spelled_out"),
    ("zktui: text", "zktui/tests/tui/hostile.rs", "hostile_answers_are_spelled_out"),
    ("zktui: wide nodes", "zktui/tests/tui/hostile.rs", "a_million_children_leave_the_keys_alone"),
    ("zktui: servers without an end", "zktui/tests/tui/hostile.rs", "a_server_that_streams_for_ever_is_one_that_does_not_answer"),
    ("zktui: lost connections", "zktui/tests/tui/hostile.rs", "a_server_may_hang_up_at_any_byte"),
    ("zktui: sizes", "zktui/tests/tui/random.rs", "random_keys_at_random_sizes_never_panic"),
    ("zktui: no terminal", "zktui/tests/tui/live.rs", "without_a_terminal_it_says_what_to_do"),

    // The AdminServer, which no line of 11.2 names
    ("pages: TLS", "zkd/tests/security/admin.rs", "pages_are_served_over_tls_alone_where_that_is_forced"),
    ("pages: TLS", "zkd/tests/security/admin.rs", "one_port_takes_both_where_that_is_configured"),
    ("pages: TLS", "zkd/tests/security/admin.rs", "who_has_no_certificate_is_turned_away_where_one_is_needed"),
    ("pages: strangers", "tests/it/admin.rs", "strangers_at_the_admin_port_cost_nothing"),
    ("pages: the log's level", "tests/it/admin.rs", "what_is_logged_is_changed_while_it_runs_by_those_who_may"),
    ("pages: the log's level", "zkd/src/log_levels.rs", "what_is_no_level_or_no_target_changes_nothing"),
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
