//! A resume as plain text.

use std::fmt::Write;

use super::outline::{Line, Outline};

/// The resume as UTF-8 text.
pub(crate) fn write(outline: &Outline) -> String {
    let mut text = format!(
        "{}\n{}\n{}\n",
        outline.name,
        outline.headline,
        outline.contact.join(" | ")
    );
    for section in &outline.sections {
        let _ = write!(
            text,
            "\n{}\n{}\n",
            section.heading.to_uppercase(),
            "-".repeat(section.heading.chars().count())
        );
        for line in &section.lines {
            let _ = match line {
                Line::Entry {
                    title,
                    place,
                    dates,
                } => writeln!(text, "\n{title}\n{place} ({dates})"),
                Line::Text(line) => writeln!(text, "{line}"),
                Line::Bullet(line) => writeln!(text, "* {line}"),
            };
        }
    }
    text
}
