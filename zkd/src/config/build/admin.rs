//! The AdminServer's keys.

use zk_proto::Id;

use crate::config::build::Builder;
use crate::config::properties::Entry;
use crate::config::value::Value;

impl Builder<'_> {
    pub(super) fn admin(&mut self, entry: &Entry, value: Value) {
        if self.admin_security(entry, &value) {
            return;
        }
        let Some(admin) = &mut self.config.admin else { return };
        match (entry.key.as_str(), value) {
            ("admin.serverAddress", Value::Text(host)) if !host.is_empty() => admin.host = host,
            ("admin.serverPort", Value::Number(n)) => admin.port = n as u16,
            ("admin.commandURL", Value::Text(url)) if url.starts_with('/') => admin.command_url = url,
            ("admin.idleTimeout", Value::Number(n)) => admin.idle_timeout_ms = n as u32,
            ("admin.snapshot.enabled", Value::Flag(on)) => admin.commands.snapshot = on,
            ("admin.restore.enabled", Value::Flag(on)) => admin.commands.restore = on,
            ("admin.rateLimiterIntervalInMS", Value::Number(n)) => admin.commands.interval_ms = n as u64,
            ("admin.users", Value::Text(list)) => match admin_users(&list) {
                Ok(users) => admin.commands.users = users,
                Err(text) => self.problem(Some(entry.line_number), text),
            },
            (key, _) => {
                let wanted = match key {
                    "admin.commandURL" => "a path that begins with /, such as /commands",
                    _ => "an address of this machine; remove the line for 127.0.0.1",
                };
                let text = format!("{key}={}: it takes {wanted}", entry.value);
                self.problem(Some(entry.line_number), text);
            }
        }
    }

    /// Backups and restores are for somebody.
    pub(super) fn admin_commands(&mut self) {
        let Some(admin) = &self.config.admin else { return };
        let is_open = admin.commands.snapshot || admin.commands.restore;
        let has_super = self.config.super_digest.is_some() || self.config.x509_super_user.is_some();
        if is_open && !has_super && admin.commands.users.is_empty() {
            let line =
                self.lines.get("admin.snapshot.enabled").or(self.lines.get("admin.restore.enabled")).copied();
            let text = "nobody may take or restore a backup: set DigestAuthenticationProvider.superDigest or admin.users";
            self.warn(line, text.into());
        }
    }
}

/// `digest:user:hash;x509:subject`. What is wrong names no hash.
fn admin_users(list: &str) -> Result<Vec<Id>, String> {
    let each = list.split(';').map(str::trim).filter(|user| !user.is_empty());
    let read = |(index, user): (usize, &str)| match user.split_once(':') {
        Some((scheme @ ("digest" | "x509"), id)) if !id.is_empty() => Ok(Id::new(scheme, id)),
        _ => Err(format!(
            "admin.users: the {}. identity is not of the form digest:user:hash or x509:subject",
            index + 1
        )),
    };
    each.enumerate().map(read).collect()
}
