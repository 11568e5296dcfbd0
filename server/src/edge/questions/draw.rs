//! The pages around the questions: the form, thanks, a link that is dead. Everything that anybody wrote is escaped by `html!`.

mod fields;

use hiring::follow_ups::Form;
use maud::{DOCTYPE, Markup, html};
use questions::Problem;

use super::style;
use crate::letters::moment;

/// What the form says of itself.
pub enum Said {
    /// Nothing.
    Nothing,
    /// What was entered is saved.
    Saved,
    /// Something has to be mended before it can be sent.
    Problems(Vec<Problem>),
    /// More came than a form may hold.
    TooLarge,
    /// What came was no form.
    Broken,
    /// An admin looks at what candidates will see.
    Preview,
}

/// The form; or, once it was sent or declined, that it was.
pub fn form(form: &Form, said: &Said) -> Markup {
    if let Some(at) = form.answered_at {
        return thanks(form, at);
    }
    if form.declined {
        return declined(form);
    }
    let problems: &[Problem] = match said {
        Said::Problems(problems) => problems,
        _ => &[],
    };
    let title = if problems.is_empty() {
        "Follow-up questions".to_owned()
    } else {
        format!("{} to correct · Follow-up questions", problems.len())
    };
    let is_preview = matches!(said, Said::Preview);
    frame(
        &title,
        &form.organization,
        html! {
            h1 { "A few questions about your application" }
            p.job { (form.job) }
            @for paragraph in form.set.introduction.lines().filter(|line| !line.is_empty()) {
                p.introduction { (paragraph) }
            }
            (message(form, said))
            form method="post" enctype="multipart/form-data" novalidate {
                // Pressing Enter in a line saves; sending takes its own button.
                button.first type="submit" name="act" value="save" tabindex="-1" aria-hidden="true" disabled[is_preview] { "Save" }
                @for (index, question) in form.set.questions.iter().enumerate() {
                    (fields::question(index + 1, question, &form.entries, problems))
                }
                footer.actions {
                    button.primary type="submit" name="act" value="send" disabled[is_preview] { "Send answers" }
                    button type="submit" name="act" value="save" disabled[is_preview] { "Save and go on later" }
                }
            }
            (small_print(form, is_preview))
        },
    )
}

/// A link that is wrong, too old or was taken back: nobody learns which.
pub fn dead_link() -> Markup {
    frame(
        "This link does not work",
        "CLARA",
        html! {
            h1 { "This link does not work" }
            p { "It may be incomplete, too old, or no longer needed." }
            p { "Open it once more from your mail, whole. If that does not help, answer to the recruiter who wrote to you: they can send a new link." }
        },
    )
}

/// The store does not answer.
pub fn unavailable(what: &str) -> Markup {
    frame(
        "Please try again",
        "CLARA",
        html! {
            h1 { "Please try again in a moment" }
            p role="alert" { (what) }
            p { "Go back to your answers: your browser still has them. Then press the button once more." }
        },
    )
}

fn thanks(form: &Form, at: hiring::Millis) -> Markup {
    frame(
        "Thank you",
        &form.organization,
        html! {
            div.mark aria-hidden="true" { "✓" }
            h1 { "Thank you, your answers were sent" }
            p.job { (form.job) }
            p { (form.organization) " received them on " (moment(at)) ". There is nothing left for you to do here." }
            p.dim { "Did you forget something? Answer to the recruiter: what was sent cannot be changed here." }
        },
    )
}

fn declined(form: &Form) -> Markup {
    frame(
        "You will not be asked again",
        &form.organization,
        html! {
            h1 { "You will not be asked again" }
            p { (form.organization) " was told that you do not want to answer questions by mail. Your application stays as it is." }
        },
    )
}

/// What happened to what was entered.
fn message(form: &Form, said: &Said) -> Markup {
    html! {
        @match said {
            Said::Preview => div.notice role="status" { "This is a preview: nothing can be sent from here." },
            Said::Saved => div.notice.good role="status" {
                strong { "Saved." } " You can close this page and go on later with the same link. Nothing was sent yet."
            },
            Said::Problems(problems) => (summary(form, problems)),
            Said::TooLarge => div.notice.bad role="alert" {
                strong { "That was too much at once. " } "Nothing was changed. Choose smaller files, 10 MB each at most, and press the button again."
            },
            Said::Broken => div.notice.bad role="alert" {
                strong { "Your answers did not arrive whole. " } "Nothing was changed. Enter them again and press the button once more."
            },
            Said::Nothing => @if let Some(at) = form.saved_at {
                div.notice role="status" { "Saved on " (moment(at)) ", not sent yet." }
            },
        }
    }
}

/// What has to be mended, each leading to its question.
fn summary(form: &Form, problems: &[Problem]) -> Markup {
    let asked = |id: &str| {
        let found = form.set.questions.iter().find(|question| question.id == id);
        found.map_or("", |question| question.text.as_str())
    };
    html! {
        div.notice.bad role="alert" aria-labelledby="problems" {
            h2 #problems {
                @if problems.len() == 1 { "One answer needs your attention" } @else { (problems.len()) " answers need your attention" }
            }
            p { "Nothing was sent yet. Everything you entered is saved." }
            ul {
                @for problem in problems {
                    li { a href={ "#" (problem.question) } { (asked(&problem.question)) } " " (problem.words) }
                }
            }
        }
    }
}

fn small_print(form: &Form, is_preview: bool) -> Markup {
    html! {
        section.small-print {
            p { "Your answers go to the recruiting team of " (form.organization) " and are looked at together with your application. A person decides, not a program." }
            p { "The link works until " (moment(form.expires_at)) ". Whoever has it can see what you entered: do not pass it on." }
            details {
                summary { "I do not want to be asked" }
                form method="post" {
                    p { "Your application stays as it is. You get no more mails with questions from " (form.organization) "." }
                    button type="submit" name="act" value="decline" disabled[is_preview] { "Do not ask me again" }
                }
            }
        }
    }
}

/// What stands around every page.
pub(super) fn frame(title: &str, organization: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex, nofollow";
                title { (title) " · " (organization) }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(*style::ADDRESS);
            }
            body {
                header.top { span { (organization) } }
                main { (body) }
            }
        }
    }
}
