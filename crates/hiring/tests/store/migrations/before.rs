//! What the program of an older schema says to the database of those tables that the migrations after it change: in its own words, with values in
//! the place of most parameters.

/// The schema that it was made for. It knows nothing of what the migrations after this one add.
pub const SCHEMA: i64 = 13;

/// With an id for the row, should it be a new one.
macro_rules! enqueue {
    ($id:literal) => {
        concat!(
            "INSERT INTO queue (organization_id, id, kind, payload, dedupe, priority, state, ready_at, attempts, created_at, updated_at) VALUES ($1, ",
            $id,
            ", 'fetch', '{}', $2, 1, 'waiting', 1, 0, 1, 1) \
             ON CONFLICT (organization_id, kind, dedupe) WHERE state = 'waiting' DO UPDATE SET payload = excluded.payload, \
             priority = CASE WHEN excluded.priority < queue.priority THEN excluded.priority ELSE queue.priority END, \
             ready_at = CASE WHEN queue.attempts = 0 AND excluded.ready_at < queue.ready_at THEN excluded.ready_at ELSE queue.ready_at END, \
             updated_at = excluded.updated_at"
        )
    };
}

/// All about one job, in one transaction: `$1` is the organization, `$2` the id of the job and of whatever belongs to it. Each reaches one row.
pub const SAYS: &[&str] = &[
    "INSERT INTO integrations (organization_id, id, provider, state, urls, created_at) VALUES ($1, $2, 'simulator', 'active', '{}', 1)",
    "INSERT INTO candidates (organization_id, id, name, headline, location, emails, phones, links, created_at, updated_at) \
     VALUES ($1, $2, 'Ines Duarte', '', '', '[]', '[]', '[]', 1, 1)",
    "INSERT INTO applications (organization_id, id, job_id, candidate_id, applied_at, created_at, fetched_at, state, headline, top, missing, flags) \
     VALUES ($1, $2, $2, $2, 1, 1, 1, 'waiting', '', '[]', '[]', '[]')",
    // A comment, with its step of the audit.
    "INSERT INTO comments (organization_id, id, application_id, account_id, body, created_at, reply_to) VALUES ($1, $2, $2, 'somebody', 'Hello.', 1, NULL)",
    "SELECT application_id, account_id, body, reply_to FROM comments WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL",
    "INSERT INTO audit_events (organization_id, id, account_id, action, target, detail, created_at) VALUES ($1, $2, 'somebody', 'commented', $2, '{}', 1)",
    // An import.
    "INSERT INTO imports (organization_id, id, job_id, state, done, failed, started_at, updated_at) VALUES ($1, $2, $2, 'running', 0, 0, 1, 1)",
    "UPDATE imports SET total = 1, updated_at = 1 WHERE organization_id = $1 AND id = $2 AND state = 'running'",
    "UPDATE imports SET done = done + 1, updated_at = 2 WHERE organization_id = $1 AND id = $2",
    "UPDATE imports SET state = 'finished', error = NULL, updated_at = 2, finished_at = 2 WHERE organization_id = $1 AND id = $2 AND state = 'running'",
    "SELECT id, job_id, state, total, done, failed, error, started_at, updated_at, finished_at FROM imports \
     WHERE organization_id = $1 AND job_id = $2 ORDER BY id DESC LIMIT 1",
    // A row of the queue: put in, made one with another of the same key, worked on, done.
    enqueue!("$2"),
    enqueue!("CAST($2 AS TEXT) || ' again'"),
    "UPDATE queue SET state = 'running', lease = 'lease', ready_at = 2, attempts = attempts + 1, updated_at = 2 \
     WHERE organization_id = $1 AND id = $2 RETURNING kind, dedupe, payload, attempts, created_at",
    "DELETE FROM queue WHERE organization_id = $1 AND id = $2 AND lease = 'lease'",
    // A share, sent and sent again, and a decision.
    "INSERT INTO shares (organization_id, id, job_id, shared_by, message, shows_score, shows_evidence, votes, due_at, created_at) \
     VALUES ($1, $2, $2, 'somebody', '', 1, 1, 'open', NULL, 1)",
    "INSERT INTO share_recipients (organization_id, id, share_id, email, token_hash, token, expires_at, created_at) \
     VALUES ($1, $2, $2, 'manager@northwind.example', $2, 'sealed', 9, 1)",
    SHARE_ITEM,
    SHARE_ITEM,
    "SELECT i.decision, i.comment, i.decided_at, i.acted_at FROM share_items i \
     JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
     JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
     WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.application_id = $2 \
     AND i.withdrawn_at IS NULL AND r.revoked_at IS NULL AND a.removed_at IS NULL",
    "UPDATE share_items SET decision = 'advance', comment = 'Yes.', decided_at = 2 WHERE organization_id = $1 AND recipient_id = $2 AND application_id = $2",
    // A stage that is written back, tried twice, and heard of.
    WRITING,
    WRITING,
    "UPDATE written_stages SET state = 'written' WHERE organization_id = $1 AND application_id = $2 AND version = 1 AND state = 'writing'",
    "UPDATE written_stages SET state = 'heard' WHERE organization_id = $1 AND application_id = $2 AND state <> 'heard' RETURNING stage_id",
    // A webhook, made, reached and looked at.
    "INSERT INTO webhooks (organization_id, id, integration_id, event, path_hash, active, verified, created_at) \
     VALUES ($1, $2, $2, 'candidateStageChange', $2, 0, 0, 1)",
    "UPDATE webhooks SET remote_id = 'remote', signature_token = 'sealed', active = 1, problem = NULL WHERE organization_id = $1 AND id = $2",
    "UPDATE webhooks SET verified = 1, last_delivery_at = 2, reached_at = 2 WHERE organization_id = $1 AND id = $2",
    "SELECT id, integration_id, event, remote_id, active, verified, last_delivery_at, problem, checked_at, reached_at, by_hand, \
     CASE WHEN signature_token IS NULL THEN 0 ELSE 1 END AS has_secret, path_hash FROM webhooks \
     WHERE organization_id = $1 AND integration_id = $2 ORDER BY event, id",
];

const SHARE_ITEM: &str = "INSERT INTO share_items (organization_id, recipient_id, application_id, share_id, added_at) VALUES ($1, $2, $2, $2, 1) \
    ON CONFLICT (organization_id, recipient_id, application_id) DO UPDATE SET added_at = excluded.added_at, withdrawn_at = NULL, \
    decision = NULL, comment = '', decided_at = NULL, acted_at = NULL";

const WRITING: &str = "INSERT INTO written_stages (organization_id, application_id, stage_id, version, state) VALUES ($1, $2, 'onsite', 1, 'writing') \
    ON CONFLICT (organization_id, application_id) DO UPDATE SET stage_id = excluded.stage_id, version = excluded.version, state = 'writing'";

/// Counts what stands in each table, as [`SAYS`] leaves it: one for each job.
pub const LEAVES: &[&str] = &[
    "SELECT COUNT(*) FROM comments WHERE organization_id = $1 AND body = 'Hello.' AND reply_to IS NULL",
    "SELECT COUNT(*) FROM audit_events WHERE organization_id = $1 AND action = 'commented'",
    "SELECT COUNT(*) FROM imports WHERE organization_id = $1 AND state = 'finished' AND total = 1 AND done = 1",
    "SELECT COUNT(*) FROM share_items WHERE organization_id = $1 AND decision = 'advance' AND comment = 'Yes.' AND decided_at = 2",
    "SELECT COUNT(*) FROM written_stages WHERE organization_id = $1 AND stage_id = 'onsite' AND state = 'heard'",
    "SELECT COUNT(*) FROM webhooks WHERE organization_id = $1 AND active = 1 AND verified = 1 AND last_delivery_at = 2",
];
