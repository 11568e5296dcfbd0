-- Reconciliation, gaps that webhooks left, the health of webhooks, changed postings, erasure.

-- As of which change in the ATS it was fetched, when to look for late documents, and a count of changes of what its score is made of.
ALTER TABLE applications ADD COLUMN remote_updated_at BIGINT;
ALTER TABLE applications ADD COLUMN documents_due_at BIGINT;
ALTER TABLE applications ADD COLUMN inputs BIGINT NOT NULL DEFAULT 0;
CREATE INDEX applications_by_documents_due ON applications (organization_id, documents_due_at);

-- Since when title or description differ from those that the requirements were read from. NULL: they do not, or a person decided.
ALTER TABLE jobs ADD COLUMN posting_changed_at BIGINT;

-- problem is a code: what the last look at the ATS found. reached_at: when any delivery, also an empty test, came to this path last.
ALTER TABLE webhooks ADD COLUMN problem TEXT;
ALTER TABLE webhooks ADD COLUMN checked_at BIGINT;
ALTER TABLE webhooks ADD COLUMN reached_at BIGINT;

-- The ATS's id of the candidacy that a delivery named.
ALTER TABLE webhook_receipts ADD COLUMN subject TEXT;
CREATE INDEX webhook_receipts_by_subject ON webhook_receipts (organization_id, integration_id, subject, received_at);

-- Changes that CLARA found by looking although a webhook should have told. One whose delivery came a moment later is none.
CREATE TABLE gaps (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX gaps_of_integration ON gaps (organization_id, integration_id, found_at);

-- A comparison with the ATS. job_id is NULL for all jobs of the connection, account_id for the one that runs by itself.
CREATE TABLE reconciliations (
    organization_id TEXT NOT NULL,
    id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    job_id TEXT,
    account_id TEXT,
    state TEXT NOT NULL,
    dry_run BIGINT NOT NULL,
    paused BIGINT NOT NULL,
    listed BIGINT NOT NULL,
    error TEXT,
    started_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id)
);
CREATE INDEX reconciliations_of_integration ON reconciliations (organization_id, integration_id, started_at);

-- Its jobs, so that one that was interrupted goes on with those that are left.
CREATE TABLE reconciliation_jobs (
    organization_id TEXT NOT NULL,
    reconciliation_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    compared BIGINT NOT NULL,
    PRIMARY KEY (organization_id, reconciliation_id, job_id),
    FOREIGN KEY (organization_id, reconciliation_id) REFERENCES reconciliations (organization_id, id)
);

-- What it found, by the ATS's ids.
CREATE TABLE reconciliation_items (
    organization_id TEXT NOT NULL,
    reconciliation_id TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    finding TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (organization_id, reconciliation_id, remote_id),
    FOREIGN KEY (organization_id, reconciliation_id) REFERENCES reconciliations (organization_id, id)
);
