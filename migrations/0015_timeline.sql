-- What hiring managers see of the team's words, what became of a share's candidates, and a candidacy's history at hand.

-- Since when the hiring managers with whom the candidate is shared see a comment; NULL: it is internal.
ALTER TABLE comments ADD COLUMN shown_at BIGINT;

-- How many candidates of a share were erased: their rows are gone, and with them their names.
ALTER TABLE shares ADD COLUMN erased BIGINT NOT NULL DEFAULT 0;

-- The timeline of a profile reads what was done to one thing.
CREATE INDEX audit_events_of_target ON audit_events (organization_id, target, created_at);
