//! Points in time as people write them: whole, without a zone (UTC then, as all output is), short, or relative to now.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Milliseconds since 1970. `now` is what relative times count from.
///
/// `2026-03-01T14:00:00Z`, `2026-03-01T15:00+01:00`, `2026-03-01T15:00[Europe/Berlin]`, `2026-03-01 14:00`, `2026-03-01`,
/// `14:00` (the last time that it was), each also with ` local` behind it for the zone of this machine; `-1h30m`.
pub fn point(text: &str, now: &Timestamp) -> Result<i64, String> {
    let text = text.trim();
    let bad = || {
        format!(
            "`{text}` is neither a zxid (0x1300000a1f) nor a time (2026-03-01T14:00:00Z, 2026-03-01 14:00, 14:00, \
             14:00 local, -1h)"
        )
    };
    if text == "now" {
        return Ok(now.as_millisecond());
    }
    if let Some(back) = text.strip_prefix('-') {
        let back: SignedDuration = back.parse().map_err(|_| bad())?;
        return now.checked_sub(back).map(|t| t.as_millisecond()).map_err(|_| bad());
    }
    if let Ok(t) = text.parse::<Timestamp>() {
        return Ok(t.as_millisecond());
    }
    if let Ok(t) = text.parse::<Zoned>() {
        return Ok(t.timestamp().as_millisecond());
    }
    let (civil, zone) = match text.strip_suffix("local").filter(|rest| rest.ends_with([' ', ','])) {
        Some(rest) => (rest.trim_end_matches([' ', ',']), TimeZone::system()),
        // `2026-03-01T14:00Z` has no seconds, which a whole time must have.
        None => (text.strip_suffix(['Z', 'z']).unwrap_or(text), TimeZone::UTC),
    };
    // First of all a date: what reads a time alone also takes one with a date in front, and drops that.
    if let Ok(date) = civil.parse::<DateTime>() {
        let zoned = date.to_zoned(zone).map_err(|_| bad())?;
        return Ok(zoned.timestamp().as_millisecond());
    }
    let time = civil.parse::<Time>().or_else(|_| Time::strptime("%H:%M", civil)).map_err(|_| bad())?;
    last(time, &zone, now).ok_or_else(bad)
}

/// The last time that a clock showed `time`.
fn last(time: Time, zone: &TimeZone, now: &Timestamp) -> Option<i64> {
    let today = now.to_zoned(zone.clone()).date();
    let at =
        |date: jiff::civil::Date| date.to_datetime(time).to_zoned(zone.clone()).ok().map(|z| z.timestamp());
    let found = at(today).filter(|t| t <= now).or_else(|| at(today.yesterday().ok()?))?;
    Some(found.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_may_be_short_and_relative() {
        let now: Timestamp = "2026-03-01T14:30:00Z".parse().unwrap();
        for (text, expected) in [
            ("2026-03-01T14:00:00Z", "2026-03-01T14:00:00Z"),
            ("2026-03-01T14:00Z", "2026-03-01T14:00:00Z"),
            ("2026-03-01 14:00", "2026-03-01T14:00:00Z"),
            ("2026-03-01T15:00:00+01:00", "2026-03-01T14:00:00Z"),
            ("2026-03-01T15:00[Europe/Berlin]", "2026-03-01T14:00:00Z"),
            ("2026-03-01", "2026-03-01T00:00:00Z"),
            ("2025-12-24 14:00", "2025-12-24T14:00:00Z"),
            ("2025-12-24T14:00Z", "2025-12-24T14:00:00Z"),
            ("2025-12-24T14:00:10", "2025-12-24T14:00:10Z"),
            ("14:00", "2026-03-01T14:00:00Z"),
            ("14:00Z", "2026-03-01T14:00:00Z"),
            ("14:45:10", "2026-02-28T14:45:10Z"),
            ("-1h", "2026-03-01T13:30:00Z"),
            ("-1h30m", "2026-03-01T13:00:00Z"),
            ("now", "2026-03-01T14:30:00Z"),
        ] {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(point(text, &now), Ok(expected.as_millisecond()), "{text}");
        }
        let local = now.to_zoned(TimeZone::system());
        let text = format!("{:02}:{:02} local", local.hour(), local.minute());
        assert_eq!(point(&text, &now), Ok(now.as_millisecond()));
        for text in ["yesterday", "", "-", "-soon", "25:00", "local", "2026-13-01"] {
            assert!(point(text, &now).is_err(), "{text}");
        }
    }
}
