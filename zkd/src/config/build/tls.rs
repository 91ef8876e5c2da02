//! TLS and who has to prove what: the keys that make sense only together.

use crate::admin::AdminTls;
use crate::config::build::{Builder, is_any};
use crate::config::ensemble::QuorumTls;
use crate::config::members::HostPort;
use crate::config::properties::Entry;
use crate::config::tls::{ClientAuth, TlsConfig, TlsSide};
use crate::config::value::Value;
use crate::config::x509;

/// What the lines said so far.
pub(super) struct Security {
    clients: TlsConfig,
    quorum: TlsConfig,
    /// Calls between servers use TLS.
    ssl_quorum: bool,
    /// Callers without TLS are let in.
    port_unification: bool,
    enforce: bool,
    schemes: Vec<String>,
    x509_provider: Option<u32>,
    x509: x509::Keys,
    /// The AdminServer takes TLS beside plain text, or only TLS; whether its callers must show a certificate.
    admin_unified: bool,
    admin_forced: bool,
    admin_client_auth: bool,
}

impl Security {
    pub(super) fn new() -> Security {
        Security {
            clients: TlsConfig::new(TlsSide::Clients),
            quorum: TlsConfig::new(TlsSide::Quorum),
            ssl_quorum: false,
            port_unification: false,
            enforce: false,
            schemes: Vec::new(),
            x509_provider: None,
            x509: x509::Keys::default(),
            admin_unified: false,
            admin_forced: false,
            admin_client_auth: false,
        }
    }

    /// Whether changed files are taken up anywhere.
    pub(super) fn reloads(&self) -> bool {
        self.clients.reload || self.quorum.reload
    }
}

impl Builder<'_> {
    /// A key of TLS or authentication, of clients or of members. False if it is none.
    pub(super) fn security_key(&mut self, entry: &Entry, value: &Value) -> bool {
        let s = &mut self.security;
        let result = match (entry.key.as_str(), value) {
            ("secureClientPort", Value::Number(n)) => {
                self.config.secure_client_port = Some(*n as u16);
                Ok(())
            }
            ("secureClientPortAddress", Value::Text(host)) => {
                let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
                self.config.secure_client_addr = (!is_any(bare) && !bare.is_empty()).then(|| bare.to_owned());
                Ok(())
            }
            ("client.portUnification", Value::Flag(on)) => {
                self.config.client_port_unification = *on;
                Ok(())
            }
            ("client.certReload", Value::Flag(on)) => {
                s.clients.reload = *on;
                Ok(())
            }
            ("netty.server.outstandingHandshake.limit", Value::Number(n)) => {
                self.config.tls_handshake_limit = u32::try_from(*n).unwrap_or(u32::MAX);
                Ok(())
            }
            ("X509AuthenticationProvider.superUser", Value::Text(subject)) => {
                self.config.x509_super_user = (!subject.is_empty()).then(|| subject.clone());
                Ok(())
            }
            ("enforce.auth.enabled", Value::Flag(on)) => {
                s.enforce = *on;
                Ok(())
            }
            ("enforce.auth.schemes", Value::Text(list)) => {
                let names = list.split(',').map(|n| n.trim().to_ascii_lowercase());
                s.schemes = names.filter(|n| !n.is_empty()).collect();
                Ok(())
            }
            ("sslQuorum", Value::Flag(on)) => {
                s.ssl_quorum = *on;
                Ok(())
            }
            ("portUnification", Value::Flag(on)) => {
                s.port_unification = *on;
                Ok(())
            }
            ("sslQuorumReloadCertFiles", Value::Flag(on)) => {
                s.quorum.reload = *on;
                Ok(())
            }
            (key, _) if key.starts_with("ssl.x509.") => {
                s.x509.set(key, &entry.value, entry.line_number);
                Ok(())
            }
            (key, _) => match (key.strip_prefix("ssl.quorum."), key.strip_prefix("ssl.")) {
                (Some(name), _) => s.quorum.set(name, &entry.value),
                (None, Some(name)) => s.clients.set(name, &entry.value),
                (None, None) => return false,
            },
        };
        if let Err(text) = result {
            self.problem(Some(entry.line_number), text);
        }
        true
    }

    pub(super) fn x509_provider(&mut self, entry: &Entry) {
        self.security.x509_provider = Some(entry.line_number);
    }

    /// Takes the part of this server's own line that is for TLS clients.
    pub(super) fn secure_client_address(&mut self, sid: i64, secure: &HostPort) {
        if let Some(port) = self.config.secure_client_port
            && port != secure.port
        {
            let text = format!(
                "secureClientPort={port} is different from the one in the line of this server, server.{sid}: {secure}"
            );
            return self.problem(self.lines.get("secureClientPort").copied(), text);
        }
        self.config.secure_client_port = Some(secure.port);
        self.config.secure_client_addr = (!is_any(&secure.host)).then(|| secure.host.clone());
    }

    /// To be called once it is known where clients find this server.
    pub(super) fn client_security(&mut self) {
        let has_secure = self.config.secure_client_port.is_some();
        if self.config.secure_client_addr.is_some() && !has_secure {
            let line = self.lines.get("secureClientPortAddress").copied();
            self.problem(line, "secureClientPortAddress is set but secureClientPort is not set".into());
        }
        if self.config.client_port_unification && self.config.client_port.is_none() {
            let line = self.lines.get("client.portUnification").copied();
            self.problem(line, "client.portUnification is about clientPort, which is not set".into());
        }
        let keys: Vec<&String> = self.lines.keys().filter(|k| is_client_tls(k)).collect();
        if has_secure || self.config.client_port_unification {
            self.config.client_tls = Some(self.security.clients.clone());
        } else if !keys.is_empty() {
            let keys = keys.into_iter().cloned().collect::<Vec<_>>().join(", ");
            let text = format!("no effect without secureClientPort or client.portUnification: {keys}");
            self.warn(None, text);
        }
        match self.security.x509.finish() {
            Ok(rule) => self.config.x509_alternative_name = rule,
            Err((line, text)) => self.problem(line, text),
        }
        let x509 = self.config.client_tls.as_ref().is_some_and(|tls| tls.client_auth != ClientAuth::None);
        if !x509 && let Some(line) = self.security.x509_provider {
            let text = "the scheme x509: ACLs may name it, but no client shows this server a certificate (secureClientPort, \
                        ssl.clientAuth)";
            self.warn(Some(line), text.into());
        }
        self.enforcement(x509);
    }

    fn enforcement(&mut self, x509: bool) {
        if self.sasl.is_required {
            // Comes before the other two, as in Apache.
            if self.config.sasl.is_none() {
                let line = self.lines.get("sessionRequireClientSASLAuth").copied();
                let text = "sessionRequireClientSASLAuth=true and nobody could authenticate: java.security.auth.login.config \
                            must name a JAAS file with a section Server";
                return self.problem(line, text.into());
            }
            self.config.enforced_auth_schemes = vec!["sasl".into()];
            return;
        }
        let line = self.lines.get("enforce.auth.schemes").copied();
        let schemes = std::mem::take(&mut self.security.schemes);
        if !self.security.enforce {
            if !schemes.is_empty() {
                self.warn(
                    line,
                    "enforce.auth.schemes has no effect without enforce.auth.enabled=true".into(),
                );
            }
            return;
        }
        if schemes.is_empty() {
            let line = self.lines.get("enforce.auth.enabled").copied();
            let text =
                "enforce.auth.enabled is true must have enforce.auth.schemes configured, for example digest";
            return self.problem(line, text.into());
        }
        for scheme in &schemes {
            let there = match scheme.as_str() {
                "ip" => true,
                "digest" => self.config.digest_auth_enabled,
                "x509" => x509,
                "sasl" => self.config.sasl.is_some(),
                _ => false,
            };
            if !there {
                let text = format!(
                    "enforce.auth.schemes: nobody could authenticate by `{scheme}`, which is not configured or not in \
                     this version of zkd"
                );
                self.problem(line, text);
            }
        }
        self.config.enforced_auth_schemes = schemes;
    }

    /// A key of the AdminServer's TLS. False if it is none.
    pub(super) fn admin_security(&mut self, entry: &Entry, value: &Value) -> bool {
        let s = &mut self.security;
        match (entry.key.as_str(), value) {
            ("admin.portUnification", Value::Flag(on)) => s.admin_unified = *on,
            ("admin.forceHttps", Value::Flag(on)) => s.admin_forced = *on,
            ("admin.needClientAuth", Value::Flag(on)) => s.admin_client_auth = *on,
            _ => return false,
        }
        true
    }

    /// The AdminServer's certificate is the one between servers, as with Apache, also for a server that stands alone.
    pub(super) fn finish_admin_security(&mut self) {
        let s = &self.security;
        let client_auth = if s.admin_client_auth { ClientAuth::Need } else { ClientAuth::Want };
        let is_on = s.admin_unified || s.admin_forced;
        let mut tls = s.quorum.clone();
        (tls.client_auth, tls.check_client_name) = (client_auth, false);
        let forced = s.admin_forced;
        if s.admin_client_auth && !is_on {
            let line = self.lines.get("admin.needClientAuth").copied();
            let text = "admin.needClientAuth has no effect without admin.forceHttps or admin.portUnification";
            self.warn(line, text.into());
        }
        if let Some(admin) = self.config.admin.as_mut().filter(|_| is_on) {
            admin.tls = Some(AdminTls { tls, is_required: forced });
        }
    }

    /// To be called once it is known that the server is a member.
    pub(super) fn quorum_security(&mut self) {
        let s = &self.security;
        self.ensemble.tls = match (s.ssl_quorum, s.port_unification) {
            (false, false) => QuorumTls::Off,
            (false, true) => QuorumTls::Accepted(s.quorum.clone()),
            (true, true) => QuorumTls::Preferred(s.quorum.clone()),
            (true, false) => QuorumTls::Required(s.quorum.clone()),
        };
        let is_off = matches!(self.ensemble.tls, QuorumTls::Off);
        let keys: Vec<String> = self.lines.keys().filter(|k| k.starts_with("ssl.quorum.")).cloned().collect();
        let is_used = self.config.admin.as_ref().is_some_and(|a| a.tls.is_some());
        if is_off && !is_used && !keys.is_empty() {
            let text = format!("no effect without sslQuorum or portUnification: {}", keys.join(", "));
            self.warn(None, text);
        }
        if matches!(self.ensemble.tls, QuorumTls::Accepted(_) | QuorumTls::Preferred(_)) {
            let text = "portUnification=true: other servers may call without TLS; it is for the time of a change only";
            self.warn(self.lines.get("portUnification").copied(), text.into());
        }
    }
}

fn is_client_tls(key: &str) -> bool {
    key == "client.certReload" || key.starts_with("ssl.") && !key.starts_with("ssl.quorum.")
}
