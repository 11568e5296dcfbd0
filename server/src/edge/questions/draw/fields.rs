//! One question with its control, its hint, and what is wrong with the answer.

use maud::{Markup, html};
use questions::{Choice, Entries, Kind, MAX_LONG_ANSWER, MAX_SHORT_ANSWER, Problem, Question};

use super::super::entered::WITHOUT;

/// What file chooser offers.
const ACCEPTED: &str = ".pdf,.docx,.txt,.png,.jpg,.jpeg";

/// A question, as it stands in the form.
pub fn question(
    number: usize,
    question: &Question,
    entries: &Entries,
    problems: &[Problem],
) -> Markup {
    let problem = problems
        .iter()
        .find(|problem| problem.question == question.id)
        .map(|problem| problem.words.as_str());
    let field = Field {
        question,
        entries,
        problem,
    };
    if let Kind::Choice { options, several } = &question.kind {
        return html! {
            // The first link of the summary leads here, and focus with it.
            fieldset.question.wrong[problem.is_some()] id=(question.id) tabindex="-1" aria-describedby=[field.described_by()] {
                legend { (field.words(number)) }
                (field.around())
                (field.options(options, *several))
            }
        };
    }
    html! {
        div.question.wrong[problem.is_some()] {
            label for=(question.id) { (field.words(number)) }
            (field.around())
            (field.control())
        }
    }
}

struct Field<'a> {
    question: &'a Question,
    entries: &'a Entries,
    problem: Option<&'a str>,
}

impl Field<'_> {
    fn words(&self, number: usize) -> Markup {
        html! {
            span.number aria-hidden="true" { (number) "." } " " (self.question.text)
            @if !self.question.required { " " span.optional { "optional" } }
        }
    }

    /// Hint and problem: between question and control, so that they are read before it is filled in.
    fn around(&self) -> Markup {
        html! {
            @if !self.question.hint.is_empty() { p.hint id=(self.hint_id()) { (self.question.hint) } }
            @if let Some(words) = self.problem { p.problem id=(self.problem_id()) { strong { "Error: " } (words) } }
        }
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.question.id)
    }

    fn problem_id(&self) -> String {
        format!("{}-problem", self.question.id)
    }

    fn described_by(&self) -> Option<String> {
        let hint = (!self.question.hint.is_empty()).then(|| self.hint_id());
        let problem = self.problem.map(|_| self.problem_id());
        let all: Vec<String> = hint.into_iter().chain(problem).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn control(&self) -> Markup {
        let id = &self.question.id;
        let entered = self.entries.text(id);
        let (required, invalid) = (self.question.required, self.problem.is_some());
        let invalid = invalid.then_some("true");
        let required = required.then_some("true");
        let described = self.described_by();
        html! {
            @match &self.question.kind {
                Kind::Text { long: true } => textarea id=(id) name=(id) rows="6" maxlength=(MAX_LONG_ANSWER) aria-required=[required] aria-invalid=[invalid] aria-describedby=[described] { "\n" (entered) },
                Kind::Number { unit, .. } => div.with-unit {
                    input type="text" inputmode="decimal" id=(id) name=(id) value=(entered) maxlength="40" autocomplete="off" aria-required=[required] aria-invalid=[invalid] aria-describedby=[described];
                    @if !unit.is_empty() { span { (unit) } }
                },
                Kind::Date { .. } => input type="date" id=(id) name=(id) value=(entered) aria-required=[required] aria-invalid=[invalid] aria-describedby=[described];,
                Kind::File => (self.file()),
                Kind::Text { .. } | Kind::Choice { .. } => input type="text" id=(id) name=(id) value=(entered) maxlength=(MAX_SHORT_ANSWER) aria-required=[required] aria-invalid=[invalid] aria-describedby=[described];,
            }
        }
    }

    fn file(&self) -> Markup {
        let id = &self.question.id;
        let invalid = self.problem.map(|_| "true");
        let described = self.described_by();
        html! {
            @if let Some(file) = self.entries.files.get(id) {
                div.kept {
                    span { strong { (file.name) } " " span.dim { (size(file.size)) } }
                    label.check { input type="checkbox" name={ (WITHOUT) (id) } value="1"; span { "Take it out" } }
                }
                p.hint { "Choose another file to replace it." }
            }
            input type="file" id=(id) name=(id) accept=(ACCEPTED) aria-invalid=[invalid] aria-describedby=[described];
            p.hint { "PDF, Word (.docx), plain text, PNG or JPEG; 10 MB at most." }
        }
    }

    fn options(&self, options: &[Choice], several: bool) -> Markup {
        let id = &self.question.id;
        let kind = if several { "checkbox" } else { "radio" };
        html! {
            @if several { p.hint { "Choose all that apply." } }
            @for option in options {
                label.option {
                    input type=(kind) name=(id) value=(option.text) checked[self.entries.chose(id, &option.text)];
                    span { (option.text) }
                }
            }
        }
    }
}

/// "240 KB".
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!(
            "{}.{} MB",
            bytes / 1_048_576,
            bytes % 1_048_576 * 10 / 1_048_576
        ),
    }
}
