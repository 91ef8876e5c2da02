//! Operation codes of the client protocol and of transactions.

macro_rules! op_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $short:literal;)*) => {
        /// An operation code. The numbers are fixed by the protocol; transactions use the same ones.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum OpCode {
            $($(#[$doc])* $name = $code,)*
        }

        impl OpCode {
            /// Every operation.
            pub const ALL: &[OpCode] = &[$(OpCode::$name,)*];

            /// The operation of a number.
            pub fn from_i32(code: i32) -> Option<OpCode> {
                match code {
                    $($code => Some(OpCode::$name),)*
                    _ => None,
                }
            }

            /// The name as Java's `ZooDefs.OpCode` and its tools spell it.
            pub fn name(self) -> &'static str {
                match self {
                    $(OpCode::$name => $text,)*
                }
            }

            /// The four-letter form that `cons` prints as `lop`.
            pub fn short(self) -> &'static str {
                match self {
                    $(OpCode::$name => $short,)*
                }
            }
        }
    };
}

op_codes! {
    /// Server to client only.
    Notification = 0, "notification", "NOTI";
    /// Create; the reply holds the path.
    Create = 1, "create", "CREA";
    /// Delete.
    Delete = 2, "delete", "DELE";
    /// Stat of a node, or a watch for its creation.
    Exists = 3, "exists", "EXIS";
    /// Data and stat.
    GetData = 4, "getData", "GETD";
    /// Overwrite the data.
    SetData = 5, "setData", "SETD";
    /// ACL and stat.
    GetAcl = 6, "getACL", "GETA";
    /// Replace the ACL.
    SetAcl = 7, "setACL", "SETA";
    /// Names of the children.
    GetChildren = 8, "getChildren", "GETC";
    /// Catch up with the leader.
    Sync = 9, "sync", "SYNC";
    /// Keep the session alive.
    Ping = 11, "ping", "PING";
    /// Names of the children, and stat.
    GetChildren2 = 12, "getChildren2", "GETC";
    /// Version check; only inside multi.
    Check = 13, "check", "CHEC";
    /// Several writes, all or none.
    Multi = 14, "multi", "MULT";
    /// Create; the reply holds path and stat.
    Create2 = 15, "create2", "CREA";
    /// Change the membership.
    Reconfig = 16, "reconfig", "RECO";
    /// Is there such a watch?
    CheckWatches = 17, "checkWatches", "CHKW";
    /// Remove a watch.
    RemoveWatches = 18, "removeWatches", "REMW";
    /// Create a container.
    CreateContainer = 19, "createContainer", "CREA";
    /// Internal: reap a container or TTL node.
    DeleteContainer = 20, "deleteContainer", "DELE";
    /// Create a TTL node.
    CreateTtl = 21, "createTTL", "CREA";
    /// Several reads at one moment.
    MultiRead = 22, "multiRead", "MLTR";
    /// Add credentials.
    Auth = 100, "auth", "AUTH";
    /// Re-register watches after a reconnect.
    SetWatches = 101, "setWatches", "SETW";
    /// A SASL round.
    Sasl = 102, "sasl", "SASL";
    /// This session's ephemerals.
    GetEphemerals = 103, "getEphemerals", "GETE";
    /// Number of descendants.
    GetAllChildrenNumber = 104, "getAllChildrenNumber", "GETACN";
    /// Re-register watches, persistent ones too.
    SetWatches2 = 105, "setWatches2", "STW2";
    /// Add a persistent watch.
    AddWatch = 106, "addWatch", "ADDW";
    /// Identities of this connection.
    WhoAmI = 107, "whoAmI", "HOMI";
    /// Internal: open a session.
    CreateSession = -10, "createSession", "SESS";
    /// Close the session.
    CloseSession = -11, "closeSession", "CLOS";
    /// A failed write's transaction.
    Error = -1, "error", "ERRO";
}

impl OpCode {
    /// The number on the wire.
    pub fn code(self) -> i32 {
        self as i32
    }

    /// True for what a client may send as a request of its own (not internal, not multi-only).
    pub fn is_client_request(self) -> bool {
        !matches!(
            self,
            OpCode::Notification
                | OpCode::Check
                | OpCode::DeleteContainer
                | OpCode::CreateSession
                | OpCode::Error
        )
    }

    /// True for operations that become a transaction.
    pub fn is_write(self) -> bool {
        matches!(
            self,
            OpCode::Create
                | OpCode::Create2
                | OpCode::CreateContainer
                | OpCode::CreateTtl
                | OpCode::Delete
                | OpCode::DeleteContainer
                | OpCode::SetData
                | OpCode::SetAcl
                | OpCode::Multi
                | OpCode::Check
                | OpCode::Reconfig
                | OpCode::CreateSession
                | OpCode::CloseSession
        )
    }
}

/// Reserved `xid`s, which mark packets that are not ordinary requests.
pub mod xid {
    /// A watch event, server to client.
    pub const NOTIFICATION: i32 = -1;
    /// A ping and its answer.
    pub const PING: i32 = -2;
    /// An auth packet and its answer.
    pub const AUTH: i32 = -4;
    /// Re-registration of watches and its answer.
    pub const SET_WATCHES: i32 = -8;
}
