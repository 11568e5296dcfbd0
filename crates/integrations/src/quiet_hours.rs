//! Whether a mail may go at this hour, where the candidate is.

use std::time::Duration;

use hiring::Millis;
use hiring::follow_ups::Waiting;
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use questions::QuietHours;

/// How long a mail has to wait; none: it may go. Counted in the candidate's time zone if their place tells it, else in the job's, else in the
/// organization's.
pub(crate) fn pause(waiting: &Waiting, now: Millis) -> Option<Duration> {
    let quiet = waiting.quiet_hours?;
    let zone = zone_of(&waiting.candidate_location)
        .or_else(|| zone_of(&waiting.job_location))
        .or_else(|| TimeZone::get(&waiting.zone).ok())
        .unwrap_or(TimeZone::UTC);
    until_awake(quiet, now, zone)
}

fn until_awake(quiet: QuietHours, now: Millis, zone: TimeZone) -> Option<Duration> {
    let now = Timestamp::from_millisecond(now.0).ok()?.to_zoned(zone);
    if !quiet.covers(u8::try_from(now.hour()).unwrap_or(0)) {
        return None;
    }
    let at = now.date().at(i8::try_from(quiet.to).unwrap_or(0), 0, 0, 0);
    let mut awake = at.to_zoned(now.time_zone().clone()).ok()?;
    if awake <= now {
        let tomorrow = now.date().tomorrow().ok()?;
        awake = tomorrow
            .at(i8::try_from(quiet.to).unwrap_or(0), 0, 0, 0)
            .to_zoned(now.time_zone().clone())
            .ok()?;
    }
    Duration::try_from(now.duration_until(&awake)).ok()
}

/// The time zone of a place such as "Berlin" or "Dublin, Ireland": the one that is named after a part of it, if there is just one. "Dublin, CA"
/// has none: beside the code of a state, a city of that name elsewhere is no help.
fn zone_of(place: &str) -> Option<TimeZone> {
    let parts: Vec<String> = place
        .split([',', '/', '·', ';', '('])
        .map(|part| part.trim_matches([' ', ')']))
        .map(|part| part.to_lowercase().replace(' ', "_"))
        .collect();
    let has_state = place
        .split(',')
        .skip(1)
        .map(str::trim)
        .any(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()));
    let mut found = tz::db().available().filter_map(|name| {
        let name = name.as_str();
        let (region, city) = name.rsplit_once('/')?;
        let fits = parts.iter().any(|part| *part == city.to_lowercase())
            && (!has_state || region.starts_with("America"))
            && !matches!(region, "Etc" | "US" | "SystemV");
        fits.then(|| name.to_owned())
    });
    let zone = found.next()?;
    match found.next() {
        None => TimeZone::get(&zone).ok(),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-07-01T21:30:00Z.
    const NIGHT: Millis = Millis(1_782_941_400_000);

    fn waiting(candidate: &str, job: &str, zone: &str) -> Waiting {
        Waiting {
            quiet_hours: Some(QuietHours { from: 20, to: 8 }),
            candidate_location: candidate.to_owned(),
            job_location: job.to_owned(),
            zone: zone.to_owned(),
        }
    }

    fn minutes(candidate: &str, job: &str, zone: &str) -> Option<u64> {
        pause(&waiting(candidate, job, zone), NIGHT).map(|pause| pause.as_secs() / 60)
    }

    #[test]
    fn the_candidates_clock_counts_then_the_jobs_then_the_organizations() {
        // 22:30 in Dublin, 23:30 in Berlin, 17:30 in New York.
        assert_eq!(minutes("Dublin, Ireland", "", "UTC"), Some(570));
        assert_eq!(minutes("Berlin", "Dublin", "UTC"), Some(510));
        assert_eq!(minutes("New York, NY", "Dublin", "UTC"), None);
        assert_eq!(minutes("", "Berlin, Germany", "UTC"), Some(510));
        assert_eq!(minutes("Somewhere", "", "Europe/Berlin"), Some(510));
        assert_eq!(minutes("", "", "no zone"), Some(630));
    }

    #[test]
    fn a_city_of_that_name_elsewhere_is_no_help() {
        assert_eq!(minutes("Dublin, CA", "New York", "UTC"), None);
    }

    #[test]
    fn the_last_quiet_minute_ends_at_the_hour_and_summer_time_is_minded() {
        let quiet = QuietHours { from: 20, to: 8 };
        let dublin = || TimeZone::get("Europe/Dublin").ok();
        let at = |text: &str| -> Option<Duration> {
            let now: Timestamp = text.parse().ok()?;
            until_awake(quiet, Millis(now.as_millisecond()), dublin()?)
        };
        assert_eq!(at("2026-01-05T07:59:00Z"), Some(Duration::from_secs(60)));
        assert_eq!(at("2026-01-05T08:00:00Z"), None);
        // The clocks go forward in this night: it is an hour shorter.
        assert_eq!(
            at("2026-03-28T20:00:00Z"),
            Some(Duration::from_secs(11 * 3600))
        );
    }
}
