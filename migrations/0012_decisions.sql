-- What decisions do to a card, reminders of those that are due, and the hour at which a member's daily mail comes.

-- Where a card goes once all who were asked say the same; NULL leaves it. decline_reason is that of a move to the rejected.
ALTER TABLE jobs ADD COLUMN advance_to TEXT;
ALTER TABLE jobs ADD COLUMN decline_to TEXT;
ALTER TABLE jobs ADD COLUMN decline_reason TEXT;

-- The hiring manager whose decision moved the card (a recipient of a share). via is 'person' then, which the version before knows.
ALTER TABLE moves ADD COLUMN decided_by TEXT;

-- Reminders that went out by themselves: on the day before, and on the day after. reminders_off_at: whoever has the address wants none.
ALTER TABLE share_recipients ADD COLUMN reminded_before_at BIGINT;
ALTER TABLE share_recipients ADD COLUMN reminded_overdue_at BIGINT;
ALTER TABLE share_recipients ADD COLUMN reminders_off_at BIGINT;

-- When a member's daily mail comes, NULL where they did not choose; and whether they are reminded of decisions that are due.
CREATE TABLE notification_hours (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    zone TEXT,
    hour BIGINT,
    reminders BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id)
);
