//! When a member's daily mail comes: at their own hour, where they are; and whether they are reminded of decisions that are due.

use jiff::tz::{self, TimeZone};
use serde_json::json;
use sqlx::query;

use super::daily::Daily;
use super::{Cadence, choices};
use crate::db::{Connection, Flag, RowExt, statements_block};
use crate::mails::{self, Cause};
use crate::permission::OwnAccount;
use crate::{AccountId, Error, Millis, OrganizationId, Permit, Store, Tx, audit};

/// The hour of those who did not choose: after quiet hours, before the day's work.
pub const USUAL_HOUR: u8 = 8;

statements_block! {
    READ = "SELECT o.zone AS usual_zone, h.zone, h.hour, h.reminders, h.quiet_from, h.quiet_until FROM organizations o \
        LEFT JOIN notification_hours h ON h.organization_id = o.id AND h.account_id = $2 WHERE o.id = $1";
    SET = "INSERT INTO notification_hours (organization_id, account_id, zone, hour, reminders, quiet_from, quiet_until) VALUES ($1, $2, $3, $4, 1, $5, $6) \
        ON CONFLICT (organization_id, account_id) DO UPDATE SET zone = excluded.zone, hour = excluded.hour, quiet_from = excluded.quiet_from, \
        quiet_until = excluded.quiet_until";
    SET_REMINDERS = "INSERT INTO notification_hours (organization_id, account_id, reminders) VALUES ($1, $2, $3) \
        ON CONFLICT (organization_id, account_id) DO UPDATE SET reminders = excluded.reminders";
    POSTPONE = "UPDATE notifications SET mail_due_at = $4 WHERE organization_id = $1 AND account_id = $2 AND kind = $3 \
        AND mail_id IS NULL AND read_at IS NULL AND mail_due_at > $5";
}

/// When a member's daily mail comes, and whether they are reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// 0–23, on the clock of the zone.
    pub hour: u8,
    /// IANA name of the time zone.
    pub zone: String,
    /// When no mail of news comes; none: at any hour.
    pub quiet: Option<Quiet>,
    /// The member chose these; else they are the organization's zone, and what is usual.
    pub chosen: bool,
    /// Whether a mail reminds them of decisions that are due.
    pub reminders: bool,
}

/// Hours without mails of news, on the clock of the zone: from one until another, over midnight if that is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    from: u8,
    until: u8,
}

impl Quiet {
    /// From one hour until another, 0–23.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an hour that there is not, and where both are the same.
    pub fn new(from: u8, until: u8) -> Result<Self, Error> {
        if from > 23 || until > 23 || from == until {
            return Err(Error::invalid(
                "quiet",
                "Choose two different hours from 0 to 23. Nothing was changed.",
            ));
        }
        Ok(Self { from, until })
    }

    /// When they begin.
    #[must_use]
    pub fn from(self) -> u8 {
        self.from
    }

    /// When they are over.
    #[must_use]
    pub fn until(self) -> u8 {
        self.until
    }

    fn holds(self, hour: u8) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        }
    }
}

/// The names of time zones to choose from.
#[must_use]
pub fn zones() -> Vec<String> {
    let place = |name: &str| {
        let region = name.split_once('/').map(|(region, _)| region);
        region.is_some_and(|region| !matches!(region, "Etc" | "SystemV" | "US" | "posix" | "right"))
    };
    let all = tz::db().available();
    let mut names: Vec<String> = all
        .map(|name| name.as_str().to_owned())
        .filter(|name| place(name))
        .collect();
    names.push("UTC".to_owned());
    names
}

/// What the holder of this permit chose, or what is usual.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::NotFound`] without a person.
pub async fn hours(store: &Store, permit: &Permit<OwnAccount>) -> Result<Hours, Error> {
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    let mut connection = store.database().reader().await?;
    of(&mut connection, permit.organization(), Some(account)).await
}

/// Chooses when the daily mail comes, and when no mail of news does. A daily one that is planned already comes then, too.
///
/// # Errors
/// [`Error::Invalid`] for an hour or a zone that there is not; [`Error::NotFound`] without a person.
pub async fn choose_hours(
    store: &Store,
    permit: &Permit<OwnAccount>,
    hour: u8,
    zone: &str,
    quiet: Option<Quiet>,
) -> Result<(), Error> {
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    let organization = permit.organization();
    if hour > 23 {
        return Err(Error::invalid(
            "hour",
            "Choose an hour from 0 to 23. Nothing was changed.",
        ));
    }
    let zone = TimeZone::get(zone.trim()).ok();
    let name = zone.as_ref().and_then(TimeZone::iana_name).ok_or_else(|| {
        Error::invalid(
            "zone",
            "CLARA does not know this time zone. Choose one from the list, such as Europe/Berlin. Nothing was changed.",
        )
    })?;
    let mut tx = store.begin().await?;
    tx.execute(
        query(SET)
            .bind(organization)
            .bind(account)
            .bind(name)
            .bind(i64::from(hour))
            .bind(quiet.map(|quiet| i64::from(quiet.from)))
            .bind(quiet.map(|quiet| i64::from(quiet.until))),
    )
    .await?;
    postpone(&mut tx, organization, account).await?;
    let quiet = quiet.map(|quiet| [quiet.from, quiet.until]);
    let detail = json!({ "hour": hour, "zone": name, "quiet": quiet });
    let target = account.to_string();
    audit::record(
        &mut tx,
        permit,
        "notification.choose_hours",
        &target,
        &detail,
    )
    .await?;
    tx.commit().await
}

/// Chooses whether mails remind of decisions that are due.
///
/// # Errors
/// [`Error::NotFound`] without a person.
pub async fn choose_reminders(
    store: &Store,
    permit: &Permit<OwnAccount>,
    on: bool,
) -> Result<(), Error> {
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    let mut tx = store.begin().await?;
    set_reminders(&mut tx, permit.organization(), account, on).await?;
    let (target, detail) = (account.to_string(), json!({ "on": on }));
    audit::record(
        &mut tx,
        permit,
        "notification.choose_reminders",
        &target,
        &detail,
    )
    .await?;
    tx.commit().await
}

pub(crate) async fn set_reminders(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
    on: bool,
) -> Result<(), Error> {
    tx.execute(
        query(SET_REMINDERS)
            .bind(organization)
            .bind(account)
            .bind(Flag(on)),
    )
    .await?;
    Ok(())
}

/// What is planned for the daily mail is planned anew.
async fn postpone(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
) -> Result<(), Error> {
    let now = tx.now();
    let hours = of(tx.connection(), organization, Some(account)).await?;
    let next = hours.daily().next(now);
    let mut planned = 0;
    for kind in super::NotificationKind::ALL {
        let cadence = choices::of(tx.connection(), organization, account, *kind).await?;
        if cadence == Some(Cadence::Daily) {
            let moved = query(POSTPONE)
                .bind(organization)
                .bind(account)
                .bind(*kind)
                .bind(next)
                .bind(now)
                .execute(tx.connection())
                .await?;
            planned += moved.rows_affected();
        }
    }
    if planned > 0 {
        mails::owe_at(tx, organization, Cause::News(account, Cadence::Daily), next).await?;
    }
    Ok(())
}

/// The hours of a member, or what is usual for somebody who is none.
pub(crate) async fn of(
    connection: &mut Connection,
    organization: OrganizationId,
    account: Option<AccountId>,
) -> Result<Hours, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(account)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?;
    let hour_in = |column| -> Result<Option<u8>, Error> {
        let hour: Option<i64> = row.get_as(column)?;
        Ok(hour.and_then(|hour| u8::try_from(hour).ok()))
    };
    let hour = hour_in("hour")?;
    let quiet = hour_in("quiet_from")?.zip(hour_in("quiet_until")?);
    let zone: Option<String> = row.get_as("zone")?;
    let reminders = row.get_as::<Option<Flag>>("reminders")?;
    Ok(Hours {
        chosen: zone.is_some(),
        hour: hour.unwrap_or(USUAL_HOUR),
        quiet: quiet.map(|(from, until)| Quiet { from, until }),
        zone: match zone {
            Some(zone) => zone,
            None => row.get_as("usual_zone")?,
        },
        reminders: reminders.is_none_or(|on| on.0),
    })
}

impl Hours {
    pub(crate) fn daily(&self) -> Daily {
        Daily::new(self.hour, &self.zone)
    }

    /// The first moment from then on that is not in quiet hours.
    pub(crate) fn awake(&self, at: Millis) -> Millis {
        let daily = self.daily();
        match self.quiet {
            Some(quiet) if quiet.holds(daily.hour_at(at)) => daily.at_hour(quiet.until).next(at),
            _ => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn quiet_hours_put_a_mail_off_until_they_are_over() -> Result<(), Error> {
        let hours = Hours {
            hour: 8,
            zone: "Europe/Berlin".into(),
            quiet: Some(Quiet::new(21, 7)?),
            chosen: true,
            reminders: true,
        };
        let awake = |at: &str| -> Option<String> {
            let at: Timestamp = at.parse().ok()?;
            let awake = hours.awake(Millis(at.as_millisecond()));
            Some(Timestamp::from_millisecond(awake.0).ok()?.to_string())
        };
        for (at, sent) in [
            ("2026-01-05T19:59:59Z", "2026-01-05T19:59:59Z"),
            ("2026-01-05T20:00:00Z", "2026-01-06T06:00:00Z"),
            ("2026-01-06T03:12:00Z", "2026-01-06T06:00:00Z"),
            ("2026-01-06T06:00:00Z", "2026-01-06T06:00:00Z"),
        ] {
            assert_eq!(awake(at).as_deref(), Some(sent), "{at}");
        }
        let noon = Quiet::new(12, 14)?;
        assert!(noon.holds(12) && noon.holds(13) && !noon.holds(14) && !noon.holds(3));
        assert!(Quiet::new(7, 7).is_err() && Quiet::new(24, 7).is_err());
        Ok(())
    }

    #[test]
    fn places_can_be_chosen_and_no_abbreviations() {
        let all = zones();
        for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"] {
            assert!(all.iter().any(|zone| zone == name), "{name}");
        }
        assert!(!all.iter().any(|zone| zone.starts_with("Etc/")));
        assert!(TimeZone::get("Middle/Earth").is_err());
    }
}
