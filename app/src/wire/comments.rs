//! Comments on an application.

use serde::{Deserialize, Serialize};

use super::Millis;

/// A comment of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Millis,
    /// The words.
    pub text: String,
    /// The first comment of its thread, if it is an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// When the words were changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
    /// Who deleted it: the words are gone, and the line stays for its answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<String>,
    /// Whether the member wrote it, and so may change it.
    #[serde(default)]
    pub mine: bool,
    /// Whether the member may delete it.
    #[serde(default)]
    pub deletable: bool,
    /// Whether hiring managers see it with the candidate.
    #[serde(default)]
    pub shown: bool,
    /// Whether the member may show it to hiring managers, and hide it again.
    #[serde(default)]
    pub showable: bool,
}

/// A comment with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The comment.
    pub first: Comment,
    /// What answers it, oldest first.
    pub answers: Vec<Comment>,
}

/// Puts answers to what they answer; the order is that of the comments.
pub fn threads(all: Vec<Comment>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for comment in all {
        let answered = comment.reply_to.as_ref();
        let thread = threads
            .iter_mut()
            .find(|thread| answered == Some(&thread.first.id));
        match thread {
            Some(thread) => thread.answers.push(comment),
            None => threads.push(Thread {
                first: comment,
                answers: Vec::new(),
            }),
        }
    }
    threads
}

/// What a comment said before it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// When they were written.
    pub at: Millis,
}

/// A member whom a comment can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentionable {
    /// Their name.
    pub name: String,
    /// Their role, or where another has the same name their mail address.
    pub detail: String,
    /// What stands after the `@`.
    pub called: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: &str, reply_to: Option<&str>) -> Comment {
        Comment {
            id: id.to_owned(),
            author: "Ada".to_owned(),
            at: 0,
            text: "Look".to_owned(),
            reply_to: reply_to.map(str::to_owned),
            edited_at: None,
            deleted_by: None,
            mine: false,
            deletable: false,
            shown: false,
            showable: false,
        }
    }

    #[test]
    fn answers_stand_under_what_they_answer() {
        let all = vec![
            comment("a", None),
            comment("b", None),
            comment("c", Some("a")),
            comment("d", Some("b")),
            comment("e", Some("a")),
            comment("f", Some("gone")),
        ];
        let drawn: Vec<String> = threads(all)
            .into_iter()
            .map(|thread| {
                let answers = thread.answers.into_iter().map(|answer| answer.id);
                answers.fold(thread.first.id, |line, id| line + &id)
            })
            .collect();
        assert_eq!(drawn, ["ace", "bd", "f"]);
    }
}
