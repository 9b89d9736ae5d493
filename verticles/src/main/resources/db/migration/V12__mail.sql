-- The language that the buyer is written to in, a BCP 47 tag.
ALTER TABLE orders ADD COLUMN locale TEXT;

-- A letter for each event that the buyer is told of by mail. Nothing of the buyer is here: address and contents are the
-- order's, and asked for when the letter is sent.
CREATE TABLE mail (
    event_id    UUID PRIMARY KEY,
    order_id    UUID NOT NULL,
    event       TEXT NOT NULL,
    -- When the event happened.
    happened_at TIMESTAMPTZ NOT NULL,
    -- QUEUED, SENDING, or how it ended: SENT, REFUSED, GIVEN_UP, UNADDRESSED.
    state       TEXT NOT NULL DEFAULT 'QUEUED',
    -- How often it was taken up; also tells whose attempt an answer belongs to.
    tries       INT4 NOT NULL DEFAULT 0,
    -- From this time on it may be taken up (again); absent when it has ended.
    due_at      TIMESTAMPTZ DEFAULT now(),
    ended_at    TIMESTAMPTZ
);
CREATE INDEX mail_due ON mail (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mail_waiting ON mail (happened_at) WHERE due_at IS NOT NULL;
CREATE INDEX mail_ended ON mail (ended_at) WHERE ended_at IS NOT NULL;
