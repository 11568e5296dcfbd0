-- The press of a button by which a hiring manager decided last, or took it back; NULL: none yet, or one of the version before. A decision that comes
-- from another device says which it knew of.
ALTER TABLE share_items ADD COLUMN decision_id TEXT;
