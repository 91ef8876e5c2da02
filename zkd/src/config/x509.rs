//! The keys `ssl.x509.…`: which part of a client's certificate is its identity. The subject, or a name of its
//! subjectAltName that one pattern picks and another one cuts to size.
//!
//! Mirrors: ZooKeeper 3.10 `X509AuthenticationConfig`, of which 3.9 knows nothing. Differs: what could never make an identity is refused at the start; there
//! it is an error in the log at every connection, and the subject counts.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};

/// A kind of name in a subjectAltName, with its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    Mail = 1,
    Dns = 2,
    Directory = 4,
    Uri = 6,
    Address = 7,
    RegisteredId = 8,
}

const KINDS: [(NameKind, &str); 6] = [
    (NameKind::Mail, "mail"),
    (NameKind::Dns, "DNS name"),
    (NameKind::Directory, "directory name"),
    (NameKind::Uri, "URI"),
    (NameKind::Address, "IP address"),
    (NameKind::RegisteredId, "registered id"),
];

/// How the identity is taken from a subjectAltName.
#[derive(Clone, Debug)]
pub struct AlternativeName {
    /// Which of its names are looked at.
    pub(crate) kind: NameKind,
    /// Found in the one that is meant.
    pub(crate) matching: Regex,
    /// Finds the identity in that one.
    pub(crate) extract: Regex,
    /// Which group of `extract` it is; 0 is all that was found.
    pub(crate) group: usize,
}

/// What is wrong, and in which line.
type Problem = (Option<u32>, String);

/// The lines of the file, by what follows the prefix.
#[derive(Default)]
pub(super) struct Keys(BTreeMap<String, (u32, String)>);

const PREFIX: &str = "ssl.x509.";
/// Patterns of this size take megabytes.
const MAX_PATTERN_BYTES: usize = 1 << 20;

impl Keys {
    pub(super) fn set(&mut self, key: &str, value: &str, line: u32) {
        let name = key.strip_prefix(PREFIX).unwrap_or(key);
        self.0.insert(name.to_owned(), (line, value.trim().to_owned()));
    }

    /// The rule; none if the subject is the identity.
    ///
    /// # Errors
    /// A line without which the others make sense, or one that does not.
    pub(super) fn finish(&self) -> Result<Option<AlternativeName>, Problem> {
        let by = self.get("clientCertIdType");
        let line = by.map(|(line, _)| line).or_else(|| self.0.values().map(|(line, _)| *line).next());
        match by.map(|(_, value)| value.to_ascii_uppercase()).as_deref() {
            Some("SAN") => {}
            None | Some("" | "SDN") if self.0.len() > usize::from(by.is_some()) => {
                let text = format!(
                    "{PREFIX}clientCertIdSan…: these have an effect with {PREFIX}clientCertIdType=SAN only"
                );
                return Err((line, text));
            }
            None | Some("" | "SDN") => return Ok(None),
            Some(_) => {
                let text =
                    format!("{PREFIX}clientCertIdType: it takes SAN (subjectAltName) or SDN (the subject)");
                return Err((line, text));
            }
        }
        let matching = self.pattern("clientCertIdSanMatchRegex")?;
        let extract = self.pattern("clientCertIdSanExtractRegex")?;
        Ok(Some(AlternativeName { kind: self.kind(line)?, group: self.group(&extract)?, matching, extract }))
    }

    fn get(&self, name: &str) -> Option<(u32, &str)> {
        self.0.get(name).map(|(line, value)| (*line, value.as_str()))
    }

    fn kind(&self, line: Option<u32>) -> Result<NameKind, Problem> {
        let name = "clientCertIdSanMatchType";
        let given = self.get(name);
        let kind =
            given.and_then(|(_, value)| KINDS.iter().find(|(kind, _)| (*kind as u8).to_string() == value));
        match (kind, given) {
            (Some((kind, _)), _) => Ok(*kind),
            (None, given) => {
                let there: Vec<String> =
                    KINDS.iter().map(|(kind, name)| format!("{} {name}", *kind as u8)).collect();
                let text =
                    format!("{PREFIX}{name} says which names count, by their number: {}", there.join(", "));
                Err((given.map(|(line, _)| line).or(line), text))
            }
        }
    }

    fn pattern(&self, name: &str) -> Result<Regex, Problem> {
        let (line, text) = self.get(name).map_or((None, ".*"), |(line, text)| (Some(line), text));
        RegexBuilder::new(text).size_limit(MAX_PATTERN_BYTES).build().map_err(|e| {
            let reason =
                e.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let text = format!(
                "{PREFIX}{name}: {reason} (a pattern as Java's, without look-around and back-references)"
            );
            (line, text)
        })
    }

    fn group(&self, extract: &Regex) -> Result<usize, Problem> {
        let name = "clientCertIdSanExtractMatcherGroupIndex";
        let Some((line, value)) = self.get(name) else { return Ok(0) };
        value.parse().ok().filter(|group| *group < extract.captures_len()).ok_or_else(|| {
            let last = extract.captures_len() - 1;
            (
                Some(line),
                format!("{PREFIX}{name}: the groups of {PREFIX}clientCertIdSanExtractRegex are 0 to {last}"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(lines: &[(&str, &str)]) -> Result<Option<AlternativeName>, Problem> {
        let mut keys = Keys::default();
        for (number, (key, value)) in (1..).zip(lines) {
            keys.set(&format!("{PREFIX}{key}"), value, number);
        }
        keys.finish()
    }

    #[test]
    fn the_subject_counts_unless_a_name_is_asked_for() {
        assert!(finish(&[]).unwrap().is_none());
        assert!(finish(&[("clientCertIdType", "sdn")]).unwrap().is_none());
        let rule =
            finish(&[("clientCertIdType", "san"), ("clientCertIdSanMatchType", "6")]).unwrap().unwrap();
        assert_eq!((rule.kind, rule.group, rule.matching.as_str()), (NameKind::Uri, 0, ".*"));
    }

    #[test]
    fn what_could_never_make_an_identity_is_refused() {
        let san = ("clientCertIdType", "SAN");
        let uri = ("clientCertIdSanMatchType", "6");
        for (lines, line, said) in [
            (&[("clientCertIdType", "CN")][..], 1, "it takes SAN"),
            (&[san], 1, "6 URI"),
            (&[san, ("clientCertIdSanMatchType", "0")], 2, "by their number"),
            (&[uri], 1, "clientCertIdType=SAN only"),
            (&[san, uri, ("clientCertIdSanMatchRegex", "(")], 3, "unclosed group"),
            (&[san, uri, ("clientCertIdSanMatchRegex", "(?=a)")], 3, "look-around"),
            (&[san, uri, ("clientCertIdSanExtractMatcherGroupIndex", "1")], 3, "are 0 to 0"),
        ] {
            let (at, text) = finish(lines).unwrap_err();
            assert_eq!(at, Some(line), "{text}");
            assert!(text.contains(said), "{text}");
        }
    }
}
