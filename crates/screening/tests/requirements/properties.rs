//! What holds for any text whatever.

use screening::requirements::{read_job, read_requirement};

/// A small generator, so that a failure repeats.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

const PIECES: [&str; 40] = [
    "5+ years",
    "Python",
    "’s",
    " ",
    "\n",
    "\n\n",
    "•",
    "- ",
    "(",
    ")",
    ",",
    ";",
    ".",
    " or ",
    " and ",
    "Bachelor's",
    "degree in",
    "é",
    "🙂",
    "\u{200b}",
    "\u{c}",
    "\r\n",
    "ẞ",
    "İ",
    "Requirements:",
    "C++",
    "must",
    "fluent",
    "English",
    "C1",
    "team of",
    "10",
    "$2M",
    "budget",
    "CISSP",
    "license",
    "e.g.",
    "/",
    "中文",
    "\u{301}",
];

fn noise(random: &mut Random) -> String {
    (0..random.next(60))
        .map(|_| PIECES[random.next(PIECES.len())])
        .collect()
}

#[test]
fn quotes_and_terms_are_exact_for_any_text() {
    let mut random = Random(7);
    for _ in 0..400 {
        let text = noise(&mut random);
        let chars: Vec<char> = text.chars().collect();
        let slice = |start: usize, end: usize| chars[start..end].iter().collect::<String>();
        let set = read_job("Python developer", &text);
        assert_eq!(
            set,
            read_job("Python developer", &text),
            "reading twice gives the same"
        );
        for requirement in set.requirements {
            assert_eq!(
                slice(requirement.source.start, requirement.source.end),
                requirement.source.quote,
                "{text:?}"
            );
            assert!(requirement.weight >= 1.0 && requirement.weight <= 10.0);
            for term in requirement.terms {
                assert_eq!(slice(term.start, term.end), term.text, "{text:?}");
            }
        }
        read_requirement(&text, None);
    }
}

#[test]
fn nothing_asked_gives_no_requirement() {
    for text in [
        "",
        "   \n\u{c}",
        "Full-time",
        "Date posted: 2021-07-14",
        "Job type: Full-time, Remote",
        "We offer Python meetups and free lunch.",
        "Company size: 11–50 people",
    ] {
        assert_eq!(read_job("", text).requirements, [], "{text:?}");
    }
    let notice = "We are an equal opportunity employer and do not discriminate on the basis of citizenship or age.";
    assert_eq!(read_job("", notice).requirements, []);
}

#[test]
fn a_long_list_stays_readable() {
    let duties: String = (0..60)
        .map(|n| format!("- Build and test REST APIs number {n} with Docker, tool{n} and Kafka\n"))
        .collect();
    let count = read_job("Engineer", &format!("Responsibilities\n{duties}"))
        .requirements
        .len();
    assert!((1..=8).contains(&count), "{count} requirements");
}
