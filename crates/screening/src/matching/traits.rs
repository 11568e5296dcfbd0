//! Personal skills: what a person did counts before what a person says of themselves. Any resume claims them, so claims weigh less.

use std::sync::LazyLock;

use super::finding::Finding;
use super::materials::Materials;
use super::skills;
use super::stance::{Stance, stance};
use super::terms::{Closeness, Term};
use crate::profile::Place;
use crate::text::Pattern;

/// Shown by what was done.
const SHOWN: f64 = 1.0;
/// Claimed.
const CLAIMED: f64 = 0.7;

/// A personal skill: how requirements name it, how resumes claim it, what shows it.
struct Trait {
    name: &'static str,
    named: &'static str,
    shown: &'static str,
}

/// The personal skills with cues, most specific first.
const TRAITS: &[Trait] = &[
    Trait {
        name: "conflict resolution",
        named: r"conflict|dispute|mediat|de-?escalat",
        shown: r"de-?escalat|mediat(?:ed|ing|or)|(?:resolv|settl|defus|handl)\w* (?:\w+ ){0,3}(?:conflicts?|disputes?|disagreements?|complaints?|tensions?|grievances?)|reconcil(?:ed|ing) (?:differences|parties|teams)|difficult (?:customers|clients|conversations|guests|patients)|ombuds",
    },
    Trait {
        name: "negotiation",
        named: r"negotiat|persua|influenc",
        shown: r"negotiat(?:ed|ing|es)|closed (?:\w+ ){0,3}(?:deals?|contracts?)|(?:won|secured) (?:\w+ ){0,4}(?:contracts?|deals?|buy-in|discounts?|funding)|persuad(?:ed|ing)|convinced",
    },
    Trait {
        name: "mentoring",
        named: r"mentor|coach|train(?:ing)? (?:others|staff|new|junior)|develop(?:ing)? (?:others|people|talent)",
        shown: r"mentor(?:ed|ing|s)|coach(?:ed|ing|es)|train(?:ed|ing|s) (?:\w+ ){0,4}(?:staff|hires?|colleagues|team|employees|interns|juniors?|apprentices|members|nurses|people|users|starters)|onboard(?:ed|ing)|taught|tutor(?:ed|ing)|buddy",
    },
    Trait {
        name: "leadership",
        named: r"leader|delegat|lead others|motivat(?:e|ing) (?:others|team|people)|inspir",
        shown: r"(?:led|leads?|leading|headed|supervis(?:ed|ing|es)|manag(?:ed|ing|es)|direct(?:ed|ing)|ran|captain\w*|oversaw) (?:\w+[ -]){0,5}(?:team|teams|group|people|staff|engineers|crew|department|employees|developers|workers|nurses|volunteers|squad|initiative|shift|interns|agents)|team lead|captain of|head of|chaired|spearhead",
    },
    Trait {
        name: "communication",
        named: r"communicat|verbal|written|articulate|interpersonal skills and comm|listening|public speaking|presentation",
        shown: r"present(?:ed|ing|ations?) (?:\w+ ){0,6}(?:to|for|at)\b|wrote (?:\w+ ){0,5}(?:documentation|reports?|articles?|newsletters?|guides?|proposals?|posts?)|explain(?:ed|ing)|briefed|report(?:ed|ing) (?:\w+ ){0,4}to (?:\w+ ){0,3}(?:management|stakeholders|board|executives|directors|leadership)|liais(?:ed|ing|on)|(?:gave|held|delivered) (?:\w+ ){0,3}(?:talks?|presentations?|workshops?|speech\w*|trainings?)|spoke at|stakeholders|facilitat(?:ed|ing)|published|taught|advised (?:\w+ ){0,2}(?:customers|clients|patients)|newsletter",
    },
    Trait {
        name: "teamwork",
        named: r"team|collaborat|cooperat|co-operat|work(?:ing)? (?:well )?with others|interpersonal|people skills|relationship",
        shown: r"team of|in (?:a|an|the) (?:\w+[ -]){0,3}(?:team|squad|crew)|paired with|pair(?:ed|ing)|collaborat(?:ed|ing|es|ion)|cross-?functional|together with|work(?:ed|ing|s) (?:\w+ ){0,2}(?:with|alongside) (?:\w+ ){0,4}(?:team|teams|colleagues|designers|engineers|developers|doctors|nurses|staff|departments|stakeholders|partners|testers|product|sales|marketing|others)|partner(?:ed|ing) with|jointly|co-?(?:led|wrote|founded|organi[sz]ed|authored|created|developed|ordinated)|scrum team|team member|supported colleagues|alongside",
    },
    Trait {
        name: "problem solving",
        named: r"problem|strateg|troubleshoot|solution|resourceful|critical thinking|analytical|analytic|logical|judg(?:e)?ment|decision",
        shown: r"solv(?:ed|ing)|troubleshoot\w*|troubleshot|diagnos(?:ed|ing)|root cause|debug(?:ged|ging)|fixed|investigat(?:ed|ing)|analy[sz](?:ed|ing)|identified (?:\w+ ){0,5}(?:issues?|problems?|errors?|causes?|savings|bottlenecks?|risks?|gaps?)|optimi[sz](?:ed|ing)|redesigned|streamlined|reduced (?:\w+ ){0,6}(?:by|from)|resolved|overcame|devised",
    },
    Trait {
        name: "attention to detail",
        named: r"detail|accura|precis|meticulous|thorough|careful|quality focus",
        shown: r"audit(?:ed|ing)|reconcil(?:ed|ing|iation)|proofread|zero (?:errors|defects|incidents|accidents|findings)|error[- ]free|error rate|accura(?:cy|te|tely)|(?:quality|accuracy) (?:checks?|control|assurance|inspections?)|double-check|inspect(?:ed|ing)|verif(?:ied|ying)|without (?:a single )?(?:errors?|discrepanc\w+)|cash drawer balanced|balanced (?:the )?(?:till|drawer|books)|99(?:\.\d+)?\s?%",
    },
    Trait {
        name: "time management",
        named: r"time management|deadline|prioriti|multi-?task|organi[sz]|punctual|plan(?:ning)? skills|fast[- ]paced|under pressure|pressure|stress|juggl",
        shown: r"deadlines?|on time|ahead of schedule|on schedule|prioriti[sz](?:ed|ing)|simultaneous(?:ly)?|in parallel|multiple (?:projects|clients|accounts|tasks|priorities|cases)|schedul(?:ed|ing)|organi[sz](?:ed|ing)|coordinat(?:ed|ing|es)|planned|peak hours|busy|high[- ]volume|rush|under pressure|fast-paced|emergenc\w+|on-call|\d{2,} (?:\w+ ){0,2}(?:calls|tickets|customers|covers|guests|patients|orders|cases) (?:a|per) (?:day|night|shift|hour)",
    },
    Trait {
        name: "customer focus",
        named: r"customer|client|service[- ]minded|service orient|hospitality|guest",
        shown: r"(?:customers?|clients?|guests?|patients?|tenants?|passengers) (?:satisfaction|feedback|complaints?|needs|requests?|enquiries|inquiries|support|relationships?|service)|(?:served|assisted|helped|advised|welcomed|greeted|supported) (?:\w+ ){0,4}(?:customers?|clients?|guests?|patients?|visitors)|nps|csat|repeat (?:business|customers)",
    },
    Trait {
        name: "adaptability",
        named: r"adapt|flexib|change|open[- ]minded|versatil|agil(?:e|ity) mind|ambigu|resilien",
        shown: r"adapt(?:ed|ing)|rotat(?:ed|ing|ion)|cross-?trained|took over|stepped in|pivot(?:ed|ing)?|relocat(?:ed|ing)|different (?:roles|departments|shifts|countries|teams)|various (?:roles|departments|shifts)|transition(?:ed|ing)|retrain(?:ed|ing)|switched|covered (?:for|shifts)|migrat(?:ed|ing)|start-?up",
    },
    Trait {
        name: "initiative",
        named: r"initiative|self[- ]?(?:starter|motivat|driven|directed|reliant|sufficient)|proactiv|independen|autonom|motivat|driven|entrepreneur|ownership|hands-on|go-getter|energetic|enthusias|passion|ambitio",
        shown: r"initiat(?:ed|ing)|founded|co-?founded|launched|introduced|proposed|set up|established|started|created|on my own|independently|single-handedly|autonomously|self-taught|pioneer(?:ed|ing)|volunteer(?:ed|ing)|from scratch|spearhead\w*|took ownership|suggested",
    },
    Trait {
        name: "reliability",
        named: r"reliab|dependab|punctual|responsib|trustworth|integrity|honest|ethic|conscientious|professionalism|work ethic|discretion|confidential",
        shown: r"trusted (?:with|to)|key ?holder|responsible for|entrusted|perfect attendance|never (?:late|missed)|no (?:absences|sick days)|confidential(?:ity|ly)?|cash handling|safety record|opened and closed|sole (?:charge|responsibility)|on-call",
    },
    Trait {
        name: "creativity",
        named: r"creativ|innovat|imagina|original|out of the box",
        shown: r"design(?:ed|ing)|invented|created|conceived|patent\w*|prototyp\w+|brainstorm\w*|award[- ]winning|concepts?|campaigns?|innovat\w+",
    },
    Trait {
        name: "empathy",
        named: r"empath|compassion|caring|patien(?:ce|t)|sensitiv|kind|emotional intelligence|friendly|positive attitude|outgoing|personable|polite|courte|cheerful|warm",
        shown: r"car(?:ed|ing) for|comfort(?:ed|ing)|support(?:ed|ing) (?:\w+ ){0,3}(?:patients|families|residents|children|students|clients|people|vulnerable)|counsel\w+|listen(?:ed|ing)|bereave\w+|safeguard\w+|volunteer(?:ed|ing)|elderly|welcom(?:ed|ing)|greet(?:ed|ing)|helped",
    },
    Trait {
        name: "learning",
        named: r"learn|curio|growth mindset|self[- ]develop|continuous improvement|coachable|teachable",
        shown: r"self-taught|taught (?:myself|himself|herself|themself|themselves)|course(?:s|work)?|certif(?:ied|ication)|bootcamp|picked up|learn(?:ed|t|ing)|retrain(?:ed|ing)|completed (?:\w+ ){0,4}(?:training|course|programme|program)|workshops?|conferences?",
    },
];

/// Compiled cues of one trait.
struct Cues {
    named: Pattern,
    shown: Pattern,
}

static CUES: LazyLock<Vec<Cues>> = LazyLock::new(|| {
    TRAITS
        .iter()
        .map(|one| Cues {
            named: Pattern::new(format!(r"(?i)\b(?:{})", one.named)),
            shown: Pattern::new(format!(r"(?i)\b(?:{})\b", one.shown)),
        })
        .collect()
});

/// A personal skill. `text` are its words in the job's description or its canonical name.
pub(super) fn shown(text: &str, materials: &Materials) -> Finding {
    let Some(index) = CUES.iter().position(|cues| cues.named.is_match(text)) else {
        return skills::one(&Term::new(text), text, materials);
    };
    let name = TRAITS[index].name;
    let (mut done, mut claimed, mut denied): (Vec<Place>, Vec<Place>, Vec<Place>) =
        Default::default();
    for (document, at, sentence) in materials.sentences() {
        let material = &materials.documents[document];
        let source = material.text.slice(sentence.span);
        let place = |regex: &Pattern| {
            let found = regex.find(source)?;
            let span = material.text.span_of_bytes(sentence.span, found.range());
            let usable = sentence.reply.is_none()
                && sentence.words.iter().any(|word| word.span.overlaps(span));
            usable.then(|| {
                (
                    materials.around(document, at, span),
                    stance(&material.text, &sentence.words, span),
                )
            })
        };
        match (place(&CUES[index].shown), place(&CUES[index].named)) {
            (Some((place, Stance::Shown)), _) => done.push(place),
            (_, Some((place, Stance::Shown))) => claimed.push(place),
            (_, Some((place, Stance::Denied))) => denied.push(place),
            _ => {}
        }
    }
    let named = Term::new(text)
        .sightings(materials)
        .into_iter()
        .filter(|s| s.closeness == Closeness::Same);
    for sighting in named {
        match sighting.stance {
            Stance::Shown => claimed.push(sighting.place(materials)),
            Stance::Denied => denied.push(sighting.place(materials)),
            _ => {}
        }
    }
    match (done.is_empty(), claimed.is_empty(), denied.is_empty()) {
        (false, ..) => Finding::met(
            SHOWN,
            format!("shows {name} in what was done"),
            [done, claimed].concat(),
        ),
        (_, false, _) => Finding::met(CLAIMED, format!("speaks of {name}"), claimed),
        (.., false) => Finding::not_met(format!("says no to {name}"), denied),
        _ => Finding::silence(text),
    }
}
