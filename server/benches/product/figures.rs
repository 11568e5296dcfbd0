//! A figure, and what makes one of many.

use std::time::Duration;

/// A line of the table.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// The result, with its unit.
    pub result: String,
    /// What the design allows; empty where it names nothing.
    pub budget: &'static str,
}

impl Figure {
    /// A line.
    pub fn new(what: impl Into<String>, result: impl Into<String>, budget: &'static str) -> Self {
        let figure = Self {
            what: what.into(),
            result: result.into(),
            budget,
        };
        // A run takes minutes: what is known is said at once.
        eprintln!("{}: {}", figure.what, figure.result);
        figure
    }
}

/// The table, as Markdown.
pub fn print(all: &[Figure]) {
    println!("| what | measured | budget |\n| --- | --- | --- |");
    for figure in all {
        println!(
            "| {} | {} | {} |",
            figure.what, figure.result, figure.budget
        );
    }
}

/// The value that `percent` of the values do not exceed. Sorts them.
pub fn percentile(values: &mut [Duration], percent: usize) -> Duration {
    values.sort_unstable();
    values[(values.len() * percent / 100).min(values.len() - 1)]
}

/// "12.3 ms".
pub fn milliseconds(value: Duration) -> String {
    format!("{:.1} ms", value.as_secs_f64() * 1000.0)
}

/// "123/s".
#[expect(clippy::cast_precision_loss, reason = "small counts")]
pub fn per_second(many: usize, took: Duration) -> String {
    format!("{:.0}/s", many as f64 / took.as_secs_f64())
}
