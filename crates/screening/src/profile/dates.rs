//! Dates and spans of dates inside a line: "Jan 2021 – Present", "03/2019 – 06/2024", "2014-17", "seit 2021", "Summer 2020".

use std::sync::LazyLock;

use crate::date::{Ending, PartialDate};
use crate::text::Pattern;

/// What a line says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// Its beginning.
    pub start: Option<PartialDate>,
    /// Its end.
    pub end: Ending,
    /// First byte in the line.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
    /// Whether it is a span rather than a single year or month.
    pub is_span: bool,
}

/// Month names by number (English, German, French, Spanish), with their usual short forms.
const MONTHS: [&str; 12] = [
    "january|january|januar|jänner|janvier|enero|janv|jan|jän|ene",
    "february|februar|février|fevrier|febrero|févr|fevr|feb|fév|fev",
    "march|märz|maerz|mars|marzo|mar|mär|mrz",
    "april|avril|abril|apr|avr|abr",
    "may|mai|mayo",
    "june|juni|juin|junio|jun",
    "july|juli|juillet|julio|juil|jul",
    "august|août|aout|agosto|aug|ago",
    "september|septembre|septiembre|setiembre|sept|sep",
    "october|oktober|octobre|octubre|oct|okt",
    "november|novembre|noviembre|nov",
    "december|dezember|décembre|decembre|diciembre|dec|dez|déc|dic",
];

/// Seasons with their first month.
const SEASONS: [(&str, u8); 4] = [
    ("spring|frühling|frühjahr|printemps|primavera", 3),
    ("summer|sommer|été|verano", 6),
    ("autumn|fall|herbst|automne|otoño", 9),
    ("winter|hiver|invierno", 12),
];

const PRESENT: &str = r"present|presently|current|currently|now|today|to date|till date|date|ongoing|heute|aktuell|jetzt|laufend|aujourd['’]hui|présent|actuel|actuellement|ce jour|actualidad|actual|actualmente|presente|hoy";
const TO: &str =
    r"[-–—‐‑−~→/]+|to|until|till|through|thru|and|bis(?: zum)?|à|jusqu['’]à|au|hasta|al?";

static ATOM: LazyLock<Pattern> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    let seasons = SEASONS.map(|(names, _)| names).join("|");
    Pattern::new(format!(
        r"(?i)\b(?:(?P<d1>\d{{1,2}})(?P<sep>[./-])(?P<d2>\d{{1,2}})[./-](?P<dy>(?:19|20)\d\d)|(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d{{1,2}})(?:[-/.]\d{{1,2}})?|(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+)?(?P<mn>{months})\b\.?,?\s{{0,2}}(?:(?:of|de)\s+|\d{{1,2}}(?:st|nd|rd|th)?,\s*)?(?:['’/-]\s?)?(?P<my>(?:19|20)\d\d)|(?P<an>{months})\b\.?\s?['’-](?P<ay>\d\d)|(?P<sn>{seasons})\s+(?:of\s+)?(?P<sy>(?:19|20)\d\d)|(?P<nm>\d{{1,2}})\s?[./-]\s?(?P<ny>(?:19|20)\d\d)|(?P<wm>0[1-9]|1[0-2])/(?P<wy>\d\d)|(?P<y>(?:19|20)\d\d))\b"
    ))
});
static UNTIL_ATOM: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(format!(r"(?i)^[\s)]*(?:{TO})[\s(]*$")));
static UNTIL_DASH: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^\s*(?:[-–—]|to|until)\s*$"));
static UNTIL_PRESENT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)^[\s)]*(?:(?:{TO})\s*|[,;(]\s*)(?:{PRESENT})\b"
    ))
});
static UNTIL_OPEN: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^\s*[-–—]\s*(?:$|[|,;)\]])"));
static UNTIL_SHORT_YEAR: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^\s?[-–—/]\s?['’]?(\d\d)\b"));
static SINCE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:since|seit|ab|depuis|desde|starting|as of)(?:\s+(?:the|dem|le|el))?\s*$",
    )
});
static MONTH_BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?P<m>{})\b\.?\s*(?:{TO})\s*$",
        MONTHS.join("|")
    ))
});

struct Atom {
    date: PartialDate,
    from: usize,
    to: usize,
    season: bool,
    /// "03/19": only believed inside a span.
    weak: bool,
}

/// Everything a line says about time, from left to right.
pub(crate) fn find(line: &str) -> Vec<Dated> {
    let atoms = atoms(line);
    let mut found: Vec<Dated> = Vec::new();
    let mut index = 0;
    while let Some(atom) = atoms.get(index) {
        index += 1;
        let mut from = atom.from;
        let mut start = atom.date;
        let rest = &line[atom.to..];
        if let Some(next) = atoms.get(index)
            && UNTIL_ATOM.is_match(&line[atom.to..next.from])
            && next.date.ends() >= start.begins()
        {
            index += 1;
            let end = if next.season {
                last_of_season(next.date)
            } else {
                next.date
            };
            found.push(Dated {
                start: Some(start),
                end: Ending::On(end),
                from,
                to: next.to,
                is_span: true,
            });
            continue;
        }
        if let Some(now) = UNTIL_PRESENT.find(rest) {
            found.push(Dated {
                start: Some(start),
                end: Ending::Present,
                from,
                to: atom.to + now.end(),
                is_span: true,
            });
            continue;
        }
        if let Some(end) = short_year(rest, start) {
            let (date, length) = end;
            found.push(Dated {
                start: Some(start),
                end: Ending::On(date),
                from,
                to: atom.to + length,
                is_span: true,
            });
            continue;
        }
        if atom.weak {
            continue;
        }
        if let Some(since) = SINCE.find(&line[..from]) {
            from = since.start();
            found.push(Dated {
                start: Some(start),
                end: Ending::Present,
                from,
                to: atom.to,
                is_span: true,
            });
            continue;
        }
        if UNTIL_OPEN.is_match(rest) {
            let length = rest.find(['-', '–', '—']).map_or(0, |at| {
                at + rest[at..].chars().next().map_or(0, char::len_utf8)
            });
            found.push(Dated {
                start: Some(start),
                end: Ending::Present,
                from,
                to: atom.to + length,
                is_span: true,
            });
            continue;
        }
        let mut end = start;
        let mut is_span = atom.season;
        if atom.season {
            end = last_of_season(start);
        } else if let Some(month) = start
            .month()
            .and_then(|_| MONTH_BEFORE.captures(&line[..from]))
            && let Some(name) = month.name("m")
            && let Ok(earlier) = PartialDate::new(start.year(), month_number(name.as_str()))
            && earlier <= start
        {
            from = name.start();
            start = earlier;
            is_span = true;
        }
        found.push(Dated {
            start: Some(start),
            end: Ending::On(end),
            from,
            to: atom.to,
            is_span,
        });
    }
    found
}

/// The byte range of a span that ends before it begins: "2021 – 2019".
pub(crate) fn reversed(line: &str) -> Option<std::ops::Range<usize>> {
    // Two years, told apart from the many lines with a number or a single date before the pattern is asked.
    if line.bytes().filter(u8::is_ascii_digit).count() < 4 {
        return None;
    }
    let atoms = atoms(line);
    let wrong = atoms.windows(2).find(|pair| {
        !pair[0].weak
            && !pair[1].weak
            && UNTIL_DASH.is_match(&line[pair[0].to..pair[1].from])
            && pair[1].date.ends() < pair[0].date.begins()
    })?;
    Some(wrong[0].from..wrong[1].to)
}

fn atoms(line: &str) -> Vec<Atom> {
    // Most lines have no digit, and every date has one; the pattern takes far longer to see that.
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    ATOM.captures_iter(line)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let text = |name: &str| captures.name(name).map(|found| found.as_str());
            let number = |name: &str| text(name).and_then(|digits| digits.parse::<i32>().ok());
            let (mut season, mut weak) = (false, false);
            let (year, month) = if let Some(year) = number("dy") {
                (
                    year,
                    full_date_month(number("d1")?, number("d2")?, text("sep")? == "/"),
                )
            } else if let Some(year) = number("iy") {
                let month = number("im").and_then(|m| u8::try_from(m).ok());
                if !month.is_some_and(|m| (1..=12).contains(&m)) {
                    let from = whole.start();
                    return Some(Atom {
                        date: PartialDate::new(year, None).ok()?,
                        from,
                        to: from + 4,
                        season,
                        weak,
                    });
                }
                (year, month)
            } else if let Some(year) = number("my") {
                (year, month_number(text("mn")?))
            } else if let Some(year) = number("ay") {
                (century(year), month_number(text("an")?))
            } else if let Some(year) = number("sy") {
                season = true;
                (year, season_month(text("sn")?))
            } else if let Some(year) = number("ny") {
                let month = number("nm")
                    .and_then(|m| u8::try_from(m).ok())
                    .filter(|m| (1..=12).contains(m));
                if month.is_none() {
                    let to = whole.end();
                    return Some(Atom {
                        date: PartialDate::new(year, None).ok()?,
                        from: to - 4,
                        to,
                        season,
                        weak,
                    });
                }
                (year, month)
            } else if let Some(year) = number("wy") {
                weak = true;
                (
                    century(year),
                    number("wm").and_then(|m| u8::try_from(m).ok()),
                )
            } else {
                (number("y")?, None)
            };
            let date = PartialDate::new(year, month).ok()?;
            Some(Atom {
                date,
                from: whole.start(),
                to: whole.end(),
                season,
                weak,
            })
        })
        .collect()
}

/// "2014-17", "2019/20": the end of a span in short.
fn short_year(rest: &str, start: PartialDate) -> Option<(PartialDate, usize)> {
    let captures = UNTIL_SHORT_YEAR.captures(rest)?;
    let short: i32 = captures.get(1)?.as_str().parse().ok()?;
    let year = start.year() / 100 * 100 + short;
    let plausible = start.month().is_none() && year > start.year() && year - start.year() < 50;
    let date = plausible.then(|| PartialDate::new(year, None).ok())??;
    Some((date, captures.get(0)?.end()))
}

fn century(short: i32) -> i32 {
    if short < 60 {
        2000 + short
    } else {
        1900 + short
    }
}

/// The month in "31.12.2021" or "12/31/2021"; a slash between two possible months is read the American way.
fn full_date_month(first: i32, second: i32, slash: bool) -> Option<u8> {
    let month = match (first, second) {
        (13.., 1..=12) => second,
        (1..=12, 13..) => first,
        _ if slash => first,
        _ => second,
    };
    u8::try_from(month).ok().filter(|m| (1..=12).contains(m))
}

fn month_number(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let index = MONTHS
        .iter()
        .position(|names| names.split('|').any(|known| known == name))?;
    u8::try_from(index + 1).ok()
}

fn season_month(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    SEASONS
        .iter()
        .find(|(names, _)| names.split('|').any(|known| known == name))
        .map(|(_, month)| *month)
}

/// Three months in all; winter ends with the year, for want of knowing which one was meant.
fn last_of_season(first: PartialDate) -> PartialDate {
    let month = first.month().map(|m| if m >= 10 { 12 } else { m + 2 });
    PartialDate::new(first.year(), month).unwrap_or(first)
}
