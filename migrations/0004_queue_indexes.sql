-- What runs, by the key that keeps two rows apart: a handful of rows, looked into at every claim.
CREATE INDEX queue_running_keys ON queue (organization_id, dedupe) WHERE state = 'running';

-- What was given up, for the page that shows it.
CREATE INDEX queue_dead ON queue (organization_id, kind, updated_at) WHERE state = 'dead';
