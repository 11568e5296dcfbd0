-- When a stage was sent of which nobody knows whether it arrived: it may still be carried out a little later, and is looked for only then.
ALTER TABLE written_stages ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
-- When a delivery came that was not signed with the key that a person brought for a webhook made by hand. NULL: none since that key came, or
-- since one that fits.
ALTER TABLE webhooks ADD COLUMN key_refused_at BIGINT;
