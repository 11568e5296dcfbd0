//! What is asked of Lever: permissions, events, parts of a posting, and how many calls an application takes.

use lever::resources::PostingExpand;

/// What CLARA asks consent for, with the reason that the wizard shows. Least privilege: the one thing written is notes.
pub const SCOPES: &[(&str, &str)] = &[
    (
        "offline_access",
        "Keep working while nobody is signed in to Lever.",
    ),
    (
        "postings:read:admin",
        "Read job postings, to find out what each job asks for.",
    ),
    (
        "opportunities:read:admin",
        "Read candidates of the jobs you select.",
    ),
    (
        "applications:read:admin",
        "Read cover letters and answers to the application form.",
    ),
    (
        "resumes:read:admin",
        "Read resumes, to compare them with the job.",
    ),
    (
        "files:read:admin",
        "Read other files, such as cover letters.",
    ),
    (
        "contact:read:admin",
        "Tell two candidacies of one person from two people.",
    ),
    (
        "notes:write:admin",
        "Write the score, and moves on CLARA's board, as notes. CLARA writes nothing else.",
    ),
    (
        "stages:read:admin",
        "Show a candidate's stage, and follow changes of it.",
    ),
    ("archive_reasons:read:admin", "Tell hired from rejected."),
    (
        "users:read:admin",
        "Know a job's hiring manager, to offer them when you share candidates.",
    ),
    ("webhooks:write:admin", "Hear of new applications at once."),
];

/// What write-back needs beyond [`SCOPES`]: asked for only where an Owner wants it.
pub const WRITE_BACK_SCOPE: (&str, &str) = (
    "opportunities:write:admin",
    "Move a candidate's stage after a move on CLARA's board, for the jobs where an Owner switches that on.",
);

/// The events CLARA listens to. There is none for postings, resumes or revocation: those are polled.
pub(super) const EVENTS: &[&str] = &[
    "applicationCreated",
    "candidateStageChange",
    "candidateArchiveChange",
    "candidateHired",
    "candidateDeleted",
];

/// What is asked of a posting beyond itself: name and address of its hiring manager come in the same answer. Whoever may not read users
/// may read the posting all the same, so it is asked for once more without.
pub(super) const OF_POSTING: &[PostingExpand] = &[PostingExpand::HiringManager];

/// Requests per application of an import: itself, its resumes, its files, one download. Its note comes after the import.
pub(super) const CALLS_PER_APPLICATION: u32 = 4;
