//! Parts of sentences that fill long resumes, whatever the trade: a task, its topic, what came of it.

/// How a sentence begins.
pub(crate) const TASKS: &[&str] = &[
    "Represented the department in a company-wide working group on",
    "Wrote and maintained the internal guideline for",
    "Gave an annual workshop for new colleagues about",
    "Supported management in the preparation of decisions about",
    "Coordinated the exchange with other sites on the subject of",
    "Took part in a pilot project that dealt with",
    "Prepared the documents for the external review of",
    "Collected suggestions from colleagues and customers on",
];

/// What it is about: goes on after a task, and is the title of a course, too.
pub(crate) const TOPICS: &[&str] = &[
    "quality management and continuous improvement",
    "health and safety at the workplace",
    "the introduction of new software",
    "the handover between shifts and teams",
    "data protection and the handling of records",
    "energy consumption and waste",
    "communication with suppliers and partners",
    "the onboarding of temporary staff",
    "the yearly budget and its follow-up",
    "handling complaints and feedback",
    "time management and meetings that end on time",
    "emergency plans and regular drills",
    "conflict resolution in teams",
    "presentation and rhetoric",
    "working across languages and time zones",
    "project management for small teams",
];

/// How it ends.
pub(crate) const OUTCOMES: &[&str] = &[
    "which was later adopted by {n} other departments",
    "with {n} participants from all levels of the company",
    "and reported the results to the management every quarter",
    "which shortened the time needed by {pct}%",
    "and kept the material up to date over several years",
    "in addition to the daily tasks of the position",
    "together with an external adviser and the works council",
    "and received written thanks from the site manager",
];
