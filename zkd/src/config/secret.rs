//! A value that must not appear in logs, errors or status pages.

use std::fmt;

/// Text that prints as `***` and has to be asked for by name.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps it.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_in_a_dump() {
        let secret = Secret::new("super:hash");
        assert_eq!(format!("{secret:?}"), "***");
        assert_eq!(secret.expose(), "super:hash");
    }
}
