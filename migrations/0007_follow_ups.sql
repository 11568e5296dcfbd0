-- Follow-up questions: sets of questions, when they are asked, whom they were asked, what was answered.

-- scope is a job's id, or 'organization': the set of every job without one of its own. body is JSON. An answer names scope and version.
CREATE TABLE question_sets (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    scope TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, scope, version)
);

-- Whether a job asks its own set.
ALTER TABLE jobs ADD COLUMN own_questions BIGINT NOT NULL DEFAULT 0;

-- One row a connection. since is JSON: from when on entering a stage counts, by the stage's id.
CREATE TABLE follow_up_settings (
    organization_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    active BIGINT NOT NULL,
    body TEXT NOT NULL,
    since TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, integration_id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);

-- Since when the application stands in its stage, and why the ATS lets nobody write to the candidate.
ALTER TABLE applications ADD COLUMN stage_since BIGINT;
ALTER TABLE applications ADD COLUMN barred TEXT;

-- When the candidate asked not to be asked again.
ALTER TABLE candidates ADD COLUMN opted_out_at BIGINT;

-- Once for each person and set. entries is what was typed so far, answers what was sent; both JSON.
CREATE TABLE follow_ups (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    candidate_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    version BIGINT,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    asked_at BIGINT,
    reminded_at BIGINT,
    expires_at BIGINT,
    saved_at BIGINT,
    answered_at BIGINT,
    entries TEXT,
    answers TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id),
    FOREIGN KEY (organization_id, candidate_id) REFERENCES candidates (organization_id, id)
);
CREATE UNIQUE INDEX follow_ups_once ON follow_ups (organization_id, candidate_id, scope);
CREATE INDEX follow_ups_of_application ON follow_ups (organization_id, application_id);
CREATE INDEX follow_ups_by_state ON follow_ups (organization_id, state, expires_at);

-- Found by token_hash before the organization is known; no candidate data. id is the follow-up's; the row goes when the link is withdrawn.
-- token is sealed: mails are made from it. It is forgotten once the answers are there.
CREATE TABLE follow_up_links (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, id) REFERENCES follow_ups (organization_id, id)
);
