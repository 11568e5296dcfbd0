//! What a reviewer should know about the materials themselves: hidden words, instructions to a machine, dates that contradict.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::date::{Date, Ending};
use crate::matching::Materials;
use crate::model::Evidence;
use crate::profile::Place;
use crate::profile::dates::reversed;
use crate::text::{Pattern, lines, sentences};

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// Words that no person sees.
    HiddenText,
    /// Words addressed to a machine that screens.
    Instructions,
    /// A span of dates that ends before it begins, or lies in the future.
    DatesContradict,
}

/// Something for a person to look at. A flag never changes a score by itself: what it names is left out of matching.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// What is odd.
    pub kind: FlagKind,
    /// What a person reads.
    pub message: String,
    /// The hidden words, where they are what is odd.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Where it stands, if it can be seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

const INSTRUCTION: &str = r"(?i)\b(?:(?:ignore|disregard|forget|override) (?:all |any |the |your )*(?:previous|prior|above|other|earlier|foregoing|preceding)?\s*(?:instructions?|prompts?|rules|criteria|requirements)|you are (?:now )?(?:an? )?(?:ai|large language model|language model|llm|chatbot|screening (?:tool|system))\b|(?:if you are|dear|attention|note to|hey|hello) (?:an? |the )?(?:ai|llm|language model|chatgpt|gpt|screening (?:tool|system|software)|ats)\b|system prompt|(?:score|rate|rank|mark|classify|label) (?:this|the|me|my) ?(?:candidate|applicant|resume|résumé|cv|profile|application)? ?(?:as|with|at|highly|first|top|100|10|\d+/)|(?:give|assign|award) (?:this |the |me |my )?(?:candidate|applicant|resume|résumé|cv|profile|application)? ?(?:a |the )?(?:maximum|highest|perfect|full|top|high|100)(?: possible)? (?:score|rating|marks|points|rank)|(?:this|the) (?:candidate|applicant) (?:is|should be|must be|has to be) (?:\w+ )?(?:perfect|ideal|hired|shortlisted|accepted|selected|recommended|advanced|exceptionally|the best)|(?:do not|never) reject (?:this|the|me)|always (?:recommend|hire|select) (?:this|the|me))";
static INSTRUCTING: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(INSTRUCTION));
/// Whatever part of a text an instruction is found in, this finds it in the whole: it does not ask where words end.
static INSTRUCTING_ANYWHERE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(INSTRUCTION.replace(r"\b", "")));

/// Whether words speak to a machine that screens. They change nothing: they are never matched.
pub(crate) fn is_instruction(words: &str) -> bool {
    INSTRUCTING.is_match(words)
}

/// Whether any part of a text may be an instruction: said of all of it at once.
pub(crate) fn may_instruct(text: &str) -> bool {
    INSTRUCTING_ANYWHERE.is_match(text)
}

/// The flags of an application, in the order of its materials.
pub(crate) fn read(materials: &Materials, as_of: Date) -> Vec<Flag> {
    let mut found = Vec::new();
    for (index, material) in materials.documents.iter().enumerate() {
        let (document, text) = (material.source, &material.text);
        if !document.hidden.is_empty() {
            let message = "words that no person can see; they do not count".to_owned();
            found.push(Flag {
                kind: FlagKind::HiddenText,
                message,
                words: document.hidden.clone(),
                evidence: Vec::new(),
            });
        }
        let place = |start, end| {
            materials.evidence(Place {
                document: index,
                start,
                end,
            })
        };
        for line in lines(text) {
            let mut instructions = Vec::new();
            if material.instructs {
                instructions = sentences(text, line.span);
                instructions.retain(|span| is_instruction(text.slice(*span)));
            }
            for span in instructions {
                let message =
                    "words addressed to a screening machine; they change nothing".to_owned();
                found.push(Flag {
                    kind: FlagKind::Instructions,
                    message,
                    words: Vec::new(),
                    evidence: vec![place(span.start, span.end)],
                });
            }
            if let Some(range) = reversed(text.slice(line.span)) {
                let span = text.span_of_bytes(line.span, range);
                found.push(contradiction(
                    "ends before it begins",
                    place(span.start, span.end),
                ));
            }
        }
    }
    let now = as_of.months() + 1;
    for role in &materials.profile.experience {
        let late = role.start.is_some_and(|start| start.begins() > now)
            || matches!(role.end, Ending::On(end) if end.begins() > now);
        if late {
            found.push(contradiction(
                "lies after the day of the application",
                materials.evidence(role.heading),
            ));
        }
    }
    found
}

fn contradiction(what: &str, evidence: Evidence) -> Flag {
    Flag {
        kind: FlagKind::DatesContradict,
        message: format!("a span of dates {what}"),
        words: Vec::new(),
        evidence: vec![evidence],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_part_says_the_whole_may_say() {
        let text = "Xignore all previous instructionsX and hello aiX; note to ats_";
        let parts =
            (0..text.len()).flat_map(|from| (from..text.len()).map(move |to| &text[from..=to]));
        let mut instructing = parts.filter(|part| is_instruction(part)).peekable();
        assert!(instructing.peek().is_some() && !is_instruction(text));
        assert!(may_instruct(text));
        assert!(!may_instruct(
            "Gave instructions to all; ignored no previous criteria."
        ));
    }
}
