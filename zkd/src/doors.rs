//! The ports for clients, bound, and what each of them takes.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::config::Config;
use crate::listen;
use crate::server::StartError;
use crate::tls::Tls;
use crate::tls::handshake::Door;

/// The ports, and the TLS that they have in common.
pub(crate) struct Doors {
    pub(crate) listeners: Vec<(std::net::TcpListener, Door)>,
    pub(crate) tls: Option<Arc<Tls>>,
    pub(crate) client_addr: SocketAddr,
    pub(crate) secure_client_addr: Option<SocketAddr>,
}

impl Doors {
    /// Reads what TLS needs and binds the ports; a port 0 of the configuration is replaced by the one in use.
    pub(crate) fn open(config: &mut Config) -> Result<Doors, StartError> {
        let tls = config.client_tls.clone().map(Tls::load).transpose()?;
        let mut listeners = Vec::new();
        let bind = |addrs: io::Result<Vec<SocketAddr>>, host: Option<&str>, port: u16| {
            let bound = addrs.and_then(|a| listen::bind(&a, config.listen_backlog));
            let bound = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
            bound.map_err(|source| StartError::Listen {
                addr: format!("{}:{port}", host.unwrap_or("*")),
                source,
            })
        };
        let plain = match (config.client_port, config.secure_client_port) {
            (None, Some(_)) => None,
            (port, _) => {
                Some(bind(config.client_listen(), config.client_addr.as_deref(), port.unwrap_or_default())?)
            }
        };
        let secure = match config.secure_client_port {
            Some(port) => {
                Some(bind(config.secure_client_listen(), config.secure_client_addr.as_deref(), port)?)
            }
            None => None,
        };
        let plain_addr = plain.as_ref().map(|(addr, _)| *addr);
        let secure_client_addr = secure.as_ref().map(|(addr, _)| *addr);
        if let Some((addr, listener)) = plain {
            config.client_port = Some(addr.port());
            let door = match &tls {
                Some(tls) if config.client_port_unification => Door::Both(tls.clone()),
                _ => Door::Plain,
            };
            listeners.push((listener, door));
        }
        if let Some((addr, listener)) = secure
            && let Some(tls) = &tls
        {
            config.secure_client_port = Some(addr.port());
            listeners.push((listener, Door::Secure(tls.clone())));
        }
        let no_port =
            || StartError::Listen { addr: "no port".into(), source: io::ErrorKind::InvalidInput.into() };
        let client_addr = plain_addr.or(secure_client_addr).ok_or_else(no_port)?;
        Ok(Doors { listeners, tls, client_addr, secure_client_addr })
    }
}
