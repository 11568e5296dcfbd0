//! A ranking as people read it in a terminal.

use std::fmt::Write;

use screening::model::Column;

use super::screen::Ranking;

/// The ranking in aligned columns, the reasons below each line.
pub fn of(ranking: &Ranking) -> String {
    let mut out = String::new();
    let count = ranking.job.requirements.len();
    let title = if ranking.job.title.is_empty() {
        "(no title)"
    } else {
        &ranking.job.title
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{title} · {count} requirement{}\n",
        if count == 1 { "" } else { "s" }
    );
    let width = ranking
        .results
        .iter()
        .map(|ranked| ranked.file.chars().count())
        .max()
        .unwrap_or(0);
    for ranked in &ranking.results {
        let score = ranked
            .score
            .map_or_else(|| "–".to_owned(), |score| score.to_string());
        let column = match ranked.column {
            Column::ToReview => "To review",
            Column::NotQualified => "Not Qualified",
            Column::PreQualified => "Pre-Qualified",
        };
        let _ = writeln!(
            out,
            "{score:>3}  {column:<13}  {:<width$}  {}",
            ranked.file, ranked.summary
        );
        for flag in &ranked.flags {
            let _ = writeln!(out, "{:22}{:<width$}! {}", "", "", flag.message);
        }
    }
    out
}
