//! What is wrong with the bytes before they are a request: words, lengths, other protocols, silence, too many peers.

use super::*;

#[test]
fn four_letter_words_in_every_shape() {
    let scene = Scene::new();
    let addr = scene.server.addr();
    assert_eq!(four_letter_word(addr, b"ruok").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"ruok\r\n").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"ruokmore of it").unwrap_or_default(), "imok");
    for unknown in [&b"RUOK"[..], b"abcd", b"rUok", b"    "] {
        assert_eq!(four_letter_word(addr, unknown).unwrap_or_default(), "", "{}", unknown.escape_ascii());
    }
    let mut split = scene.open();
    for byte in b"ruok" {
        split.send_bytes(&[*byte]);
    }
    assert_eq!(split.read_to_close(), b"imok");
    let mut interrupt = scene.open();
    interrupt.send_bytes(&[0xff, 0xf4, 0xff, 0xfd]);
    assert_eq!(interrupt.read_to_close(), b"");
    // Behind the handshake a word is a length, and much too large a one.
    let mut late = scene.conn();
    late.send_bytes(b"ruok");
    assert_eq!(late.read_to_close(), b"");
    scene.unharmed();
}

#[test]
fn words_outside_the_whitelist_are_refused() {
    let scene = Scene::with(Settings::usual().with("4lw.commands.whitelist", "ruok, isro"));
    let addr = scene.server.addr();
    assert_eq!(four_letter_word(addr, b"ruok").unwrap_or_default(), "imok");
    assert_eq!(four_letter_word(addr, b"isro").unwrap_or_default(), "rw");
    assert_eq!(
        four_letter_word(addr, b"wchp").unwrap_or_default(),
        "wchp is not executed because it is not in the whitelist.\n"
    );
    scene.unharmed();
}

#[test]
fn impossible_lengths_close_the_connection() {
    let scene = Scene::new();
    let limit = i32::try_from(DEFAULT_MAX_BUFFER).expect("limit");
    for length in [0, -1, i32::MIN, i32::MAX, limit + 1] {
        for mut conn in [scene.open(), scene.conn()] {
            conn.send_bytes(&length.to_be_bytes());
            assert!(conn.closes(), "length {length} must close the connection");
        }
    }
    scene.unharmed();
}

#[test]
fn a_frame_of_the_limit_is_served_and_one_byte_more_is_not() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/big", b"").expect("create");
    let overhead = request_frame(0, 0, &set_data_body("/big", b"")).len();
    let data = vec![7; DEFAULT_MAX_BUFFER - overhead];
    conn.set("/big", &data, -1).expect("a frame of exactly the limit");
    assert_eq!(conn.get("/big").map(|(data, _)| data.len()), Ok(data.len()));
    conn.send_raw(9, OpCode::SetData.code(), &set_data_body("/big", &vec![7; data.len() + 1]));
    assert!(conn.closes());
    scene.unharmed();
}

#[test]
fn silence_before_the_handshake_is_ended_by_a_timer() {
    let scene = Scene::with(Settings::usual().with("nio.sessionlessCnxnTimeout", 1000));
    let mut silent = scene.open();
    let mut half_a_length = scene.open();
    half_a_length.send_bytes(&[0, 0]);
    let mut half_a_request = scene.open();
    half_a_request.send_bytes(&[0, 0, 0, 45, 0, 0]);
    for conn in [&mut silent, &mut half_a_length, &mut half_a_request] {
        assert_eq!(conn.read_to_close(), b"");
    }
    scene.unharmed();
}

#[test]
fn many_half_open_connections_hold_nobody_up() {
    let scene = Scene::new();
    let half_open: Vec<RawConn> = (0..200)
        .map(|n| {
            let mut conn = scene.open();
            conn.send_bytes(&[0; 3][..n % 4]);
            conn
        })
        .collect();
    scene.conn().close();
    drop(half_open);
    scene.unharmed();
}

#[test]
fn a_frame_cut_short_by_a_close_changes_nothing() {
    let scene = Scene::new();
    for cut in [3, 4, 11, 20, 30] {
        let mut conn = scene.conn();
        let mut bytes = Vec::new();
        zk_proto::frame::write(&mut bytes, |out| {
            out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/cut", 0)));
        });
        conn.send_bytes(&bytes[..cut]);
        conn.finish_sending();
        assert!(conn.closes());
    }
    let mut conn = scene.conn();
    assert_eq!(conn.exists("/cut", false).map(drop), Err(NO_NODE));
    scene.unharmed();
}

#[test]
fn other_protocols_on_the_plain_port_are_hung_up_on() {
    let scene = Scene::new();
    let mut client_hello = vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3];
    client_hello.resize(512, 0x5a);
    let garbage: Vec<u8> = (0..=255).rev().collect();
    for bytes in [&b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..], &client_hello, &garbage, &[0xff; 64]] {
        let mut conn = scene.open();
        conn.send_bytes(bytes);
        assert_eq!(conn.read_to_close(), b"", "{:02x?}", &bytes[..4]);
    }
    scene.unharmed();
}

#[test]
fn a_request_that_arrives_byte_by_byte_is_served() {
    let scene = Scene::new();
    let mut conn = scene.open();
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    for byte in bytes {
        conn.send_bytes(&[byte]);
    }
    assert_eq!(conn.recv_frame().expect("connect response").len(), 37);
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| {
        out.put_bytes(&request_frame(1, OpCode::Create.code(), &create_body("/slow", 0)));
    });
    for byte in bytes {
        conn.send_bytes(&[byte]);
    }
    assert_eq!(conn.recv_reply().expect("reply").path(), "/slow");
    scene.unharmed();
}

#[test]
fn connections_beyond_the_limit_per_address_are_closed() {
    let mut scene = Scene::with(Settings::usual().with("maxClientCnxns", 3));
    let kept = [scene.conn(), scene.conn()];
    assert_eq!(scene.open().handshake(&new_session(TIMEOUT_MS)), Incoming::Closed);
    let [one, two] = kept;
    one.close();
    // The place is free as soon as the server has taken its own leave.
    let again = poll(zkd_tests::PATIENCE, || {
        let mut conn = scene.open();
        matches!(conn.handshake(&new_session(TIMEOUT_MS)), Incoming::Got(_)).then_some(conn)
    });
    again.expect("a place").close();
    two.close();
    assert_eq!(scene.bystander.ping().err, 0);
    scene.server.assert_alive();
}

#[test]
fn connections_beyond_the_limit_of_all_are_closed() {
    let mut scene = Scene::with(Settings::usual().with("maxCnxns", 2));
    let kept = scene.conn();
    assert_eq!(scene.open().handshake(&new_session(TIMEOUT_MS)), Incoming::Closed);
    kept.close();
    assert_eq!(scene.bystander.ping().err, 0);
    scene.server.assert_alive();
}

#[test]
fn a_client_that_does_not_read_does_not_stop_the_others() {
    let scene = Scene::new();
    let mut conn = scene.conn();
    conn.create("/large", &vec![1; 500_000]).expect("create");
    let mut deaf = TcpStream::connect(scene.server.addr()).expect("connection");
    deaf.set_write_timeout(Some(Duration::from_secs(5))).expect("write timeout");
    let mut bytes = Vec::new();
    zk_proto::frame::write(&mut bytes, |out| new_session(TIMEOUT_MS).encode(out));
    for _ in 0..200 {
        zk_proto::frame::write(&mut bytes, |out| {
            out.put_bytes(&request_frame(1, OpCode::GetData.code(), &path_and_flag(b"/large", 0)));
        });
    }
    deaf.write_all(&bytes).expect("requests");
    for _ in 0..20 {
        assert_eq!(conn.get("/large").map(|(data, _)| data.len()), Ok(500_000));
    }
    drop(deaf);
    scene.unharmed();
}
