//! Words reduced to what they share with their relatives: "managed", "managing" and "management" are one stem. A light English stemmer: it joins
//! forms of a word, never words of one beginning, and leaves names with digits and signs alone.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that carry no content in a requirement or a resume, German and English.
const STOP: &str = "\
    a an and any are as at be been both but by can do does e.g eg either etc for from had has have having i i.e if in including into is it its like may \
    me more most must my new of on or other our out own per plus she he her his such than that the their them then these they this those through to up \
    us very was we were which who will with within would you your und der die das mit von für oder";

/// Words that requirements wrap around what they ask for.
const WRAPPING: &str = "\
    ability able abilities advanced all appropriate background basic candidate capability commercial competence competency competent comfort comfortable \
    deep demonstrable demonstrated desirable desired essential excellent experience experienced expert expertise exposure extensive familiar familiarity \
    good great hands hands-on ideal ideally involving knowledge knowledgeable least level mandatory minimum nice one practical preferable preferably \
    preferred previous prior proficiency proficient proven qualification qualified record relevant required requirement similar skill skilled skills \
    solid some sound strong successful thorough track understanding use used using well willing willingness work worked working year years yrs on \
    environment plus asset advantage bonus related field role roles position";

/// Words that most resumes have: they say little about any one thing.
const COMMON: &str = "\
    analysis business client company complex customer data day deliver delivery design develop developing development effective ensure general high \
    implement implementation improve industry information internal large lead leading maintain maintenance manage management manager managing multiple \
    operation operations perform performance plan planning process processes product production professional program project projects provide quality \
    report reporting research result senior service services software solution solutions staff standard standards support system systems task team teams \
    technical technology time tools training user various procedures practices best building build create";

/// The word lists, as sets.
struct Words {
    empty: HashSet<&'static str>,
    common: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    empty: STOP
        .split_whitespace()
        .chain(WRAPPING.split_whitespace())
        .collect(),
    common: COMMON.split_whitespace().collect(),
});

/// Weight of a common word beside one that tells something.
const COMMON_WEIGHT: f64 = 0.35;

/// A content word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stem {
    /// What its forms share.
    pub stem: String,
    /// How much it tells, 0–1.
    pub weight: f64,
}

/// The content words of a requirement's term, each once.
pub(crate) fn content<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Stem> {
    let mut found: Vec<Stem> = Vec::new();
    for word in words {
        if WORDS.empty.contains(word) || word.chars().all(|c| c.is_ascii_digit() || c == '+') {
            continue;
        }
        let reduced = stem(word);
        if !found.iter().any(|known| known.stem == reduced) {
            found.push(Stem {
                stem: reduced,
                weight: if WORDS.common.contains(word) {
                    COMMON_WEIGHT
                } else {
                    1.0
                },
            });
        }
    }
    found
}

/// Suffixes that go, longest first: `suffix>` what takes its place, how many letters must remain.
const SUFFIXES: &str = "\
    izations>ize3 isations>ize3 ization>ize3 isation>ize3 fulness>3 ability>4 ibility>4 ational>ate3 ements>4 ations>4 nesses>3 ically>ic3 ement>4 \
    ments>4 ation>4 ating>4 ators>4 ances>4 ences>4 ities>4 ising>ize3 izing>ize3 ively>4 ment>4 ness>3 ator>4 able>4 ible>4 ance>4 ence>4 ants>5 ents>5 \
    ings>3 ates>4 ated>4 ions>4 iers>y3 ises>ize3 ised>ize3 izes>ize3 ized>ize3 ably>4 ies>y3 ied>y3 ing>3 ers>3 ors>4 ity>4 ive>4 ant>5 ent>5 ate>4 \
    ion>4 ise>ize3 ful>4 als>5 ly>5 ed>3 es>3 er>3 or>4 al>5 's>2 s>3";

static ENDINGS: LazyLock<Vec<(&str, &str, usize)>> = LazyLock::new(|| {
    let entry = |entry: &'static str| {
        let (suffix, rest) = entry.split_once('>')?;
        let (instead, least) = rest.split_at(rest.len() - 1);
        Some((suffix, instead, least.parse().ok()?))
    };
    SUFFIXES.split_whitespace().filter_map(entry).collect()
});

/// The stem of a folded word.
pub(crate) fn stem(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
    if word.chars().count() < 4
        || !word.chars().all(|c| c.is_ascii_lowercase() || c == '\'')
        || word.ends_with("ss")
    {
        return word.to_owned();
    }
    for (suffix, instead, least) in ENDINGS.iter() {
        if let Some(head) = word.strip_suffix(suffix)
            && head.len() >= *least
            && head.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        {
            // "engineering" and "engineer" meet one step further down.
            let twice = matches!(*suffix, "ing" | "ings" | "ed")
                .then(|| head.strip_suffix("er"))
                .flatten()
                .filter(|shorter| shorter.len() >= 3);
            return plain([twice.unwrap_or(head), instead].concat());
        }
    }
    plain(word.to_owned())
}

/// Without a doubled last consonant ("planned") and without the mute e ("manage"). Its letters are ASCII.
fn plain(mut head: String) -> String {
    if head.len() > 3 && head.ends_with('e') {
        head.pop();
    }
    if let [.., before, last] = head.as_bytes()
        && head.len() > 3
        && before == last
        && !matches!(last, b's' | b'z' | b'e' | b'o')
    {
        head.pop();
    }
    if head.len() > 3 && head.ends_with('y') {
        head.pop();
        head.push('i');
    }
    head
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for forms in [
            &["manage", "managed", "managing", "manager", "management"][..],
            &["develop", "developer", "development", "developing"],
            &["engineer", "engineers", "engineering"],
            &["weekend", "weekends"],
            &["welder", "welding", "welds"],
            &["plan", "planning", "planned", "planner"],
            &["supply", "supplies"],
            &["analysing", "analyse"],
            &["forklift", "forklifts"],
            &["travel", "travelled", "traveling"],
        ] {
            let first = stem(forms[0]);
            for form in forms {
                assert_eq!(stem(form), first, "{form}");
            }
        }
    }

    #[test]
    fn look_alikes_do_not() {
        for (a, b) in [
            ("java", "javascript"),
            ("platform", "tform"),
            ("swift", "swiftui"),
            ("rust", "rusty"),
            ("c++", "c"),
            ("art", "article"),
            ("port", "portal"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }
}
