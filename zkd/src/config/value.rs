//! Reads one value by the type of its key, as Java reads it, and says what is wrong in words.

use crate::config::keys::{Key, Kind};
use crate::config::properties::Entry;

/// A value of one of the types.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Flag(bool),
    Number(i64),
    Ratio(f64),
}

/// Reads it. Also returns a warning when Java would take it for something that was hardly meant.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(key: &Key, entry: &Entry) -> Result<(Value, Option<String>), String> {
    let Entry { key: name, value, .. } = entry;
    match key.kind {
        Kind::Text | Kind::Path => Ok((Value::Text(value.clone()), None)),
        Kind::Flag => strict_flag(name, value).map(|on| (Value::Flag(on), None)),
        Kind::PropertyFlag => Ok(loose_flag(name, value, ["true", "false"], false)),
        Kind::YesUnlessNo => Ok(loose_flag(name, value, ["yes", "no"], true)),
        Kind::NoUnlessYes => Ok(loose_flag(name, value, ["yes", "no"], false)),
        Kind::Number(min, max) => {
            let n = decimal(value).map_err(|why| format!("{name}={value}: {why}"))?;
            in_range(name, n, min, max).map(|n| (Value::Number(n), None))
        }
        Kind::PropertyNumber(min, max) => {
            let n = property_number(value).map_err(|why| format!("{name}={value}: {why}"))?;
            in_range(name, n, min, max).map(|n| (Value::Number(n), None))
        }
        Kind::Ratio => match value.parse::<f64>() {
            Ok(ratio) if ratio.is_finite() => Ok((Value::Ratio(ratio), None)),
            _ => Err(format!("{name}={value}: not a number such as 0.33")),
        },
        Kind::Hours => hours_ms(value)
            .map(|ms| (Value::Number(ms), None))
            .map_err(|why| format!("{name}={value}: {why}")),
    }
}

fn strict_flag(name: &str, value: &str) -> Result<bool, String> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        // Apache's words, less its slip with the full stop.
        _ => Err(format!("Invalid option {value} for {name}. Choose 'true' or 'false'.")),
    }
}

fn loose_flag(name: &str, value: &str, words: [&str; 2], otherwise: bool) -> (Value, Option<String>) {
    // Java compares yes and no exactly, true and false in any case.
    let is = |word: &str| if word == "true" { value.eq_ignore_ascii_case(word) } else { value == word };
    let [yes, no] = words;
    let (on, clear) = match () {
        () if is(yes) => (true, true),
        () if is(no) || (no == "false" && value.eq_ignore_ascii_case(no)) => (false, true),
        () => (otherwise, false),
    };
    let taken = if on { yes } else { no };
    let warning = (!clear).then(|| {
        format!("{name}={value} is neither {yes} nor {no}; Apache takes it for {taken}, and so does zkd")
    });
    (Value::Flag(on), warning)
}

fn decimal(text: &str) -> Result<i64, &'static str> {
    if text.is_empty() {
        return Err("there is no value");
    }
    text.parse().map_err(|_| "not a whole number")
}

/// As `Integer.decode`: also `0x1f`, `0X1f` and `#1f`.
fn property_number(text: &str) -> Result<i64, &'static str> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex =
        digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).or_else(|| digits.strip_prefix('#'));
    match hex {
        Some(hex) if !hex.starts_with(['+', '-']) => {
            i64::from_str_radix(hex, 16).map(|n| sign * n).map_err(|_| "not a hexadecimal number")
        }
        Some(_) => Err("not a hexadecimal number"),
        None if digits.len() > 1 && digits.starts_with('0') => {
            Err("write it without the leading 0: Java may read such a number as octal")
        }
        None => decimal(text),
    }
}

fn in_range(name: &str, n: i64, min: i64, max: i64) -> Result<i64, String> {
    if (min..=max).contains(&n) {
        return Ok(n);
    }
    Err(match (name, n) {
        // Apache's words first, then what they mean.
        ("tickTime", 0) => "tickTime is not set: 0 milliseconds is no tick".to_owned(),
        ("electionAlg", _) => "Invalid electionAlg value. Only 3 is supported.".to_owned(),
        _ if n < min => format!("{name}={n} is too small: it must be at least {min}"),
        _ => format!("{name}={n} is too large: it must be at most {max}"),
    })
}

/// A number of hours, or a number with a suffix, in milliseconds.
fn hours_ms(text: &str) -> Result<i64, &'static str> {
    let lower = text.to_ascii_lowercase();
    let units: [(&str, i64); 5] =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", HOUR_MS), ("d", 24 * HOUR_MS)];
    let suffixed = units.iter().find_map(|(suffix, ms)| Some((lower.strip_suffix(suffix)?, *ms)));
    let (digits, unit_ms) = suffixed.unwrap_or((&lower, HOUR_MS));
    let n = decimal(digits).map_err(|_| "not a number of hours, nor one with ms, s, m, h or d after it")?;
    n.checked_mul(unit_ms).ok_or("too long a time")
}

const HOUR_MS: i64 = 3_600_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_numbers_are_read_as_java_decodes_them() {
        assert_eq!(property_number("0x9fffff"), Ok(0x9f_ffff));
        assert_eq!(property_number("-0X10"), Ok(-16));
        assert_eq!(property_number("#ff"), Ok(255));
        assert_eq!(property_number("+5"), Ok(5));
        assert_eq!(property_number("0"), Ok(0));
        for bad in ["", "-", "+-5", "--5", "0x", "0x-1", "0xfffffffffffffffff", "010", "5k", "1_000"] {
            assert!(property_number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_purge_interval_is_hours_unless_it_says_otherwise() {
        for (text, ms) in [
            ("1", HOUR_MS),
            ("24", 24 * HOUR_MS),
            ("0", 0),
            ("90M", 90 * 60_000),
            ("500ms", 500),
            ("30s", 30_000),
            ("2h", 2 * HOUR_MS),
            ("1d", 24 * HOUR_MS),
            ("-1", -HOUR_MS),
        ] {
            assert_eq!(hours_ms(text), Ok(ms), "{text}");
        }
        for bad in ["", "h", "1w", "1.5", "9223372036854775807"] {
            assert!(hours_ms(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn loose_flags_say_what_they_are_taken_for() {
        for (value, words, otherwise, on, warned) in [
            ("TRUE", ["true", "false"], false, true, false),
            ("False", ["true", "false"], false, false, false),
            ("yes", ["true", "false"], false, false, true),
            ("no", ["yes", "no"], true, false, false),
            ("No", ["yes", "no"], true, true, true),
            ("false", ["yes", "no"], true, true, true),
            ("true", ["yes", "no"], false, false, true),
        ] {
            let (got, warning) = loose_flag("key", value, words, otherwise);
            assert_eq!((got, warning.is_some()), (Value::Flag(on), warned), "{value}");
        }
    }
}
