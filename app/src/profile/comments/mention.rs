//! Mentions while one types: which name is begun, who fits, and what stands in the text when one is chosen. Positions are UTF-16 units, as in a browser.

use crate::{case::lower, wire::comments::Mentionable};

/// At most so many members are offered.
const OFFERED: usize = 6;

/// The longest beginning of a name.
const LONGEST: usize = 40;

/// The name that is begun right before the cursor: where its `@` stands, and what follows that.
pub fn begun(before: &str) -> Option<(usize, &str)> {
    let at = before.rfind('@')?;
    let (head, name) = (&before[..at], &before[at + 1..]);
    let apart = head
        .chars()
        .next_back()
        .is_none_or(|last| !last.is_alphanumeric());
    let short = name.chars().count() <= LONGEST && !name.contains('\n') && !name.starts_with(' ');
    (apart && short).then(|| (head.encode_utf16().count(), name))
}

/// The members whose name, or a word of it, begins like that.
pub fn fitting(members: &[Mentionable], begun: &str) -> Vec<Mentionable> {
    let begun = lower(begun);
    let fits = |member: &&Mentionable| {
        let name = lower(&member.name);
        name.starts_with(&begun) || name.split_whitespace().any(|word| word.starts_with(&begun))
    };
    members.iter().filter(fits).take(OFFERED).cloned().collect()
}

/// The text before the cursor.
pub fn before(text: &str, cursor: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().take(cursor).collect();
    String::from_utf16_lossy(&units)
}

/// The text with the member in place of what was begun, and where the cursor stands then.
pub fn put(text: &str, at: usize, cursor: usize, called: &str) -> (String, usize) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (at, cursor) = (at.min(units.len()), cursor.min(units.len()));
    let head = String::from_utf16_lossy(&units[..at]);
    let tail = String::from_utf16_lossy(&units[cursor.max(at)..]);
    let space = if tail.starts_with(' ') { "" } else { " " };
    let mention = format!("@{called}{space}");
    let stands = at + mention.encode_utf16().count() + usize::from(space.is_empty());
    (format!("{head}{mention}{tail}"), stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<Mentionable> {
        ["Ada Byron", "Lin Chen", "Ada Okafor"]
            .map(|name| Mentionable {
                name: name.to_owned(),
                detail: "Recruiter".to_owned(),
                called: name.to_owned(),
            })
            .to_vec()
    }

    #[test]
    fn a_name_is_begun_by_an_at_sign_that_stands_apart() {
        assert_eq!(begun("@"), Some((0, "")));
        assert_eq!(begun("ask @Ada B"), Some((4, "Ada B")));
        assert_eq!(begun("😀 @li"), Some((3, "li")));
        for none in [
            "ada",
            "ada@mail",
            "@Ada\nlook",
            "@ ",
            &format!("@{}", "x".repeat(41)),
        ] {
            assert_eq!(begun(none), None, "{none}");
        }
    }

    #[test]
    fn who_fits_is_found_by_any_word_of_the_name() {
        let found = |begun| {
            let found = fitting(&members(), begun);
            found
                .into_iter()
                .map(|member| member.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("ada"), ["Ada Byron", "Ada Okafor"]);
        assert_eq!(found("chen"), ["Lin Chen"]);
        assert_eq!(found("ada o"), ["Ada Okafor"]);
        assert!(found("Ada Okafor ").is_empty(), "written out");
    }

    #[test]
    fn the_chosen_member_stands_where_the_name_was_begun() {
        assert_eq!(put("@li", 0, 3, "Lin Chen"), ("@Lin Chen ".to_owned(), 10));
        let text = "😀 @l, look";
        assert_eq!(before(text, 5), "😀 @l");
        assert_eq!(
            put(text, 3, 5, "Lin Chen"),
            ("😀 @Lin Chen , look".to_owned(), 13)
        );
        assert_eq!(put("@l look", 0, 2, "Lin"), ("@Lin look".to_owned(), 5));
    }
}
