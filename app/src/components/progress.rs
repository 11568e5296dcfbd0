//! How far an import is: bar, count, rate, time to go.

use leptos::prelude::*;

use crate::wire::jobs::Import;

/// An import under way.
#[component]
pub fn ImportProgress(
    /// How it stands.
    import: Import,
) -> impl IntoView {
    let words = describe(&import);
    view! {
        <div class="import">
            {match import.total {
                Some(total) => view! { <progress max=total.to_string() value=import.done.to_string() aria-label="Import"></progress> }.into_any(),
                None => view! { <progress aria-label="Import"></progress> }.into_any(),
            }}
            <span class="import-words">{words}</span>
        </div>
    }
}

/// "120 of 400 read · 580/min · about 30 s left · 2 will be tried again".
fn describe(import: &Import) -> String {
    let Some(total) = import.total else {
        return "Counting candidates…".to_owned();
    };
    let mut words = format!("{} of {total} read", import.done);
    if let Some(rate) = import.per_minute.filter(|rate| *rate > 0) {
        words += &format!(" · {rate}/min");
    }
    if let Some(seconds) = import.eta_seconds {
        words += &format!(" · about {} left", duration(seconds));
    }
    if import.failed > 0 {
        words += &format!(" · {} could not be read", import.failed);
    }
    words
}

/// Seconds in words, rounded as a person would.
pub fn duration(seconds: u32) -> String {
    match seconds {
        0..=4 => "a few seconds".to_owned(),
        5..=59 => format!("{} s", seconds.div_ceil(5) * 5),
        60..=5399 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Seconds in words, to the second under an hour: how long something took.
pub fn exactly(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{} s", seconds.max(1)),
        (minutes @ 1..60, 0) => format!("{minutes} min"),
        (minutes @ 1..60, seconds) => format!("{minutes} min {seconds} s"),
        (minutes, _) => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::{describe, duration, exactly};
    use crate::wire::jobs::Import;

    #[test]
    fn an_import_says_rate_and_time_to_go_once_it_knows_them() {
        let import = Import {
            total: Some(400),
            done: 120,
            failed: 0,
            per_minute: Some(580),
            eta_seconds: Some(29),
        };
        assert_eq!(
            describe(&import),
            "120 of 400 read · 580/min · about 30 s left"
        );
        assert_eq!(
            describe(&Import {
                total: None,
                ..import.clone()
            }),
            "Counting candidates…"
        );
        assert_eq!(
            describe(&Import {
                per_minute: None,
                eta_seconds: None,
                failed: 2,
                ..import
            }),
            "120 of 400 read · 2 could not be read"
        );
    }

    #[test]
    fn durations_are_rounded_up() {
        assert_eq!(
            [3, 7, 61, 3600, 5400].map(duration),
            ["a few seconds", "10 s", "2 min", "60 min", "1 h 30 min"]
        );
    }

    #[test]
    fn what_something_took_is_said_to_the_second() {
        for (seconds, words) in [
            (0, "1 s"),
            (59, "59 s"),
            (60, "1 min"),
            (110, "1 min 50 s"),
            (3720, "1 h 2 min"),
        ] {
            assert_eq!(exactly(seconds), words, "{seconds}");
        }
    }
}
