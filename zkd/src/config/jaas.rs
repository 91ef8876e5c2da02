//! Reads JAAS files, as far as ZooKeeper uses them: sections of login modules with options, of which zkd has
//! `DigestLoginModule` itself.
//!
//! Mirrors: the grammar of Java's `com.sun.security.auth.login.ConfigFile`. Differs: `${…}`, which Java would replace by a property
//! of its machine, is refused instead of taken as it is.

use std::collections::BTreeMap;
use std::fmt;

use crate::config::Secret;
use crate::config::sasl::Users;

/// A longer file is none.
pub const MAX_BYTES: usize = 256 << 10;

/// A file's sections by their names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Jaas {
    sections: BTreeMap<String, Vec<Module>>,
}

/// A login module of a section.
#[derive(Debug, PartialEq, Eq)]
struct Module {
    line_number: u32,
    class: String,
    options: BTreeMap<String, Secret>,
}

/// What is wrong with a file. Never repeats a value: it may be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JaasError {
    /// Where, counted from 1.
    pub line_number: u32,
    /// What.
    pub text: String,
}

impl fmt::Display for JaasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line_number, self.text)
    }
}

impl Jaas {
    /// Reads a file's text.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(bytes: &[u8]) -> Result<Jaas, JaasError> {
        let fail = |line_number, text: &str| JaasError { line_number, text: text.into() };
        if bytes.len() > MAX_BYTES {
            return Err(fail(1, &format!("the file has more than {MAX_BYTES} bytes")));
        }
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let line = bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() as u32 + 1;
            fail(line, "it is no UTF-8")
        })?;
        let mut lexer = Lexer { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line_number: 1 };
        let mut jaas = Jaas::default();
        while let Some(token) = lexer.next()? {
            let line = lexer.line_number;
            let Token::Word(name) = token else {
                return Err(fail(line, "a section begins with its name, for example: Server {"));
            };
            lexer.expect('{', &format!("behind the name of the section {name:?}"))?;
            let modules = lexer.modules()?;
            lexer.expect(';', &format!("behind the closing brace of the section {name:?}"))?;
            if jaas.sections.insert(name.clone(), modules).is_some() {
                return Err(fail(line, &format!("there is a section {name:?} already")));
            }
        }
        Ok(jaas)
    }

    /// Whether there is such a section.
    pub fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// The names of the sections.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// The users of a server's section: options `user_NAME="password"`.
    ///
    /// # Errors
    /// There is no such section, or it is not for DIGEST-MD5.
    pub fn users(&self, section: &str) -> Result<Users, String> {
        let mut users = Users::default();
        for module in self.digest_modules(section)? {
            for (name, value) in &module.options {
                if let Some(user) = name.strip_prefix("user_").filter(|user| !user.is_empty()) {
                    users = users.with(user, value.expose());
                }
            }
        }
        if users.is_empty() {
            return Err(format!("the section {section} has no users: add user_NAME=\"PASSWORD\""));
        }
        Ok(users)
    }

    /// Who a client's section says that one is: the options `username` and `password`.
    ///
    /// # Errors
    /// There is no such section, or it is not for DIGEST-MD5, or does not say it.
    pub fn login(&self, section: &str) -> Result<zk_sasl::Sasl, String> {
        let modules = self.digest_modules(section)?;
        let option = |name: &str| {
            let found = modules.iter().find_map(|m| m.options.get(name));
            found.map(Secret::expose).ok_or_else(|| format!("the section {section} has no {name}=\"…\""))
        };
        Ok(zk_sasl::Sasl::digest_md5(option("username")?, option("password")?))
    }

    fn digest_modules(&self, section: &str) -> Result<&[Module], String> {
        let modules = self.sections.get(section).ok_or_else(|| {
            let names: Vec<&str> = self.names().collect();
            match names.is_empty() {
                true => format!("there is no section {section}, nor any other"),
                false => format!("there is no section {section}, only {}", names.join(", ")),
            }
        })?;
        for module in modules {
            let class = module.class.rsplit('.').next().unwrap_or_default();
            let line = module.line_number;
            match class {
                "DigestLoginModule" => {}
                "Krb5LoginModule" => {
                    return Err(format!(
                        "line {line}: Kerberos (GSSAPI) is not in zkd: use \
                         org.apache.zookeeper.server.auth.DigestLoginModule, or client certificates"
                    ));
                }
                _ => {
                    return Err(format!(
                        "line {line}: zkd cannot load the login module {:?}, only \
                         org.apache.zookeeper.server.auth.DigestLoginModule",
                        module.class
                    ));
                }
            }
        }
        match modules.is_empty() {
            true => Err(format!("the section {section} has no login module")),
            false => Ok(modules),
        }
    }
}

enum Token {
    Word(String),
    Quoted(String),
    Mark(char),
}

struct Lexer<'a> {
    rest: &'a str,
    line_number: u32,
}

impl Lexer<'_> {
    fn fail<T>(&self, text: impl Into<String>) -> Result<T, JaasError> {
        Err(JaasError { line_number: self.line_number, text: text.into() })
    }

    /// What stands between the braces of a section, with the closing one.
    fn modules(&mut self) -> Result<Vec<Module>, JaasError> {
        let mut modules = Vec::new();
        loop {
            let class = match self.next()? {
                Some(Token::Mark('}')) => return Ok(modules),
                Some(Token::Word(class)) => class,
                _ => return self.fail("expected the class of a login module, or }"),
            };
            let line_number = self.line_number;
            match self.next()? {
                Some(Token::Word(flag))
                    if ["required", "requisite", "sufficient", "optional"]
                        .iter()
                        .any(|known| flag.eq_ignore_ascii_case(known)) => {}
                _ => {
                    return self
                        .fail("expected required, requisite, sufficient or optional behind the class");
                }
            }
            let options = self.options()?;
            modules.push(Module { line_number, class, options });
        }
    }

    /// Options up to the semicolon.
    fn options(&mut self) -> Result<BTreeMap<String, Secret>, JaasError> {
        let mut options = BTreeMap::new();
        loop {
            let name = match self.next()? {
                Some(Token::Mark(';')) => return Ok(options),
                Some(Token::Word(name)) => name,
                Some(Token::Quoted(_)) => {
                    return self.fail(
                        "a quoted text that is no option's value: does an = or a quotation mark lack?",
                    );
                }
                _ => return self.fail("expected an option, NAME=\"VALUE\", or ; at the end of the options"),
            };
            self.expect('=', &format!("behind the option {name:?}"))?;
            let value = match self.next()? {
                Some(Token::Word(value) | Token::Quoted(value)) => value,
                _ => return self.fail(format!("the option {name:?} has no value")),
            };
            if value.contains("${") {
                return self.fail(format!("the value of {name:?} has ${{…}}, which only Java replaces"));
            }
            if options.insert(name.clone(), Secret::new(value)).is_some() {
                return self.fail(format!("the option {name:?} is there twice"));
            }
        }
    }

    fn expect(&mut self, mark: char, wherever: &str) -> Result<(), JaasError> {
        match self.next()? {
            Some(Token::Mark(found)) if found == mark => Ok(()),
            _ => self.fail(format!("expected {mark} {wherever}")),
        }
    }

    fn next(&mut self) -> Result<Option<Token>, JaasError> {
        self.skip_blanks()?;
        let mut chars = self.rest.chars();
        match chars.next() {
            None => Ok(None),
            Some(mark @ ('{' | '}' | ';' | '=')) => {
                self.rest = chars.as_str();
                Ok(Some(Token::Mark(mark)))
            }
            Some('"') => {
                self.rest = chars.as_str();
                self.quoted().map(Some)
            }
            Some(_) => {
                let ends = |c: char| c.is_whitespace() || "{};=\"".contains(c);
                let end = self.rest.find(ends).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Ok(Some(Token::Word(word.to_owned())))
            }
        }
    }

    fn skip_blanks(&mut self) -> Result<(), JaasError> {
        loop {
            let trimmed = self.rest.trim_start();
            self.advance(self.rest.len() - trimmed.len());
            if self.rest.starts_with('#') {
                return self.fail("a comment begins with // or /*");
            }
            if self.rest.starts_with("//") {
                self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if let Some(comment) = self.rest.strip_prefix("/*") {
                match comment.find("*/") {
                    Some(end) => self.advance(end + 4),
                    None => return self.fail("a comment has no end"),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line_number += passed.matches('\n').count() as u32;
        self.rest = rest;
    }

    /// The rest of a quoted text, whose first mark has been read.
    fn quoted(&mut self) -> Result<Token, JaasError> {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        loop {
            match chars.next() {
                Some('"') => break,
                Some('\\') => match chars.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some(c @ ('"' | '\\' | '\'')) => text.push(c),
                    _ => {
                        return self
                            .fail("a backslash in a quoted text that is not \\\\, \\\", \\n, \\t or \\r");
                    }
                },
                None | Some('\n' | '\r') => return self.fail("a quoted text does not end on its line"),
                Some(c) => text.push(c),
            }
        }
        self.rest = chars.as_str();
        Ok(Token::Quoted(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"/* who may */
Server {
    // clients
    org.apache.zookeeper.server.auth.DigestLoginModule required
    user_super="adminsecret"
    user_bob="b\"o\\b s;{}= #//"  user_j.d-x=plain;
};
QuorumServer { org.apache.zookeeper.server.auth.DigestLoginModule required user_zk="q"; };
QuorumLearner { org.apache.zookeeper.server.auth.DigestLoginModule REQUIRED username="zk" password="q"; };
Kerberos { com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true; };
"#;

    #[test]
    fn users_and_logins_are_read_as_java_reads_them() {
        let jaas = Jaas::parse(GOOD.as_bytes()).unwrap();
        let users = jaas.users("Server").unwrap();
        assert_eq!(users.names().collect::<Vec<_>>(), ["bob", "j.d-x", "super"]);
        assert_eq!(users.password("bob"), Some("b\"o\\b s;{}= #//"));
        assert_eq!(users.password("j.d-x"), Some("plain"));
        assert_eq!(jaas.login("QuorumLearner"), Ok(zk_sasl::Sasl::digest_md5("zk", "q")));
        let crlf = GOOD.replace('\n', "\r\n");
        assert_eq!(Jaas::parse(crlf.as_bytes()).unwrap().users("Server").unwrap(), users);
    }

    #[test]
    fn what_zkd_cannot_do_is_named() {
        let jaas = Jaas::parse(GOOD.as_bytes()).unwrap();
        assert!(jaas.users("Kerberos").unwrap_err().starts_with("line 10: Kerberos (GSSAPI) is not in zkd"));
        let missing = jaas.users("Servre").unwrap_err();
        assert_eq!(missing, "there is no section Servre, only Kerberos, QuorumLearner, QuorumServer, Server");
        assert!(jaas.users("QuorumLearner").unwrap_err().contains("has no users"));
        assert!(jaas.login("Server").unwrap_err().contains("has no username"));
        let other = Jaas::parse(b"Server { com.example.Mine required a=b; };").unwrap();
        assert!(
            other.users("Server").unwrap_err().contains("cannot load the login module \"com.example.Mine\"")
        );
    }

    #[test]
    fn mistakes_are_told_with_their_line_and_without_a_password() {
        for (text, said) in [
            ("Server {\n D required\n user_a=\"canary\n};", "line 3: a quoted text does not end on its line"),
            ("Server {\n D required user_a=\"canary\"\n};", "line 3: expected an option"),
            ("Server {\n D required user_a=\"canary\";\n}", "line 3: expected ; behind the closing brace"),
            ("Server {\n D maybe;\n};", "line 2: expected required"),
            ("Server D required", "line 1: expected { behind"),
            ("{", "line 1: a section begins with its name"),
            ("# users\nServer {};", "line 1: a comment begins with //"),
            ("/* never", "line 1: a comment has no end"),
            ("Server { D required a=\"${canary}\"; };", "only Java replaces"),
            ("Server { D required a=1 a=canary; };", "the option \"a\" is there twice"),
            ("A { D required; };\nA { D required; };", "line 2: there is a section \"A\" already"),
            ("Server { D required user_a \"canary\"; };", "expected = behind the option"),
            ("Server { D required user_a=\"x\" \"canary\"; };", "a quoted text that is no option's value"),
            ("Server { D required user_a=\"\\q\"; };", "a backslash"),
        ] {
            let error = Jaas::parse(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(said), "{text:?}: {error}");
            assert!(!error.contains("canary"), "{error}");
        }
        assert!(Jaas::parse(b"A {\n\xff").unwrap_err().to_string().starts_with("line 2: it is no UTF-8"));
        assert!(Jaas::parse(&vec![b' '; MAX_BYTES + 1]).is_err());
        assert!(!format!("{:?}", Jaas::parse(GOOD.as_bytes()).unwrap()).contains("adminsecret"));
        // Every start of a good file is a good one or an error, and nothing worse.
        for end in 0..GOOD.len() {
            let _ = Jaas::parse(&GOOD.as_bytes()[..end]);
        }
    }
}
