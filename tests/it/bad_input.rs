//! Hostile and broken input on the client port: every row of the table of bad inputs. After each, a session that was
//! there before must go on, a new one must open, and the process must live.

mod connections;
mod handshakes;
mod requests;
mod values;

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;
use zk_proto::connect::ConnectRequest;
use zk_proto::multi::{MultiHeader, OpResult, decode_results};
use zk_proto::op::xid;
use zk_proto::reply::session_password;
use zk_proto::request::CreateMode;
use zk_proto::{DEFAULT_MAX_BUFFER, OpCode, Perms, Request, SessionId, Writer, Zxid};
use zkd_tests::conn::{known_session, new_session, request_frame};
use zkd_tests::server::four_letter_word;
use zkd_tests::{Incoming, RawConn, ServerUnderTest, Settings, acls, poll};

const TIMEOUT_MS: i32 = 30_000;
const MARSHALLING: i32 = -5;
const UNIMPLEMENTED: i32 = -6;
const BAD_ARGUMENTS: i32 = -8;
const NO_NODE: i32 = -101;
const BAD_VERSION: i32 = -103;
const NODE_EXISTS: i32 = -110;
const NOT_EMPTY: i32 = -111;
const INVALID_ACL: i32 = -114;
const AUTH_FAILED: i32 = -115;

/// A server, and a session that must not notice what is done to it.
struct Scene {
    server: ServerUnderTest,
    bystander: RawConn,
}

impl Scene {
    #[track_caller]
    fn new() -> Scene {
        Scene::with(Settings::usual())
    }

    #[track_caller]
    fn with(settings: Settings) -> Scene {
        let server = ServerUnderTest::start(zkd_tests::Program::under_test(), settings);
        let mut bystander = RawConn::connect(server.addr(), TIMEOUT_MS);
        bystander.create_as("/bystander", b"", CreateMode::Ephemeral).expect("ephemeral");
        Scene { server, bystander }
    }

    fn conn(&self) -> RawConn {
        RawConn::connect(self.server.addr(), TIMEOUT_MS)
    }

    fn open(&self) -> RawConn {
        RawConn::open(self.server.addr())
    }

    fn is_zkd(&self) -> bool {
        self.server.program().is_zkd()
    }

    #[track_caller]
    fn unharmed(mut self) {
        assert_eq!(self.bystander.exists("/bystander", false).map(|stat| stat.version), Ok(0));
        self.bystander.set("/bystander", b"still here", -1).expect("a write of the bystander");
        let mut newcomer = self.conn();
        assert_eq!(newcomer.get("/bystander").map(|(data, _)| data), Ok(b"still here".to_vec()));
        newcomer.close();
        self.server.assert_alive();
    }
}

fn connect_response(timeout_ms: i32, id: SessionId, password: &[u8; 16], read_only: Option<bool>) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_i32(0);
    out.put_i32(timeout_ms);
    out.put_i64(id.0);
    out.put_buffer(Some(password));
    if read_only.is_some() {
        out.put_bool(false);
    }
    out
}

fn create_body(path: &str, flags: i32) -> Vec<u8> {
    create_bytes(path.as_bytes(), flags)
}

fn create_bytes(path: &[u8], flags: i32) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_buffer(Some(path));
    out.put_buffer(Some(b"data"));
    out.put_bytes(&acls::one(Perms::ALL, "world", "anyone"));
    out.put_i32(flags);
    out
}

fn create_with_acl(path: &str, acl: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_str(path);
    out.put_buffer(Some(b""));
    out.put_bytes(acl);
    out.put_i32(0);
    out
}

fn set_data_body(path: &str, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_str(path);
    out.put_buffer(Some(data));
    out.put_i32(-1);
    out
}

fn path_and_flag(path: &[u8], flag: u8) -> Vec<u8> {
    let mut out = Vec::new();
    out.put_buffer(Some(path));
    out.put_u8(flag);
    out
}
