//! The erasure list: what is kept about one application, and how it goes. A new table with anything about a person gets its line here, and a
//! test fails until it has one: it looks for every table that names an application.

use crate::db::statements_block;

statements_block! {
    /// Browsers that come back late hear that the card is gone; the cards of before are forgotten, their numbers stay.
    EVENTS = "UPDATE events SET body = NULL WHERE organization_id = $1 AND application_id = $2";
    NOTES = "DELETE FROM notes WHERE organization_id = $1 AND application_id = $2";
    COMMENT_WORDINGS = "DELETE FROM comment_wordings WHERE organization_id = $1 AND application_id = $2";
    COMMENTS = "DELETE FROM comments WHERE organization_id = $1 AND application_id = $2";
    OVERRULES = "DELETE FROM overrules WHERE organization_id = $1 AND application_id = $2";
    MOVES = "DELETE FROM moves WHERE organization_id = $1 AND application_id = $2";
    PLACEMENTS = "DELETE FROM placements WHERE organization_id = $1 AND application_id = $2";
    SCREENINGS = "DELETE FROM screenings WHERE organization_id = $1 AND application_id = $2";
    WRITTEN_STAGES = "DELETE FROM written_stages WHERE organization_id = $1 AND application_id = $2";
    DOCUMENTS = "DELETE FROM documents WHERE organization_id = $1 AND application_id = $2";
    /// Scores and notes that are still to be made. What runs just now finds nothing any more.
    QUEUE = "DELETE FROM queue WHERE organization_id = $1 AND dedupe = $2 AND state <> 'running'";
    /// Questions that are still to be asked, and answers that are still to be taken.
    QUEUE_OF_QUESTIONS = "DELETE FROM queue WHERE organization_id = $1 AND state <> 'running' AND dedupe IN \
        (SELECT id FROM follow_ups WHERE organization_id = $1 AND application_id = $2 \
        UNION ALL SELECT id || '/reminder' FROM follow_ups WHERE organization_id = $1 AND application_id = $2)";
    /// Mails with questions that may still come back.
    HANDED_MAILS = "DELETE FROM handed_mails WHERE organization_id = $1 AND dedupe IN \
        (SELECT id FROM follow_ups WHERE organization_id = $1 AND application_id = $2 \
        UNION ALL SELECT id || '/reminder' FROM follow_ups WHERE organization_id = $1 AND application_id = $2)";
    FOLLOW_UP_LINKS = "DELETE FROM follow_up_links WHERE organization_id = $1 AND id IN \
        (SELECT id FROM follow_ups WHERE organization_id = $1 AND application_id = $2)";
    FOLLOW_UPS = "DELETE FROM follow_ups WHERE organization_id = $1 AND application_id = $2";
    /// The recruiter's words to hiring managers, which may name whom they are about.
    SHARE_MESSAGES = "UPDATE shares SET message = '' WHERE organization_id = $1 AND id IN \
        (SELECT share_id FROM share_items WHERE organization_id = $1 AND application_id = $2)";
    /// That there was somebody: a share's history says how many were erased, and no name.
    SHARE_COUNTS = "UPDATE shares SET erased = erased + 1 WHERE organization_id = $1 AND id IN \
        (SELECT share_id FROM share_items WHERE organization_id = $1 AND application_id = $2 AND withdrawn_at IS NULL)";
    /// What hiring managers decided and said.
    SHARE_ITEMS = "DELETE FROM share_items WHERE organization_id = $1 AND application_id = $2";
    NOTIFICATIONS = "DELETE FROM notifications WHERE organization_id = $1 AND application_id = $2";
    APPLICATIONS = "DELETE FROM applications WHERE organization_id = $1 AND id = $2";
}

/// In this order, children before what they belong to: organization, application.
pub(super) const OF_APPLICATION: &[&str] = &[
    EVENTS,
    NOTES,
    COMMENT_WORDINGS,
    COMMENTS,
    OVERRULES,
    MOVES,
    PLACEMENTS,
    SCREENINGS,
    WRITTEN_STAGES,
    DOCUMENTS,
    QUEUE,
    QUEUE_OF_QUESTIONS,
    HANDED_MAILS,
    FOLLOW_UP_LINKS,
    FOLLOW_UPS,
    SHARE_MESSAGES,
    SHARE_COUNTS,
    SHARE_ITEMS,
    NOTIFICATIONS,
    APPLICATIONS,
];
