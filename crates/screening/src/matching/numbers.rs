//! Quantities: people led, money managed, and other numbers beside the requirement's words.

use std::sync::LazyLock;

use super::finding::{Finding, any};
use super::materials::Materials;
use super::stance::{Stance, stance};
use super::stems::{content, stem};
use crate::model::Quantity;
use crate::profile::Place;
use crate::text::{Pattern, Text, words};

const COUNT: &str = r"\d{1,6}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|a dozen";

static LED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:manag(?:ed|es|ing|e)|led|leads?|leading|supervis(?:ed|es|ing|e|or)|oversaw|overs(?:ee|ees|eeing)|head(?:ed|s|ing)|direct(?:ed|s|ing)|coordinat(?:ed|es|ing)|mentor(?:ed|s|ing)|responsible for|in charge of|direct reports?|reporting to me|ran|built|leitete|encadr\w+|dirigí)\b",
    )
});
static PEOPLE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?:(?:team|crew|staff|group|department|squad|workforce|brigade)s? (?:size )?(?:of|with) (?:about |around |over |up to |more than |approximately |~)?(?P<t>{COUNT})|(?P<n>{COUNT})\+?[- ](?:\w+[- ]){{0,3}}?(?:people|persons|employees|staff|workers|engineers|developers|designers|members|reports|nurses|interns|associates|agents|analysts|technicians|operators|managers|consultants|representatives|reps|drivers|cooks|waiters|volunteers|teachers|students|apprentices|specialists|person team|team members|strong team|person))\b"
    ))
});
static MONEY: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:[$€£¥]|\b(?:usd|eur|gbp|chf)\s?)?\s?(?P<n>\d{1,3}(?:[,.' ]\d{3})+|\d+(?:[.,]\d+)?)\s?(?P<unit>k|m|mm|mn|mio|million|bn|billion|thousand)?\b(?:\s?(?:[€£$]|usd|eur|gbp|chf))?",
    )
});
static BUDGET: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:budgets?|p&l|spend|spending|portfolio|revenue|funds?|turnover|cost cent(?:er|re)|etat)\b|[$€£]",
    )
});
static NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"));

/// A quantity at or above a bound. `requirement` names what is counted where `quantity` does not.
pub(super) fn at_least(
    quantity: Quantity,
    bound: f64,
    requirement: &str,
    materials: &Materials,
) -> Finding {
    let about = match quantity {
        Quantity::TeamSize => "leading a team",
        Quantity::Budget => "managing a budget",
        Quantity::Other => requirement,
    };
    let asked = Text::new(requirement);
    let wanted = content(
        words(&asked, asked.span())
            .iter()
            .map(|word| word.folded.as_str()),
    );
    let mut found = Vec::new();
    for (document, index, sentence) in materials.sentences() {
        let text = &materials.documents[document].text;
        let source = text.slice(sentence.span);
        let numbers: Vec<(f64, std::ops::Range<usize>)> = match quantity {
            Quantity::TeamSize => {
                if !LED.is_match(source) {
                    continue;
                }
                PEOPLE
                    .captures_iter(source)
                    .filter_map(|c| {
                        Some((
                            count(c.name("t").or(c.name("n"))?.as_str()),
                            c.get(0)?.range(),
                        ))
                    })
                    .collect()
            }
            Quantity::Budget => {
                if !BUDGET.is_match(source) {
                    continue;
                }
                MONEY
                    .captures_iter(source)
                    .filter_map(|c| {
                        Some((
                            money(
                                c.name("n")?.as_str(),
                                c.name("unit").map(|unit| unit.as_str()),
                            ),
                            c.get(0)?.range(),
                        ))
                    })
                    .filter(|(amount, _)| *amount >= 1000.0)
                    .collect()
            }
            Quantity::Other => {
                let total: f64 = wanted.iter().map(|stem| stem.weight).sum();
                let shared: f64 = wanted
                    .iter()
                    .filter(|stem| sentence.stems.contains(&stem.stem))
                    .map(|stem| stem.weight)
                    .sum();
                if total <= 0.0 || shared / total < 0.5 {
                    continue;
                }
                NUMBER
                    .find_iter(source)
                    .map(|n| {
                        (
                            n.as_str().replace(',', "").parse().unwrap_or(0.0),
                            n.range(),
                        )
                    })
                    .collect()
            }
        };
        let led = quantity == Quantity::TeamSize && PEOPLE.captures_iter(source).next().is_none();
        for (amount, range) in numbers {
            let span = text.span_of_bytes(sentence.span, range);
            if stance(text, &sentence.words, span) == Stance::Shown {
                found.push(judge(
                    amount,
                    bound,
                    about,
                    materials.around(document, index, span),
                ));
            }
        }
        if led && leads_people(&sentence.stems) {
            let place = Place {
                document,
                start: sentence.span.start,
                end: sentence.span.end,
            };
            found.push(Finding::partly(
                0.4,
                format!("{about}, not how large ({bound} asked)"),
                vec![place],
            ));
        }
    }
    any(found).unwrap_or_else(|| Finding::silence(about))
}

fn leads_people(stems: &[String]) -> bool {
    ["team", "staff", "people", "employee", "engineers", "crew"]
        .iter()
        .any(|word| stems.contains(&stem(word)))
}

fn judge(amount: f64, bound: f64, about: &str, place: Place) -> Finding {
    let reason = format!("{about}: {amount} ({bound} asked)");
    if amount >= bound {
        Finding::met(1.0, reason, vec![place])
    } else if amount / bound >= 0.6 {
        Finding::partly(0.9 * amount / bound, reason, vec![place])
    } else {
        Finding::not_met(reason, vec![place])
    }
}

fn count(written: &str) -> f64 {
    const WORDS: [(&str, f64); 17] = [
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("a dozen", 12.0),
        ("fifteen", 15.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
    ];
    let written = written.to_lowercase();
    WORDS
        .iter()
        .find(|(word, _)| *word == written)
        .map_or_else(|| written.parse().unwrap_or(0.0), |(_, amount)| *amount)
}

fn money(written: &str, unit: Option<&str>) -> f64 {
    let grouped = written.chars().filter(|c| c.is_ascii_digit()).count() > 3 && written.len() > 4;
    let plain: String = if grouped {
        written.chars().filter(char::is_ascii_digit).collect()
    } else {
        written.replace(',', ".")
    };
    let factor = match unit.map(str::to_lowercase).as_deref() {
        Some("k" | "thousand") => 1e3,
        Some("m" | "mm" | "mn" | "mio" | "million") => 1e6,
        Some("bn" | "billion") => 1e9,
        _ => 1.0,
    };
    plain.parse().unwrap_or(0.0) * factor
}
