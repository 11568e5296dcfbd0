-- The first schema. Portable between SQLite and PostgreSQL: TEXT, BIGINT, DOUBLE PRECISION only.
-- Flags are BIGINT 0/1, times BIGINT milliseconds UTC, ids UUIDv7 as TEXT, JSON is TEXT.
-- Tables of tenant data have organization_id first in their keys and indexes.

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    event_seq BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

-- Found before the organization is known; no candidate data.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE members (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id)
);
CREATE INDEX members_of_account ON members (account_id);

-- Found before the organization is known; no candidate data.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Keys are hashes of a mail address or a client's address.
CREATE TABLE sign_in_failures (
    subject TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

CREATE TABLE integrations (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    provider TEXT NOT NULL,
    state TEXT NOT NULL,
    urls TEXT NOT NULL,
    remote_account TEXT,
    access_token TEXT,
    refresh_token TEXT,
    token_expires_at BIGINT,
    token_version BIGINT NOT NULL DEFAULT 0,
    connected_by TEXT,
    connected_at BIGINT,
    disconnected_at BIGINT,
    disconnected_reason TEXT,
    last_sync_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- Found before the organization is known; no candidate data.
CREATE TABLE oauth_states (
    state_hash TEXT PRIMARY KEY,
    session_hash TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX oauth_states_by_expiry ON oauth_states (expires_at);

-- Found by path_hash before the organization is known; no candidate data.
CREATE TABLE webhooks (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    event TEXT NOT NULL,
    path_hash TEXT NOT NULL UNIQUE,
    remote_id TEXT,
    signature_token TEXT,
    active BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    last_delivery_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX webhooks_of_integration ON webhooks (organization_id, integration_id);

CREATE TABLE webhook_receipts (
    organization_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    token TEXT NOT NULL,
    event TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, integration_id, token)
);
CREATE INDEX webhook_receipts_by_age ON webhook_receipts (organization_id, received_at);

CREATE TABLE board_columns (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    folded BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- integration_id is NULL for a job that no ATS knows.
CREATE TABLE jobs (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    integration_id TEXT,
    remote_id TEXT,
    title TEXT NOT NULL,
    location TEXT NOT NULL,
    team TEXT NOT NULL,
    state TEXT NOT NULL,
    url TEXT,
    description TEXT NOT NULL,
    pre_qualified BIGINT NOT NULL,
    requirement_set_version BIGINT,
    active BIGINT NOT NULL,
    last_sync_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE UNIQUE INDEX jobs_by_remote_id ON jobs (organization_id, integration_id, remote_id);

CREATE TABLE requirement_sets (
    organization_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, job_id, version),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id)
);

CREATE TABLE job_visits (
    organization_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    visited_at BIGINT NOT NULL,
    previous_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id, job_id),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id)
);

CREATE TABLE candidates (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    integration_id TEXT,
    remote_id TEXT,
    name TEXT NOT NULL,
    headline TEXT NOT NULL,
    location TEXT NOT NULL,
    emails TEXT NOT NULL,
    phones TEXT NOT NULL,
    links TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX candidates_by_remote_id ON candidates (organization_id, integration_id, remote_id);

-- What a card shows stands here, so that a board is one query.
CREATE TABLE applications (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    candidate_id TEXT NOT NULL,
    remote_id TEXT,
    remote_application_id TEXT,
    stage_id TEXT,
    stage TEXT,
    archived_reason_id TEXT,
    archived_reason TEXT,
    archived_at BIGINT,
    source TEXT,
    origin TEXT,
    url TEXT,
    applied_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    fetched_at BIGINT NOT NULL,
    removed_at BIGINT,
    state TEXT NOT NULL,
    state_reason TEXT,
    screening_id TEXT,
    score BIGINT,
    headline TEXT NOT NULL,
    top TEXT NOT NULL,
    missing TEXT NOT NULL,
    flags TEXT NOT NULL,
    comments BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id),
    FOREIGN KEY (organization_id, candidate_id) REFERENCES candidates (organization_id, id)
);
CREATE UNIQUE INDEX applications_by_remote_id ON applications (organization_id, job_id, remote_id);
CREATE INDEX applications_of_job ON applications (organization_id, job_id, created_at);
CREATE INDEX applications_of_candidate ON applications (organization_id, candidate_id);
CREATE INDEX applications_of_opportunity ON applications (organization_id, remote_id);

-- sha256 names the file with the bytes; NULL where the material is text alone (answers, a typed cover letter).
CREATE TABLE documents (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT,
    size BIGINT NOT NULL,
    body TEXT,
    hidden TEXT NOT NULL,
    unreadable TEXT,
    uploaded_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);
CREATE UNIQUE INDEX documents_by_remote_id ON documents (organization_id, application_id, remote_id);

CREATE TABLE screenings (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    requirement_set_version BIGINT NOT NULL,
    engine TEXT NOT NULL,
    score BIGINT,
    engine_column TEXT NOT NULL,
    result TEXT NOT NULL,
    result_sha256 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);
CREATE INDEX screenings_of_application ON screenings (organization_id, application_id, created_at);

-- By the requirement's words: its id may mean another one in the next requirement set.
CREATE TABLE overrules (
    organization_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    requirement TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, application_id, requirement),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);

-- moved_by is NULL for the engine.
CREATE TABLE placements (
    organization_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    column_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    by_person BIGINT NOT NULL,
    moved_by TEXT,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, application_id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id),
    FOREIGN KEY (organization_id, column_id) REFERENCES board_columns (organization_id, id)
);
CREATE INDEX placements_of_job ON placements (organization_id, job_id, column_id);

-- Every placement there ever was: the board as it stood on any date.
CREATE TABLE moves (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    from_column TEXT,
    to_column TEXT NOT NULL,
    version BIGINT NOT NULL,
    moved_by TEXT,
    reason TEXT,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX moves_of_application ON moves (organization_id, application_id, version);

CREATE TABLE comments (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);
CREATE INDEX comments_of_application ON comments (organization_id, application_id, created_at);

CREATE TABLE notes (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    marker TEXT NOT NULL,
    state TEXT NOT NULL,
    remote_id TEXT,
    body_sha256 TEXT,
    score BIGINT,
    column_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);
CREATE UNIQUE INDEX notes_by_marker ON notes (organization_id, marker);
CREATE INDEX notes_of_application ON notes (organization_id, application_id, kind, id);

CREATE TABLE imports (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    state TEXT NOT NULL,
    total BIGINT,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    error TEXT,
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id)
);
CREATE INDEX imports_of_job ON imports (organization_id, job_id, id);

-- One row an application, so that a repeated fetch is counted once.
CREATE TABLE import_items (
    organization_id TEXT NOT NULL,
    import_id TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (organization_id, import_id, remote_id),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

-- Worked on before the organization is known; payloads hold ids only.
-- ready_at: when a waiting row may be claimed, when a running one's lease ends; a dead one never.
CREATE TABLE queue (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe TEXT,
    priority BIGINT NOT NULL,
    state TEXT NOT NULL,
    ready_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease TEXT,
    error_code TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX queue_dedupe ON queue (organization_id, kind, dedupe) WHERE state = 'waiting';
CREATE INDEX queue_by_key ON queue (organization_id, kind, dedupe, state);
CREATE INDEX queue_by_turn ON queue (organization_id, kind, priority, ready_at, id);
CREATE INDEX queue_by_time ON queue (organization_id, ready_at);

-- When each organization was last served.
CREATE TABLE queue_turns (
    organization_id TEXT PRIMARY KEY REFERENCES organizations (id),
    served_at BIGINT NOT NULL
);
CREATE INDEX queue_turns_by_time ON queue_turns (served_at);

CREATE TABLE events (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    job_id TEXT,
    application_id TEXT,
    body TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE audit_events (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    account_id TEXT,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX audit_events_by_time ON audit_events (organization_id, created_at);
