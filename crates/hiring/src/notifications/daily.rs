//! An hour of every day, on the clock of a place: when it comes next, in summer and in winter.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Millis;

/// A day, where the calendar is of no help.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An hour of every day, on the clock of a place.
#[derive(Clone, Debug)]
pub(crate) struct Daily {
    hour: i8,
    zone: TimeZone,
}

impl Daily {
    /// Of an hour, 0–23, where the zone is; UTC where there is none of that name.
    pub(crate) fn new(hour: u8, zone: &str) -> Self {
        Self {
            hour: i8::try_from(hour).unwrap_or_default(),
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
        }
    }

    /// The same place at another hour.
    pub(crate) fn at_hour(&self, hour: u8) -> Self {
        Self {
            hour: i8::try_from(hour).unwrap_or_default(),
            zone: self.zone.clone(),
        }
    }

    /// What the clock of the place shows: 0–23.
    pub(crate) fn hour_at(&self, at: Millis) -> u8 {
        let local = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(self.zone.clone()));
        local.map_or(0, |local| u8::try_from(local.hour()).unwrap_or(0))
    }

    /// The next time that it is this hour. One that clocks leave out comes when they go on; one that they show twice counts the first time.
    pub(crate) fn next(&self, now: Millis) -> Millis {
        let Ok(local) = Timestamp::from_millisecond(now.0) else {
            return now.after(DAY);
        };
        let mut day = local.to_zoned(self.zone.clone()).date();
        for _ in 0..3 {
            match self.on(day) {
                Some(at) if at > now => return at,
                _ => {}
            }
            match day.tomorrow() {
                Ok(tomorrow) => day = tomorrow,
                Err(_) => break,
            }
        }
        now.after(DAY)
    }

    /// That hour of a day.
    pub(crate) fn on(&self, day: Date) -> Option<Millis> {
        let at = day.at(self.hour, 0, 0, 0).to_zoned(self.zone.clone());
        at.ok().map(|at| Millis(at.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(daily: &Daily, after: &str) -> Option<String> {
        let after: Timestamp = after.parse().ok()?;
        let next = daily.next(Millis(after.as_millisecond()));
        Some(Timestamp::from_millisecond(next.0).ok()?.to_string())
    }

    #[test]
    fn it_is_the_hour_of_the_place_in_summer_and_in_winter() {
        let berlin = Daily::new(8, "Europe/Berlin");
        assert_eq!(
            next(&berlin, "2026-01-05T06:59:59Z").as_deref(),
            Some("2026-01-05T07:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-01-05T07:00:00Z").as_deref(),
            Some("2026-01-06T07:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-07-01T21:30:00Z").as_deref(),
            Some("2026-07-02T06:00:00Z")
        );
        // The last mail in winter, and the first in summer: 23 hours lie between.
        assert_eq!(
            next(&berlin, "2026-03-28T07:00:00Z").as_deref(),
            Some("2026-03-29T06:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-10-24T06:00:00Z").as_deref(),
            Some("2026-10-25T07:00:00Z")
        );
        // It is tomorrow there already.
        let auckland = Daily::new(8, "Pacific/Auckland");
        assert_eq!(
            next(&auckland, "2026-01-05T19:00:00Z").as_deref(),
            Some("2026-01-06T19:00:00Z")
        );
        let half = Daily::new(8, "Asia/Kolkata");
        assert_eq!(
            next(&half, "2026-01-05T00:00:00Z").as_deref(),
            Some("2026-01-05T02:30:00Z")
        );
    }

    #[test]
    fn an_hour_that_is_left_out_comes_late_and_one_that_comes_twice_counts_once() {
        let berlin = Daily::new(2, "Europe/Berlin");
        assert_eq!(
            next(&berlin, "2026-03-28T12:00:00Z").as_deref(),
            Some("2026-03-29T01:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-03-29T01:00:00Z").as_deref(),
            Some("2026-03-30T00:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-10-24T12:00:00Z").as_deref(),
            Some("2026-10-25T00:00:00Z")
        );
        assert_eq!(
            next(&berlin, "2026-10-25T00:00:00Z").as_deref(),
            Some("2026-10-26T01:00:00Z")
        );
    }
}
