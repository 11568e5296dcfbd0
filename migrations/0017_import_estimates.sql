-- How long people were told that an import would take, and with which other jobs it was selected: they are read side by side, and the time was
-- told for all of them. NULL: nobody was told anything.
ALTER TABLE imports ADD COLUMN selection_id TEXT;
ALTER TABLE imports ADD COLUMN estimated_ms BIGINT;
