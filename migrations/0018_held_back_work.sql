-- Whoever ends work looks whether a row with the same key waited for it, of whatever kind.
CREATE INDEX queue_waiting_keys ON queue (organization_id, dedupe) WHERE state = 'waiting';
