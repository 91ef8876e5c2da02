//! Arguments from text: durations, ACLs, session ids, paths. Pure functions; errors are one sentence.

use std::time::Duration;

use zk_proto::{Acl, Id, Perms, SessionId};

use crate::node_args::AclList;

/// `500ms`, `10s`, `1m30s`, `2h`. A unit is required: zkCli counts milliseconds, people mean seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("`{text}` needs a unit, such as {text}ms or {text}s"));
    }
    let signed: jiff::SignedDuration =
        text.parse().map_err(|_| format!("`{text}` is no duration; write it like 500ms, 10s or 1m30s"))?;
    Duration::try_from(signed).map_err(|_| format!("`{text}` is negative"))
}

/// As [`duration`], but a bare number is milliseconds, as in zkCli's `-t`.
pub fn ttl(text: &str) -> Result<Duration, String> {
    let ttl = match text.parse::<u64>() {
        Ok(ms) => Duration::from_millis(ms),
        Err(_) => duration(text)?,
    };
    let ms = ttl.as_millis();
    if ms == 0 || ms > zk_proto::stat::MAX_TTL_MS as u128 {
        return Err(format!("a TTL is between 1 ms and {} ms", zk_proto::stat::MAX_TTL_MS));
    }
    Ok(ttl)
}

/// `512`, `64k`, `1MiB`: powers of 1024, as sizes are printed.
pub fn byte_size(text: &str) -> Result<u64, String> {
    let bad = || format!("`{text}` is no size; write it like 512, 64k or 1M");
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: u64 = number.parse().map_err(|_| bad())?;
    let factor = match unit.trim().to_ascii_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return Err(bad()),
    };
    number.checked_mul(factor).ok_or_else(bad)
}

/// A pattern for one name.
pub fn glob(text: &str) -> Result<globset::GlobMatcher, String> {
    let glob = globset::GlobBuilder::new(text).literal_separator(true).build();
    glob.map(|g| g.compile_matcher()).map_err(|e| format!("`{text}` is no pattern: {}", e.kind()))
}

/// A regular expression, of bounded size.
pub fn regex(text: &str) -> Result<regex::Regex, String> {
    let built = regex::RegexBuilder::new(text).size_limit(1 << 20).build();
    built.map_err(|e| format!("`{text}` is no regular expression: {}", last_line(&e.to_string())))
}

/// The sentence of an error that draws a picture first.
pub fn last_line(text: &str) -> &str {
    let line = text.trim_end().lines().last().unwrap_or(text).trim();
    line.strip_prefix("error: ").unwrap_or(line)
}

/// `500/s`, `30/m` or a bare number per second.
pub fn rate(text: &str) -> Result<f64, String> {
    let bad = || format!("`{text}` is no rate; write it like 500/s");
    let (number, seconds) = match text.split_once('/') {
        None => (text, 1.0),
        Some((number, "s")) => (number, 1.0),
        Some((number, "m")) => (number, 60.0),
        Some(_) => return Err(bad()),
    };
    let number: f64 = number.parse().map_err(|_| bad())?;
    if !number.is_finite() || number <= 0.0 {
        return Err(bad());
    }
    // Not less than one in a day: a longer wait is a stop.
    Ok((number / seconds).max(1.0 / 86_400.0))
}

/// `0x…` hex or decimal.
pub fn session_id(text: &str) -> Result<SessionId, String> {
    text.parse().map_err(|_| format!("`{text}` is no session id; write it like 0x100000c7e140000"))
}

/// `SCHEME:ID:PERMS[,SCHEME:ID:PERMS…]`. The id may hold colons (`digest:user:hash:rw`): scheme and
/// permissions are the first and the last part.
///
/// Differs: zkCli drops the parts that it cannot read and goes on; here nothing malformed is accepted.
pub fn acl_list(text: &str) -> Result<AclList, String> {
    let mut out = Vec::new();
    for part in split_entries(text) {
        let form = || format!("`{part}` does not have the form SCHEME:ID:PERMS");
        let (scheme, rest) = part.split_once(':').ok_or_else(form)?;
        let (id, letters) = rest.rsplit_once(':').ok_or_else(form)?;
        if scheme.is_empty() {
            return Err(form());
        }
        let perms = Perms::from_letters(letters)
            .ok_or_else(|| format!("`{letters}` in `{part}`: permissions are letters of cdrwa"))?;
        if perms.0 == 0 {
            return Err(format!("`{part}` grants nothing; permissions are letters of cdrwa"));
        }
        if scheme == "world" && id != "anyone" {
            return Err(format!("`{part}`: the only id of scheme world is anyone"));
        }
        if scheme == "digest"
            && id.split_once(':').is_none_or(|(user, hash)| user.is_empty() || hash.is_empty())
        {
            return Err(format!(
                "`{part}`: the id of scheme digest is USER:HASH, as `zkctl acl digest USER` prints it"
            ));
        }
        out.push(Acl { perms, id: Id::new(scheme, id) });
    }
    if out.is_empty() {
        return Err("an ACL needs at least one SCHEME:ID:PERMS".into());
    }
    Ok(AclList(out))
}

/// Entries are separated by commas; an x509 name holds commas itself, so what follows one that has no
/// permissions yet belongs to it.
fn split_entries(text: &str) -> Vec<String> {
    let is_open = |entry: &str| {
        let name = entry.strip_prefix("x509:");
        name.is_some_and(|name| name.rsplit_once(':').is_none_or(|(_, p)| Perms::from_letters(p).is_none()))
    };
    let mut out: Vec<String> = Vec::new();
    for part in text.split(',') {
        match out.last_mut() {
            Some(last) if is_open(last) => {
                last.push(',');
                last.push_str(part);
            }
            _ => out.push(part.trim().to_owned()),
        }
    }
    out
}

/// An ACL as [`acl_list`] reads it.
pub fn acl_text(acl: &[Acl]) -> String {
    let entries: Vec<String> =
        acl.iter().map(|a| format!("{}:{}:{}", a.id.scheme, a.id.id, a.perms.letters())).collect();
    entries.join(",")
}

/// Resolves a path as typed against the working node: relative paths, `.`, `..`, doubled and trailing slashes.
pub fn resolve_path(cwd: &str, typed: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let base = if typed.starts_with('/') { "" } else { cwd };
    for name in base.split('/').chain(typed.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    format!("/{}", names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1m30s"), Ok(Duration::from_secs(90)));
        assert!(duration("10").unwrap_err().contains("10s"));
        assert!(duration("-1s").is_err());
        assert!(duration("soon").is_err());
        assert_eq!(ttl("1500"), Ok(Duration::from_millis(1500)));
        assert!(ttl("0").is_err());
        assert!(ttl("1000000d").is_err());
    }

    #[test]
    fn sizes_are_powers_of_1024() {
        for (text, bytes) in [("0", 0), ("512", 512), ("64k", 65_536), ("1MiB", 1 << 20), ("2 GB", 2 << 30)] {
            assert_eq!(byte_size(text), Ok(bytes), "{text}");
        }
        for text in ["", "k", "-1", "1.5k", "1x", "99999999999999999999", "99999999999G"] {
            assert!(byte_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn patterns_are_for_one_name() {
        let matches = |pattern: &str, name: &str| glob(pattern).unwrap().is_match(name);
        assert!(matches("lock-*", "lock-0000000001") && matches("[ab]?", "a1") && matches("{x,y}", "y"));
        assert!(!matches("lock-*", "block-1") && !matches("a", "ab"));
        assert!(glob("[").unwrap_err().contains("`[` is no pattern"));
    }

    #[test]
    fn rates_are_per_second_or_minute() {
        assert_eq!(rate("500/s"), Ok(500.0));
        assert_eq!(rate("30/m"), Ok(0.5));
        assert_eq!(rate("2.5"), Ok(2.5));
        for text in ["", "0", "-1/s", "1/h", "inf", "NaN", "x"] {
            assert!(rate(text).is_err(), "{text}");
        }
        assert!(regex("a(").unwrap_err().contains("unclosed group"));
    }

    #[test]
    fn acls_round_trip_and_nothing_malformed_passes() {
        for text in
            ["world:anyone:cdrwa", "digest:u:h=:rw,ip:10.0.0.0/8:r", "x509:CN=a,OU=b:cdrwa", "auth::cdrwa"]
        {
            let AclList(list) = acl_list(text).unwrap();
            let AclList(again) = acl_list(&acl_text(&list)).unwrap();
            assert_eq!(list, again, "{text}");
        }
        for text in
            ["", "world", "world:anyone", "world:anyone:z", "world:anyone:", "world:me:r", ":a:r", "a:b:r,"]
        {
            assert!(acl_list(text).is_err(), "{text}");
        }
    }

    #[test]
    fn paths_are_resolved_against_the_working_node() {
        assert_eq!(resolve_path("/a/b", "c"), "/a/b/c");
        assert_eq!(resolve_path("/a/b", "../c/"), "/a/c");
        assert_eq!(resolve_path("/a", "/x//y/."), "/x/y");
        assert_eq!(resolve_path("/", "../.."), "/");
        assert_eq!(resolve_path("/a", ""), "/a");
        assert_eq!(resolve_path("/a", "..."), "/a/...");
    }
}
