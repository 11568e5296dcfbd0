-- Comments are answered, changed and deleted. reply_to names the comment that begins the thread, never an answer.
-- A deleted comment with answers stays as a line without words; one without goes.
ALTER TABLE comments ADD COLUMN reply_to TEXT;
ALTER TABLE comments ADD COLUMN edited_at BIGINT;
ALTER TABLE comments ADD COLUMN deleted_at BIGINT;
ALTER TABLE comments ADD COLUMN deleted_by TEXT;
CREATE INDEX comments_of_thread ON comments (organization_id, reply_to);

-- What a comment said before it was changed, from version 1 on.
CREATE TABLE comment_wordings (
    organization_id TEXT NOT NULL,
    comment_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    application_id TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, comment_id, version),
    FOREIGN KEY (organization_id, comment_id) REFERENCES comments (organization_id, id)
);
CREATE INDEX comment_wordings_of_application ON comment_wordings (organization_id, application_id);
