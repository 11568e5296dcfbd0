-- Tokens of the public API, what their requests did, and when an application changed last.

-- Found by token_hash before the organization is known; no candidate data. scopes is JSON.
CREATE TABLE api_tokens (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    opening TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (organization_id, id)
);

-- One row a request with an Idempotency-Key, for a day. outcome holds ids only; it is NULL inside the transaction that does the work.
CREATE TABLE api_requests (
    organization_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    outcome TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, token_id, key_hash),
    FOREIGN KEY (organization_id, token_id) REFERENCES api_tokens (organization_id, id)
);
CREATE INDEX api_requests_by_age ON api_requests (organization_id, created_at);

-- When anything that a card shows changed last.
ALTER TABLE applications ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE applications SET changed_at = fetched_at;
