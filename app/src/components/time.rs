//! `<time>`: a date that server and browser write alike, relative ("2 h ago") after hydration.

use leptos::prelude::*;

use crate::{shell::Hydrated, wire::Millis};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment: the date at first, how long ago once the browser is there.
#[component]
pub fn When(
    /// The moment.
    at: Millis,
    /// For narrow places: "2 d".
    #[prop(optional)]
    short: bool,
) -> impl IntoView {
    let hydrated = expect_context::<Hydrated>();
    let words = move || match hydrated.0.get().then(now) {
        Some(now) if short => short_ago(now, at).unwrap_or_else(|| day(at)),
        Some(now) => ago(now, at).unwrap_or_else(|| date(at)),
        None if short => day(at),
        None => date(at),
    };
    view! { <time datetime=iso(at) title=full(at)>{words}</time> }
}

/// A day, of whatever hour: "24 Nov 2026", never how long ago.
#[component]
pub fn Day(
    /// Some moment of it, UTC.
    at: Millis,
) -> impl IntoView {
    view! { <time datetime=iso(at)>{date(at)}</time> }
}

/// RFC 3339, to the second, UTC.
pub fn iso(at: Millis) -> String {
    let (year, month, day) = civil(at);
    let second = at.div_euclid(1000).rem_euclid(86_400);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// "24 Nov 2026".
pub fn date(at: Millis) -> String {
    let (year, month, day) = civil(at);
    format!(
        "{day} {} {year}",
        MONTHS[usize::try_from(month - 1).unwrap_or(0) % 12]
    )
}

/// "24 Nov".
fn day(at: Millis) -> String {
    let (_, month, day) = civil(at);
    format!(
        "{day} {}",
        MONTHS[usize::try_from(month - 1).unwrap_or(0) % 12]
    )
}

/// "2 d", up to two weeks.
fn short_ago(now: Millis, at: Millis) -> Option<String> {
    match (now - at).div_euclid(1000) {
        ..-60 | 1_209_600.. => None,
        -60..60 => Some("now".to_owned()),
        seconds @ 60..3600 => Some(format!("{} min", seconds / 60)),
        seconds @ 3600..86_400 => Some(format!("{} h", seconds / 3600)),
        seconds => Some(format!("{} d", seconds / 86_400)),
    }
}

/// "24 Nov 2026, 14:05 UTC".
pub fn full(at: Millis) -> String {
    let minute = at.div_euclid(60_000).rem_euclid(1440);
    format!("{}, {:02}:{:02} UTC", date(at), minute / 60, minute % 60)
}

/// How long ago, up to two weeks; none where a date says more.
fn ago(now: Millis, at: Millis) -> Option<String> {
    let seconds = (now - at).div_euclid(1000);
    match seconds {
        ..-60 | 1_209_600.. => None,
        -60..45 => Some("just now".to_owned()),
        45..3600 => Some(format!("{} min ago", (seconds + 30) / 60)),
        3600..86_400 => Some(format!("{} h ago", seconds / 3600)),
        86_400..172_800 => Some("yesterday".to_owned()),
        _ => Some(format!("{} days ago", seconds / 86_400)),
    }
}

/// The browser's clock. Only read after hydration.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are far below 2^53"
)]
fn now() -> Millis {
    if cfg!(feature = "hydrate") {
        web_sys::js_sys::Date::now() as Millis
    } else {
        0
    }
}

/// Year, month, day of a moment in UTC (Howard Hinnant's `civil_from_days`, in the public domain).
fn civil(at: Millis) -> (i64, i64, i64) {
    let days = at.div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (
        year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day_of_year - (153 * shifted + 2) / 5 + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::{ago, date, iso};

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(1_709_210_096_000), "2024-02-29T12:34:56Z");
        assert_eq!(date(1_795_478_400_000), "24 Nov 2026");
        assert_eq!(iso(-1000), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn a_moment_is_relative_for_two_weeks() {
        let now = 10_000_000_000;
        assert_eq!(ago(now, now - 10_000).as_deref(), Some("just now"));
        assert_eq!(ago(now, now - 120_000).as_deref(), Some("2 min ago"));
        assert_eq!(ago(now, now - 100_000_000).as_deref(), Some("yesterday"));
        assert_eq!(ago(now, now - 2_000_000_000), None);
    }
}
