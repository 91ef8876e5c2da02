//! SASL of clients: rounds of opcode 102, and whom they make of a connection.
//!
//! Mirrors: ZooKeeper 3.9 `ZooKeeperServer.processSasl`. As there, the JAAS file is read once, at the start.

use zk_proto::reply::ReplyHeader;
use zk_proto::request::RequestHeader;
use zk_proto::{ErrorCode, Id, OpCode, Reader, Request, Writer, Zxid, frame};
use zk_sasl::{ServerExchange, ServerStep, Service};

use crate::config::Config;
use crate::config::sasl::ClientSasl;

/// What is to be done behind a round.
pub(crate) enum Round {
    /// Send this token, or none, and go on.
    Reply(Option<Vec<u8>>),
    /// The connection has these identities, too; send this token.
    Proved(Vec<Id>, Vec<u8>),
    /// The login has failed, and the client may stay as nobody.
    Kept(String),
    /// The login has failed.
    Refused(ErrorCode, String),
}

/// Takes a round. `exchange` is the connection's, once there is one.
pub(crate) fn round(config: &Config, exchange: &mut Option<Box<ServerExchange>>, body: &[u8]) -> Round {
    // Without a login configuration, an empty answer is what Apache gives.
    let Some(sasl) = &config.sasl else { return Round::Reply(None) };
    let stepped = token(body).and_then(|token| {
        let exchange = match exchange {
            Some(exchange) => exchange,
            None => exchange.insert(Box::new(ServerExchange::new(Service::CLIENTS, nonce()?))),
        };
        exchange.step(token, |user| sasl.users.password(user))
    });
    match stepped {
        Ok(ServerStep::Challenge(challenge)) => Round::Reply(Some(challenge)),
        Ok(ServerStep::Done { user, proof }) => Round::Proved(identities(sasl, user), proof),
        Err(why) => {
            let is_required = config.enforced_auth_schemes.iter().any(|s| s == "sasl");
            match (is_required, sasl.keeps_failed) {
                (true, _) => Round::Refused(ErrorCode::SessionClosedRequireSaslAuth, why),
                (false, true) => Round::Kept(why),
                (false, false) => Round::Refused(ErrorCode::AuthFailed, why),
            }
        }
    }
}

/// Appends a round's reply. Unlike others, one of failure has a body, too.
pub(crate) fn reply(out: &mut Vec<u8>, xid: i32, err: i32, token: Option<&[u8]>) {
    frame::write(out, |w| {
        ReplyHeader { xid, zxid: Zxid::ZERO, err }.encode(w);
        w.put_buffer(token);
    });
}

fn token(body: &[u8]) -> Result<&[u8], String> {
    let mut r = Reader::new(body);
    RequestHeader::decode(&mut r).map_err(|e| e.to_string())?;
    match Request::decode_body(OpCode::Sasl, &mut r) {
        Ok(Request::Sasl { token: Some(token) }) => Ok(token),
        // Apache stumbles over it and closes the connection.
        Ok(_) => Err("a round without a token".into()),
        Err(e) => Err(format!("a round that cannot be read: {e}")),
    }
}

fn identities(sasl: &ClientSasl, user: String) -> Vec<Id> {
    let is_super = sasl.super_users.contains(&user);
    let mut ids = vec![Id::new("sasl", user)];
    if is_super {
        ids.push(Id::new("super", ""));
    }
    ids
}

/// A nonce that nobody can foretell.
pub(crate) fn nonce() -> Result<[u8; 16], String> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|e| format!("no random number for a challenge: {e}"))?;
    Ok(nonce)
}
