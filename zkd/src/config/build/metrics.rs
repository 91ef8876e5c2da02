//! The page of metrics on ports of its own.

use crate::admin::{AdminTls, HttpConfig};
use crate::config::build::Builder;
use crate::config::properties::Entry;
use crate::config::tls::{ClientAuth, TlsConfig, TlsSide};
use crate::config::value::Value;
use std::net::Ipv4Addr;

/// What the lines said so far.
pub(super) struct Keys {
    is_on: bool,
    host: String,
    /// `None`: it is not said.
    port: Option<i64>,
    secure_port: i64,
    tls: TlsConfig,
    needs_certificate: bool,
    wants_certificate: bool,
}

impl Keys {
    pub(super) fn new() -> Keys {
        // As Apache's, it takes up changed files by itself.
        let mut tls = TlsConfig::new(TlsSide::Metrics);
        tls.reload = true;
        let host = Ipv4Addr::UNSPECIFIED.to_string();
        let (needs_certificate, wants_certificate) = (true, true);
        Keys { is_on: false, host, port: None, secure_port: -1, tls, needs_certificate, wants_certificate }
    }
}

impl Builder<'_> {
    /// A key of the metrics provider.
    pub(super) fn metrics_key(&mut self, entry: &Entry, value: &Value) {
        let m = &mut self.metrics;
        match (entry.key.trim_start_matches("metricsProvider."), value) {
            ("className", Value::Text(class)) => self.metrics_provider(entry, class),
            ("httpHost", Value::Text(host)) => m.host.clone_from(host),
            ("httpPort", Value::Number(n)) => m.port = Some(*n),
            ("httpsPort", Value::Number(n)) => m.secure_port = *n,
            ("ssl.need.client.auth", Value::Flag(on)) => m.needs_certificate = *on,
            ("ssl.want.client.auth", Value::Flag(on)) => m.wants_certificate = *on,
            (name, value) => match name.strip_prefix("ssl.") {
                Some(name) => {
                    if let Err(text) = m.tls.set(name, &entry.value) {
                        self.problem(Some(entry.line_number), text);
                    }
                }
                None => unreachable!("key {name} of the metrics has no place for {value:?}"),
            },
        }
    }

    fn metrics_provider(&mut self, entry: &Entry, class: &str) {
        match class.rsplit('.').next().unwrap_or(class) {
            "PrometheusMetricsProvider" => self.metrics.is_on = true,
            "DefaultMetricsProvider" | "NullMetricsProvider" => {}
            _ => {
                let text = format!(
                    "{}: zkd cannot load Java classes; PrometheusMetricsProvider and DefaultMetricsProvider it has itself",
                    entry.key
                );
                self.problem(Some(entry.line_number), text);
            }
        }
    }

    fn note_metrics_without_provider(&mut self) {
        let of_page = |key: &&String| {
            let is_ssl = key.starts_with("metricsProvider.ssl.");
            let listens =
                ["metricsProvider.httpHost", "metricsProvider.httpPort", "metricsProvider.httpsPort"];
            is_ssl || listens.contains(&key.as_str())
        };
        let keys: Vec<String> = self.lines.keys().filter(of_page).cloned().collect();
        if !keys.is_empty() {
            let class = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";
            self.warn(
                None,
                format!("no effect without metricsProvider.className={class}: {}", keys.join(", ")),
            );
        }
    }

    /// To be called when all lines are read.
    pub(super) fn metrics_pages(&mut self) {
        let m = &self.metrics;
        if !m.is_on {
            return self.note_metrics_without_provider();
        }
        let port = |n: i64| u16::try_from(n).ok().filter(|port| *port > 0);
        let secure = port(m.secure_port);
        let plain = port(m.port.unwrap_or(if secure.is_some() { -1 } else { METRICS_PORT }));
        let client_auth = match (m.needs_certificate, m.wants_certificate) {
            (true, _) => ClientAuth::Need,
            (false, true) => ClientAuth::Want,
            (false, false) => ClientAuth::None,
        };
        let mut tls = m.tls.clone();
        tls.client_auth = client_auth;
        // Apache has no key for it.
        tls.reload = self.security.reloads();
        let page = |port: u16, tls: Option<AdminTls>| HttpConfig {
            host: m.host.clone(),
            port,
            is_required: true,
            tls,
            ..HttpConfig::default()
        };
        let secured = |is_required| Some(AdminTls { tls: tls.clone(), is_required });
        let (first, second) = match (plain, secure) {
            (Some(plain), Some(secure)) if plain == secure => (Some(page(plain, secured(false))), None),
            (plain, secure) => {
                (plain.map(|port| page(port, None)), secure.map(|port| page(port, secured(true))))
            }
        };
        if first.is_none() && second.is_none() {
            let line = self.lines.get("metricsProvider.httpPort").copied();
            let text = "Either metricsProvider.httpPort or metricsProvider.httpsPort must be configured, for example 7000";
            self.problem(line, text.into());
        }
        (self.config.metrics_page, self.config.metrics_secure_page) = (first, second);
        let keys: Vec<String> =
            self.lines.keys().filter(|key| key.starts_with("metricsProvider.ssl.")).cloned().collect();
        if secure.is_none() && !keys.is_empty() {
            self.warn(None, format!("no effect without metricsProvider.httpsPort: {}", keys.join(", ")));
        }
    }
}

/// Of Apache's Prometheus provider.
const METRICS_PORT: i64 = 7000;
