//! What is logged, and how it is written: one event is one line. Names, paths and votes in it are text that somebody else
//! chose; what could end the line, act on a terminal or reorder what is seen is spelled out.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use tracing::field::Field;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::format::{self, Writer};
use tracing_subscriber::fmt::{FormatFields, MakeWriter};
use zkd::log_levels;

/// The form of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line for people.
    Text,
    /// A line that is a JSON object: timestamp, level, target, fields.
    Json,
}

/// Writes what is logged from now on to stderr.
pub(crate) fn init(format: LogFormat) {
    let filter = EnvFilter::try_from_env("ZKD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let said = filter.to_string();
    let is_coloured = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let form = match format {
        LogFormat::Text if is_coloured => Form::Coloured,
        LogFormat::Text => Form::Plain,
        LogFormat::Json => Form::Json,
    };
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Lines { form, to: io::stderr });
    match format {
        LogFormat::Text => {
            let log = log.fmt_fields(fields()).with_ansi(is_coloured).with_filter_reloading();
            let filter = log.reload_handle();
            log_levels::install(said, move |new| replace(new, |new| filter.reload(new)));
            log.init();
        }
        LogFormat::Json => {
            let log = log.json().flatten_event(true).with_filter_reloading();
            let filter = log.reload_handle();
            log_levels::install(said, move |new| replace(new, |new| filter.reload(new)));
            log.init();
        }
    }
}

fn replace<E: fmt::Display>(filter: &str, by: impl FnOnce(EnvFilter) -> Result<(), E>) -> Result<(), String> {
    let new = EnvFilter::try_new(filter).map_err(|e| format!("{filter}: {e}"))?;
    by(new).map_err(|e| e.to_string())
}

/// Message and fields as the formatter's own, which leaves escape sequences in some kinds of values.
fn fields() -> impl for<'w> FormatFields<'w> {
    let write = |out: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug| {
        let value = format!("{value:?}");
        let value = Form::Plain.made_safe(&value);
        match field.name().trim_start_matches("r#") {
            "message" => out.write_str(&value),
            name if out.has_ansi_escapes() => {
                write!(out, "\u{1b}[3m{name}\u{1b}[0m\u{1b}[2m=\u{1b}[0m{value}")
            }
            name => write!(out, "{name}={value}"),
        }
    };
    format::debug_fn(write).delimited(" ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    /// With escape sequences of the formatter's own, which stay; [`fields`] has taken out all others.
    Coloured,
    /// Whatever may act stands within a string.
    Json,
}

impl Form {
    fn acts(self, c: char) -> bool {
        let reorders = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        // A tab does no harm, and Apache's audit lines have them between their fields (which escape their own).
        let is_harmless = c == '\t' || (self == Form::Coloured && c == '\u{1b}');
        (c.is_control() || reorders) && !is_harmless
    }

    /// A line without its end.
    fn made_safe(self, line: &str) -> Cow<'_, str> {
        if !line.chars().any(|c| self.acts(c)) {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 16);
        for c in line.chars() {
            let code = c as u32;
            // A string always takes what it is given.
            let _ = match c {
                c if !self.acts(c) => out.write_char(c),
                '\n' => out.write_str("\\n"),
                '\r' => out.write_str("\\r"),
                _ if self == Form::Json => write!(out, "\\u{code:04x}"),
                _ if code < 0x100 => write!(out, "\\x{code:02x}"),
                _ => write!(out, "\\u{{{code:x}}}"),
            };
        }
        Cow::Owned(out)
    }
}

/// Takes events whole, as the formatter writes them.
struct Lines<M> {
    form: Form,
    to: M,
}

struct Line<W> {
    form: Form,
    to: W,
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Lines<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line { form: self.form, to: self.to.make_writer() }
    }
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let safe = self.form.made_safe(text.strip_suffix('\n').unwrap_or(&text));
        self.to.write_all(format!("{safe}\n").as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A path, an identity, an address and a host name of people who know what terminals and log readers do.
    const HOSTILE: [&str; 7] = [
        "/a\n2026-01-01T00:00:00.000000Z  INFO zkd: all is well",
        "digest:eve\u{1b}]0;owned\u{7}",
        "10.0.0.1\r\u{1b}[2K10.0.0.2",
        "\u{202e}moc.elpmaxe.db\u{202c}",
        "\u{9b}31mzk1\u{85}zk2\u{0}",
        "zk\u{200b}1\u{feff}\u{2066}",
        "tab\ttab \u{7f}\u{8}\u{b}\u{c}",
    ];

    /// All that is logged of these texts, as message and as fields.
    fn logged(form: Form) -> String {
        let out = Arc::new(Mutex::new(Vec::new()));
        let sink = out.clone();
        let to = move || Shared(sink.clone());
        let log = tracing_subscriber::fmt().with_writer(Lines { form, to });
        let write = || {
            for text in HOSTILE {
                tracing::warn!(%text, other = text, debug = ?text, "it said {text}");
            }
        };
        match form {
            Form::Json => tracing::subscriber::with_default(log.json().flatten_event(true).finish(), write),
            _ => {
                let log = log.fmt_fields(fields()).with_ansi(form == Form::Coloured);
                tracing::subscriber::with_default(log.finish(), write);
            }
        }
        let bytes = out.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_event_is_a_line_and_nothing_in_it_acts() {
        for form in [Form::Plain, Form::Coloured, Form::Json] {
            let text = logged(form);
            assert_eq!(text.lines().count(), HOSTILE.len(), "{form:?}: {text}");
            assert!(text.lines().all(|line| !line.chars().any(|c| form.acts(c))), "{form:?}: {text:?}");
        }
        let coloured = logged(Form::Coloured);
        let own = coloured.split('\u{1b}').skip(1).map(|rest| rest.split_once('m').map(|(code, _)| code));
        let is_style =
            |code: &str| code.strip_prefix('[').is_some_and(|c| c.chars().all(|c| c.is_ascii_digit()));
        assert!(
            own.clone().count() > 0 && own.into_iter().all(|code| code.is_some_and(is_style)),
            "{coloured:?}"
        );
    }

    #[test]
    fn json_says_what_was_said() {
        for (line, said) in logged(Form::Json).lines().zip(HOSTILE) {
            let event: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(event["other"], said);
            assert_eq!(event["message"], format!("it said {said}"));
        }
    }

    #[test]
    fn text_of_any_other_kind_stays_as_it_is() {
        let text = "über/日本/émile \\n \"x\" {1}";
        assert!(matches!(Form::Plain.made_safe(text), Cow::Borrowed(_)));
    }
}
