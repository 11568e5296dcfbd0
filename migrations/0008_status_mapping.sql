-- What an ATS's stages and archive reasons mean on the board, what CLARA may write there beside notes, and how its notes are worded.

-- Every stage and archive reason of a connection. column_id is NULL for "no change"; gone_at tells of one that the ATS no longer has.
CREATE TABLE statuses (
    organization_id TEXT NOT NULL,
    integration_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    hired BIGINT NOT NULL,
    column_id TEXT,
    origin TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    gone_at BIGINT,
    PRIMARY KEY (organization_id, integration_id, kind, remote_id),
    FOREIGN KEY (organization_id, integration_id) REFERENCES integrations (organization_id, id),
    FOREIGN KEY (organization_id, column_id) REFERENCES board_columns (organization_id, id)
);

-- statuses_version grows with every mapping that a person saves; set_up_at is when the wizard was walked to its end.
-- granted_scopes is what the ATS granted last, where it said so.
ALTER TABLE integrations ADD COLUMN statuses_learnt_at BIGINT;
ALTER TABLE integrations ADD COLUMN statuses_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE integrations ADD COLUMN granted_scopes TEXT;
ALTER TABLE integrations ADD COLUMN set_up_at BIGINT;
UPDATE integrations SET set_up_at = connected_at WHERE connected_at IS NOT NULL;

-- What consent was asked for, where it was more than usual.
ALTER TABLE oauth_states ADD COLUMN asked TEXT;

-- Through whom a card moved: engine, person or ats. NULL where an older version wrote the row: then moved_by tells.
ALTER TABLE moves ADD COLUMN via TEXT;

-- 1 where people make the webhook in the ATS by hand.
ALTER TABLE webhooks ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0;

-- The note of a change of status tells how the card came from one column to another, up to this version of its placement.
ALTER TABLE notes ADD COLUMN from_column TEXT;
ALTER TABLE notes ADD COLUMN version BIGINT;
ALTER TABLE notes ADD COLUMN moved_by TEXT;

-- An organization's own words for a kind of note; no row: CLARA's.
CREATE TABLE note_templates (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_by TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, kind)
);

-- Write-back: which jobs a move on the board may move in the ATS too, and to which stage. write_back_ended says why it switched itself off.
ALTER TABLE jobs ADD COLUMN write_back BIGINT NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN write_back_ended TEXT;
CREATE TABLE write_back_stages (
    organization_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    column_id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, job_id, column_id),
    FOREIGN KEY (organization_id, job_id) REFERENCES jobs (organization_id, id),
    FOREIGN KEY (organization_id, column_id) REFERENCES board_columns (organization_id, id)
);

-- A stage that CLARA wrote, or was about to, until the ATS's own news of it came back: that news moves no card.
CREATE TABLE written_stages (
    organization_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (organization_id, application_id),
    FOREIGN KEY (organization_id, application_id) REFERENCES applications (organization_id, id)
);
