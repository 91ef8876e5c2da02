//! `cons`: one line per connection.

use zk_proto::{SessionId, Zxid};

use super::number;

/// A connection as `cons` and `stat` show it. Times are in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connection {
    /// The client's address and port.
    pub address: String,
    /// Requests queued.
    pub queued: Option<i64>,
    /// Packets received.
    pub received: Option<i64>,
    /// Packets sent.
    pub sent: Option<i64>,
    /// Session; absent before the handshake.
    pub session_id: Option<SessionId>,
    /// Last operation in its four-letter form.
    pub last_op: Option<String>,
    /// When it was made, since 1970.
    pub established: Option<i64>,
    /// Session timeout.
    pub timeout: Option<i64>,
    /// Last xid.
    pub last_xid: Option<i64>,
    /// Last zxid.
    pub last_zxid: Option<Zxid>,
    /// Latency of the last answer.
    pub last_latency: Option<f64>,
    /// Least latency.
    pub min_latency: Option<f64>,
    /// Mean latency.
    pub avg_latency: Option<f64>,
    /// Most latency.
    pub max_latency: Option<f64>,
    /// Every `name=value` of the line, in its order.
    pub fields: Vec<(String, String)>,
}

/// Reads the answer to `cons`.
pub fn parse_cons(text: &str) -> Vec<Connection> {
    text.lines().filter_map(parse_connection).collect()
}

/// Reads ` /address[ops](name=value,…)`.
pub(super) fn parse_connection(line: &str) -> Option<Connection> {
    let (head, tail) = line.trim().split_once('(')?;
    let (body, _) = tail.rsplit_once(')')?;
    let address = head.strip_prefix('/').unwrap_or(head);
    // The brackets behind the port hold interest bits; those around an IPv6 address stay.
    let address = match address.rsplit_once('[') {
        Some((address, bits)) if bits.ends_with(']') && !address.is_empty() => address,
        _ => address,
    };
    let fields: Vec<(String, String)> = body
        .split(',')
        .filter_map(|f| f.split_once('='))
        .map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()))
        .collect();
    let text = |name: &str| fields.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
    let int = |name: &str| text(name).and_then(number);
    let float = |name: &str| text(name).and_then(|v| v.parse::<f64>().ok());
    Some(Connection {
        address: address.to_owned(),
        queued: int("queued"),
        received: int("recved"),
        sent: int("sent"),
        session_id: text("sid").and_then(session_id),
        last_op: text("lop").map(str::to_owned),
        established: int("est"),
        timeout: int("to"),
        last_xid: int("lcxid"),
        last_zxid: int("lzxid").map(Zxid),
        last_latency: float("llat"),
        min_latency: float("minlat"),
        avg_latency: float("avglat"),
        max_latency: float("maxlat"),
        fields,
    })
}

/// Hex, with `0x` or, from compatible servers, without.
fn session_id(s: &str) -> Option<SessionId> {
    let digits = s.strip_prefix("0x").unwrap_or(s);
    u64::from_str_radix(digits, 16).ok().map(|v| SessionId(v as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_lines() {
        let text = " /127.0.0.1:55542[1](queued=0,recved=23,sent=24,sid=0x200000c80590000,lop=GETC,\
                    est=1795159728193,to=30000,lcxid=0x15,lzxid=0x10000000c,lresp=860400,llat=1,minlat=0,\
                    avglat=10,maxlat=60)\n /127.0.0.1:44770[0](queued=0,recved=1,sent=0)\n\n";
        let cons = parse_cons(text);
        assert_eq!(cons.len(), 2);
        let c = &cons[0];
        assert_eq!((c.address.as_str(), c.received, c.sent), ("127.0.0.1:55542", Some(23), Some(24)));
        assert_eq!((c.session_id, c.last_op.as_deref()), (Some(SessionId(0x200000c80590000)), Some("GETC")));
        assert_eq!((c.timeout, c.last_xid, c.last_zxid), (Some(30000), Some(21), Some(Zxid(0x1_0000_000c))));
        assert_eq!((c.avg_latency, c.max_latency), (Some(10.0), Some(60.0)));
        assert_eq!((cons[1].session_id, cons[1].queued), (None, Some(0)));
    }

    #[test]
    fn other_dialects() {
        let c = parse_connection(" [::1]:4(queued=1,sid=00000000000000ff)").unwrap();
        assert_eq!((c.address.as_str(), c.session_id), ("[::1]:4", Some(SessionId(255))));
        let c = parse_connection("/[::1]:4[1](lcxid=-1)").unwrap();
        assert_eq!((c.address.as_str(), c.last_xid), ("[::1]:4", Some(-1)));
        assert_eq!(parse_connection("nothing here"), None);
    }
}
