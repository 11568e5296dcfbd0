-- Hours without mails of news, on the clock of the member's zone: from one until another, 0-23; NULL: at any hour.
ALTER TABLE notification_hours ADD COLUMN quiet_from BIGINT;
ALTER TABLE notification_hours ADD COLUMN quiet_until BIGINT;
