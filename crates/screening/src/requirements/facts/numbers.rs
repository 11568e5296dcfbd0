//! Quantities at or above a bound: people led, money managed, words per minute.

use super::{Fact, Found, number};
use crate::model::Quantity;
use crate::requirements::job::{Job, pattern};
use crate::text::Span;

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let folded = job.folded.slice(sentence);
    let mut found = Vec::new();
    let leads = pattern!(
        r"\b(?:manag\w+|lead\w*|led|supervis\w+|direct\w*|overs\w+|run|running|coach\w*|head\w*)\b"
    )
    .is_match(folded);
    let people = pattern!(
        r"\bteams? of (?:at least |over |more than |up to |minimum )?(?P<a>\d{1,4}|[a-z]+)(?:\s*(?:\+|or more|plus))?|\b(?P<b>\d{1,4})\s*(?:\+|or more|plus)?\s*(?:direct reports|people|employees|staff|reports|engineers|developers|associates|team members|workers|agents|nurses|technicians)\b"
    );
    for captures in people.captures_iter(folded).filter(|_| leads) {
        let (Some(whole), Some(n)) = (
            captures.get(0),
            captures
                .name("a")
                .or_else(|| captures.name("b"))
                .and_then(|n| number(n.as_str())),
        ) else {
            continue;
        };
        found.push(Found {
            span: job.folded.span_of_bytes(sentence, whole.range()),
            fact: Fact::Number(Quantity::TeamSize, n),
        });
    }
    let money = pattern!(
        r"(?:[$€£]|\b(?:usd|eur|gbp|chf)\s?)\s?(?P<n>\d[\d.,]*)\s*(?P<unit>k|m|mm|mn|million|mio|bn|billion|b|thousand)?\b\+?|\b(?P<n2>\d[\d.,]*)\s*(?P<unit2>k|m|million|bn|billion|thousand)?\s*(?:usd|eur|gbp|euros?|dollars|pounds sterling)\b"
    );
    if pattern!(r"\b(?:budgets?|p&l|portfolio|revenues?|quotas?|turnover|spend|projects?)\b")
        .is_match(folded)
        && !pattern!(r"\b(?:salary|per (?:hour|year|annum)|compensation|bonus|our|we)\b")
            .is_match(folded)
    {
        for captures in money.captures_iter(folded) {
            let amount = captures
                .name("n")
                .or_else(|| captures.name("n2"))
                .and_then(|n| number(n.as_str().trim_end_matches(['.', ','])));
            let unit = match captures
                .name("unit")
                .or_else(|| captures.name("unit2"))
                .map(|u| u.as_str())
            {
                Some("k" | "thousand") => 1e3,
                Some("m" | "mm" | "mn" | "million" | "mio") => 1e6,
                Some("b" | "bn" | "billion") => 1e9,
                _ => 1.0,
            };
            let (Some(whole), Some(amount)) = (captures.get(0), amount) else {
                continue;
            };
            found.push(Found {
                span: job.folded.span_of_bytes(sentence, whole.range()),
                fact: Fact::Number(Quantity::Budget, amount * unit),
            });
        }
    }
    for captures in
        pattern!(r"\b(?P<n>\d{2,3})\s*\+?\s*(?:wpm|words (?:per|a) minute)\b").captures_iter(folded)
    {
        let (Some(whole), Some(n)) = (
            captures.get(0),
            captures.name("n").and_then(|n| number(n.as_str())),
        ) else {
            continue;
        };
        found.push(Found {
            span: job.folded.span_of_bytes(sentence, whole.range()),
            fact: Fact::Number(Quantity::Other, n),
        });
    }
    found
}
