//! Durations as the command line writes them.

use std::time::Duration;

/// `500ms`, `10s`, `1m30s`, `2h`. A unit is required: zkCli counts milliseconds, people mean seconds.
///
/// # Errors
/// One sentence about what is wrong.
pub fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("`{text}` needs a unit, such as {text}ms or {text}s"));
    }
    let signed: jiff::SignedDuration =
        text.parse().map_err(|_| format!("`{text}` is no duration; write it like 500ms, 10s or 1m30s"))?;
    Duration::try_from(signed).map_err(|_| format!("`{text}` is negative"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_required() {
        assert_eq!(duration("1m30s"), Ok(Duration::from_secs(90)));
        assert!(duration("10").unwrap_err().contains("10s"));
        assert!(duration("").is_err() && duration("-1s").is_err() && duration("soon").is_err());
    }
}
