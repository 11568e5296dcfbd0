//! Permission to work, clearances and checks; place, travel, shifts and availability.

use super::{Fact, Found};
use crate::requirements::job::{Job, pattern};
use crate::text::Span;

/// Places and times to work.
const PLACE: &str = r"(?:week-?ends?|evenings?|nights?(?: shifts?)?|(?:rotating |variable |early |late |day |flexible )*shifts?(?: work)?|overtime|holidays|on[- ]call|travel(?:l?ing)?|relocat\w+|commut\w+|on-?site|in (?:the|our) office|flexible (?:hours|schedule)|variable hours|irregular hours|extended hours|outdoors|start immediately)";

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let authorization = pattern!(
        r"\b(?:(?:legally )?(?:authori[sz]ed|eligible|entitled|permitted|allowed) to work\b|(?:work(?:ing)?|employment) (?:authori[sz]ation|permit|visa|eligibility)|authori[sz]ation to work|right to work|permission to work|eligibility to work|(?:security|secret|top secret|ts/sci|sc|dv) clearance|(?:us|u\.s\.|uk|eu|american|british) citizen(?:s|ship)?|citizenship (?:is )?required|(?:pass|complete|undergo|clear|successful|satisfactory)[a-z ]{0,30}(?:background|drug|dbs|criminal)[a-z ]{0,20}(?:checks?|screen\w*|tests?|investigation)|(?:background|dbs|criminal record|reference) checks?|enhanced dbs|drug (?:screen|test)\w*|at least (?:18|21) years (?:of age|old)|(?:18|21) years of age|(?:over|minimum age of) (?:18|21))\b"
    );
    let mut found: Vec<Found> = job
        .matches(authorization, sentence)
        .into_iter()
        .map(|span| Found {
            span,
            fact: Fact::Authorization,
        })
        .collect();
    let location = pattern!(&format!(
        r"\b(?:{PLACE}(?:[a-z/, ]{{0,20}})? (?:availability|required|is required|may be required|expected|as needed|flexibility)|(?:availab\w+|willing\w*|able|ability|flexib\w+|prepared|must|open|ready|happy|comfortable|required|need\w*) (?:to |for |on |during |at |with )?(?:be )?(?:able to |available |willing to )?(?:(?:work|working|travel|commute|relocate|be|do|take|cover|participate in|support|on-?site)\b ?)?(?:[a-z%0-9&/,-]+ ){{0,5}}?{PLACE}|(?:up to |approximately |about )?\d{{1,3}} ?%\+? (?:domestic |international )?travel|travel (?:up to|of up to|approximately) \d+ ?%|(?:must|able to|willing to|required to) (?:be (?:based|located)|reside|live|relocate|travel|commute) ?(?:in|within|to|near|at)?|based in (?:or|near|within)|reliable (?:transportation|transport|vehicle)|own (?:transport|vehicle|car)|shift work|weekend work|night work|not available)\b"
    ));
    found.extend(
        job.matches(location, sentence)
            .into_iter()
            .map(|span| Found {
                span,
                fact: Fact::Location,
            }),
    );
    found
}
