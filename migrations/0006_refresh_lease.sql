-- Which process exchanges a connection's refresh token, and until when at the latest: with two at once the ATS would take the token for stolen.
ALTER TABLE integrations ADD COLUMN refresh_lease TEXT;
ALTER TABLE integrations ADD COLUMN refresh_until BIGINT;
