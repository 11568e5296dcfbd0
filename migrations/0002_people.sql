-- People: members who were deactivated, where a session is, invitations, password resets.

-- NULL for a member who may come in.
ALTER TABLE members ADD COLUMN deactivated_at BIGINT;
ALTER TABLE members ADD COLUMN last_seen_at BIGINT;

-- "Firefox on Linux"; empty if it is not known.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';

-- Found by token_hash before the organization is known; no candidate data. The row goes when it is accepted or revoked.
-- token is sealed: the mail's text and "copy link" are made from it.
CREATE TABLE invitations (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL,
    invited_by TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX invitations_by_email ON invitations (organization_id, email);

-- Found by token_hash before the organization is known; no candidate data. organization_id is the one whose queue sends the mail.
-- token is sealed, and forgotten once the mail is sent.
CREATE TABLE password_resets (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT,
    expires_at BIGINT NOT NULL
);
CREATE INDEX password_resets_of_account ON password_resets (account_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);
