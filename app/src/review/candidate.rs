//! One candidate: what was found, the resume with its evidence marked, and the decision within reach of a thumb.

use hiring::comments::Comment;
use hiring::shares::{Own, Review, Reviewed, Vote};
use leptos::prelude::*;

use super::{
    document::{Frame, escaped},
    list::shown,
    pressed::{self, Wrong},
};
use crate::{
    api::convert_profile,
    components::{ScoreRing, full, iso, verdict_class, verdict_sign},
    profile::{Piece, Span, category_name, marked, pieces},
    wire::{
        board::verdict_word,
        profile::{Profile, RequirementMatch},
        shares::Decision,
    },
};

/// Quotes shown for one requirement.
const QUOTES: usize = 2;

/// What the page of one candidate shows.
pub struct CandidatePage<'a> {
    /// The review, as its address names it.
    pub review: &'a str,
    /// The share.
    pub read: Review,
    /// Which of its candidates.
    pub at: usize,
    /// All that is shown of them.
    pub reviewed: Reviewed,
    /// Why the decision was not taken, if it was not.
    pub wrong: Option<Wrong>,
}

/// One candidate.
pub fn candidate(frame: Frame<'_>, page: CandidatePage<'_>) -> String {
    let Reviewed {
        profile,
        resume,
        answers,
        own,
        votes,
        comments,
    } = page.reviewed;
    let counted = profile
        .documents
        .iter()
        .filter(|document| document.kind == hiring::documents::DocumentKind::Resume)
        .max_by_key(|document| (document.uploaded_at, document.id))
        .map(|document| document.id.to_string());
    let threshold = profile.job.pre_qualified;
    let profile = convert_profile::profile(profile, String::new(), &answers, Vec::new());
    let terms = page.read.terms;
    let title = shown(&profile.name);
    frame.document(&title, "review", || {
        let base = format!("/review/{}", page.review);
        let place = format!("{} of {}", page.at + 1, page.read.asked.len());
        let neighbour = |at: Option<usize>| {
            let asked = page.read.asked.get(at?)?;
            Some(frame.leads_to(format!("{base}/{}", asked.application)))
        };
        let (before, after) = (
            neighbour(page.at.checked_sub(1)),
            neighbour(Some(page.at + 1)),
        );
        let spans = resume_spans(&profile.matches, counted.as_deref());
        view! {
            <main class="review-page has-form">
                <nav class="review-nav" aria-label="Candidates">
                    <a href=frame.leads_to(base.clone())>"All candidates"</a>
                    <span class="gap"></span>
                    {before.map(|href| view! { <a href=href rel="prev" aria-label="The one before">"‹"</a> })}
                    <span class="dim">{place}</span>
                    {after.map(|href| view! { <a href=href rel="next" aria-label="The next one">"›"</a> })}
                </nav>
                <header class="review-candidate">
                    {terms.score.then(|| view! { <ScoreRing score=profile.score.as_ref().map(|score| score.value) threshold=threshold/> })}
                    <div><h1>{title.clone()}</h1><p class="dim">{profile.headline.clone()}</p><p class="dim small">{page.read.job_title.clone()}</p></div>
                </header>
                // Where nothing could be read, why; what the engine says then is that there is nothing.
                {profile.reason.clone().or_else(|| Some(profile.summary.clone())).filter(|words| !words.is_empty()).map(|words| view! { <p class="review-summary">{words}</p> })}
                {terms.evidence.then(|| matches(&profile))}
                {votes.map(others)}
                {said(comments)}
                {answered(&profile)}
                <section class="review-part">
                    <h2>"Resume"</h2>
                    {match resume {
                        Some(text) => view! { <div class="paper">{pieces(&text, spans).into_iter().map(piece).collect_view()}</div> }.into_any(),
                        None => view! { <p class="dim">"There is no resume that CLARA could read. Ask the recruiter for the document."</p> }.into_any(),
                    }}
                </section>
                {decide(frame, format!("{base}/{}", profile.application), own, page.wrong)}
            </main>
        }
    })
}

/// The requirements with their answers.
fn matches(profile: &Profile) -> AnyView {
    if profile.matches.is_empty() {
        return view! { <section class="review-part"><h2>"Match"</h2><p class="dim">"Nothing was compared for this candidate yet."</p></section> }.into_any();
    }
    let met = profile
        .matches
        .iter()
        .filter(|item| item.verdict == screening::model::Verdict::Met)
        .count();
    let heading = format!("{met} of {} met", profile.matches.len());
    let mut items: Vec<&RequirementMatch> = profile.matches.iter().collect();
    items.sort_by_key(|item| (!item.must_have, item.category));
    view! {
        <section class="review-part">
            <h2>"Match" <span class="dim small">" " {heading}</span></h2>
            <ul role="list" class="review-matches">{items.into_iter().map(requirement).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn requirement(item: &RequirementMatch) -> impl IntoView + use<> {
    let quotes = item
        .evidence
        .iter()
        .take(QUOTES)
        .map(|evidence| {
            let parts = marked(&evidence.quote, &item.terms)
                .into_iter()
                .map(|(text, hit)| {
                    if hit {
                        view! { <mark>{text}</mark> }.into_any()
                    } else {
                        text.into_any()
                    }
                });
            view! { <p class="review-quote"><q>{parts.collect_view()}</q></p> }
        })
        .collect_view();
    let kind = format!(
        "{} · {}",
        category_name(item.category),
        if item.must_have {
            "must-have"
        } else {
            "nice-to-have"
        }
    );
    let overruled = item
        .overruled
        .is_some()
        .then_some(" · a recruiter's verdict");
    view! {
        <li>
            <span class=format!("verdict {}", verdict_class(item.verdict)) aria-hidden="true">{verdict_sign(item.verdict)}</span>
            <div>
                <p><span class="visually-hidden">{verdict_word(item.verdict)} ": "</span>{item.text.clone()}</p>
                <p class="dim small">{kind}{overruled}</p>
                {quotes}
            </div>
        </li>
    }
}

/// What the candidate answered to questions.
fn answered(profile: &Profile) -> Option<impl IntoView + use<>> {
    (!profile.answers.is_empty()).then(|| {
        let answers = profile
            .answers
            .iter()
            .map(|answer| view! { <div><dt>{answer.question.clone()}</dt><dd>{answer.answer.clone()}</dd></div> })
            .collect_view();
        view! { <section class="review-part"><h2>"Answers"</h2><dl class="review-answers">{answers}</dl></section> }
    })
}

/// What the team says to hiring managers.
fn said(comments: Vec<Comment>) -> Option<impl IntoView> {
    (!comments.is_empty()).then(|| {
        let comments = comments.into_iter().map(|comment| {
            let at = comment.at.0;
            view! { <li><p><strong>{comment.account_name}</strong> <time class="dim small" datetime=iso(at)>{full(at)}</time></p><p class="comment-text">{comment.body}</p></li> }
        });
        view! { <section class="review-part"><h2>"Comments for you"</h2><ul role="list" class="review-votes">{comments.collect_view()}</ul></section> }
    })
}

/// What others decided.
fn others(votes: Vec<Vote>) -> impl IntoView {
    view! {
        <section class="review-part">
            <h2>"What others say"</h2>
            {if votes.is_empty() {
                view! { <p class="dim">"Nobody else decided yet."</p> }.into_any()
            } else {
                view! {
                    <ul role="list" class="review-votes">{votes.into_iter().map(|vote| {
                        let decision = Decision::from(vote.decision);
                        view! { <li><p><strong>{vote.who}</strong> <span class=format!("badge {}", decision.tone())>{decision.label()}</span></p>{(!vote.comment.is_empty()).then(|| view! { <p>{vote.comment}</p> })}</li> }
                    }).collect_view()}</ul>
                }.into_any()
            }}
        </section>
    }
}

/// Comment and buttons, at the lower edge of the window.
fn decide(frame: Frame<'_>, action: String, own: Own, wrong: Option<Wrong>) -> AnyView {
    if own.stands {
        let said = own
            .decision
            .map_or("", |decision| Decision::from(decision).label());
        return view! {
            <footer class="review-bar"><p>"You said “" {said} "”. The recruiter went on with this candidate since, so your decision stands. Write to them if you changed your mind."</p></footer>
        }
        .into_any();
    }
    let chosen = own.decision.map(Decision::from);
    let knows = pressed::known(&own);
    let (problem, comment) = match wrong {
        Some(wrong) => (Some(wrong.words(&own)), wrong.comment),
        None => (None, own.comment),
    };
    let buttons = Decision::ALL
        .into_iter()
        .map(|decision| {
            view! {
                <button type="submit" name="decision" value=decision.key() class=format!("button decision {}", decision.tone()) disabled=frame.is_preview
                    aria-pressed=(chosen == Some(decision)).to_string()>{decision.label()}</button>
            }
        })
        .collect_view();
    view! {
        <form class="review-bar" method="post" action=action>
            {knows}
            {problem.map(|words| view! { <p class="notice bad" role="alert">{words} " Your text is still here."</p> })}
            <label class="field"><span class="visually-hidden">"Comment for the recruiter"</span>
                <textarea name="comment" rows="2" disabled=frame.is_preview placeholder="Comment for the recruiter (optional)" inner_html=escaped(&comment)></textarea>
            </label>
            <div class="decisions" role="group" aria-label="Your decision">{buttons}</div>
            {chosen.map(|_| view! { <p class="dim small">"You can change it until the recruiter goes on. " <button type="submit" class="button link" name="decision" value="undo">"Undo"</button></p> })}
        </form>
    }
    .into_any()
}

/// Where evidence stands in the resume that counts.
fn resume_spans(matches: &[RequirementMatch], resume: Option<&str>) -> Vec<Span> {
    matches
        .iter()
        .flat_map(|item| {
            item.evidence
                .iter()
                .filter(|evidence| Some(&*evidence.document) == resume)
                .map(|evidence| Span {
                    start: evidence.start,
                    end: evidence.end,
                    verdict: item.verdict,
                    shows: format!("{} ({})", item.text, verdict_word(item.verdict)),
                })
        })
        .collect()
}

fn piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Plain(text) => text.into_any(),
        Piece::Marked {
            text,
            verdict,
            shows,
            ..
        } => view! { <mark class=verdict_class(verdict) title=shows>{text}</mark> }.into_any(),
        Piece::Page(page) => {
            view! { <span class="page-break" role="separator">"Page " {page}</span> }.into_any()
        }
    }
}
