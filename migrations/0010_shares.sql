-- Shares: candidates of a job sent to hiring managers, what these decide, and what members are told.

CREATE TABLE shares (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    shared_by TEXT NOT NULL,
    message TEXT NOT NULL,
    shows_score BIGINT NOT NULL,
    shows_evidence BIGINT NOT NULL,
    votes TEXT NOT NULL,
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id)
);
CREATE INDEX shares_of_job ON shares (organization_id, job_id, created_at);

-- Found by token_hash before the organization is known; no candidate data.
-- token is sealed: mails are made from it, a reminder carries the same link.
CREATE TABLE share_recipients (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    share_id TEXT NOT NULL,
    email TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT,
    reminded_at BIGINT,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, share_id) REFERENCES shares (organization_id, id)
);
CREATE UNIQUE INDEX share_recipients_by_email ON share_recipients (organization_id, share_id, email);
CREATE INDEX share_recipients_of_email ON share_recipients (organization_id, email);

-- One candidate put before one hiring manager, and what they decided. acted_at: the recruiter went on; the decision stands from then on.
CREATE TABLE share_items (
    organization_id TEXT NOT NULL,
    recipient_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    share_id TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    decision TEXT,
    comment TEXT NOT NULL DEFAULT '',
    decided_at BIGINT,
    acted_at BIGINT,
    PRIMARY KEY (organization_id, recipient_id, application_id),
    FOREIGN KEY (organization_id, recipient_id) REFERENCES share_recipients (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX share_items_of_application ON share_items (organization_id, application_id);
CREATE INDEX share_items_of_share ON share_items (organization_id, share_id);
CREATE INDEX share_items_to_act_on ON share_items (organization_id, decided_at) WHERE decision = 'advance' AND acted_at IS NULL;

-- The mark of the hiring manager's loop on the card; NULL where it is not shared.
ALTER TABLE applications ADD COLUMN review TEXT;

-- For one member alone; NULL for everybody who may see it.
ALTER TABLE events ADD COLUMN account_id TEXT;

-- about names what it is about and who did it: unread news of the same takes the place of the old. Words are made from the ids when it is read.
CREATE TABLE notifications (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    job_id TEXT,
    application_id TEXT,
    recipient_id TEXT,
    by_account TEXT,
    decision TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    mail_due_at BIGINT,
    mail_id TEXT,
    mailed_at BIGINT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX notifications_unread ON notifications (organization_id, account_id, kind, about) WHERE read_at IS NULL;
CREATE INDEX notifications_of_member ON notifications (organization_id, account_id, created_at);

-- How soon a member gets a mail of each kind of news, where they chose.
CREATE TABLE notification_choices (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    cadence TEXT NOT NULL,
    PRIMARY KEY (organization_id, account_id, kind)
);

-- Found by token_hash before the organization is known; no candidate data. token is sealed: every mail of news carries it.
CREATE TABLE unsubscribe_links (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL,
    PRIMARY KEY (organization_id, account_id)
);
