-- Mails whose text was about to be sent, by the id of their queue row, which their Message-ID carries; written before the text goes. While the row
-- is there, nobody knows whether the mail arrived; afterwards a bounce finds by it whose mail it was. Ids only; forgotten after some weeks.
CREATE TABLE handed_mails (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe TEXT NOT NULL,
    handed_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
-- A bounce is read before the organization is known.
CREATE INDEX handed_mails_by_id ON handed_mails (id);
CREATE INDEX handed_mails_by_key ON handed_mails (organization_id, dedupe, id);
CREATE INDEX handed_mails_by_time ON handed_mails (organization_id, handed_at);
