//! `conf`: the configuration in effect.

use super::number;

/// The answer to `conf`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conf {
    /// Every `name=value` before the membership, in order.
    pub values: Vec<(String, String)>,
    /// `server.N=…` lines as (N, …).
    pub servers: Vec<(i64, String)>,
    /// Version of the membership, a zxid.
    pub membership_version: Option<i64>,
}

impl Conf {
    /// A value by its name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// A value as an integer.
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name).and_then(number)
    }

    /// The server's id; 0 when standalone.
    pub fn server_id(&self) -> Option<i64> {
        self.integer("serverId")
    }

    /// Tick time in milliseconds.
    pub fn tick_time_ms(&self) -> Option<i64> {
        self.integer("tickTime")
    }

    /// Plain client port.
    pub fn client_port(&self) -> Option<i64> {
        self.integer("clientPort")
    }

    /// Directory of the snapshots.
    pub fn data_dir(&self) -> Option<&str> {
        self.text("dataDir")
    }

    /// Directory of the transaction log.
    pub fn data_log_dir(&self) -> Option<&str> {
        self.text("dataLogDir")
    }

    /// Least and most session timeout in milliseconds.
    pub fn session_timeouts_ms(&self) -> Option<(i64, i64)> {
        Some((self.integer("minSessionTimeout")?, self.integer("maxSessionTimeout")?))
    }
}

/// Reads the answer to `conf`; the text of `/zookeeper/config` too, whose lines are the membership's.
pub fn parse_conf(text: &str) -> Conf {
    let mut conf = Conf::default();
    for line in text.lines() {
        let Some((name, value)) = line.split_once('=') else { continue };
        let (name, value) = (name.trim(), value.trim());
        match name.strip_prefix("server.").and_then(number) {
            Some(id) => conf.servers.push((id, value.to_owned())),
            // The membership's version is printed in hex without a prefix.
            None if name == "version" => conf.membership_version = i64::from_str_radix(value, 16).ok(),
            None => conf.values.push((name.to_owned(), value.to_owned())),
        }
    }
    conf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_an_ensemble() {
        let c = parse_conf(
            "clientPort=22181\ndataDir=/d/version-2\ntickTime=2000\nminSessionTimeout=4000\n\
             maxSessionTimeout=40000\nserverId=1\nmembership: \n\
             server.1=127.0.0.1:23281:23381:participant;127.0.0.1:23181\nversion=100000000",
        );
        assert_eq!((c.client_port(), c.server_id(), c.tick_time_ms()), (Some(22181), Some(1), Some(2000)));
        assert_eq!(c.session_timeouts_ms(), Some((4000, 40000)));
        assert_eq!(c.data_dir(), Some("/d/version-2"));
        let member = "127.0.0.1:23281:23381:participant;127.0.0.1:23181".to_owned();
        assert_eq!(c.servers, [(1, member)]);
        assert_eq!(c.membership_version, Some(0x1_0000_0000));
    }
}
