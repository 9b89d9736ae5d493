-- What of the outbox is not published yet: one row for the events of a transaction, deleted once Kafka has all of them.
-- The events themselves are written once and never changed. Stop the nodes of an older version before this step: their
-- marks have no column any more.
CREATE TABLE outbox_pending (
    id         UUID PRIMARY KEY,
    shard      INT2 NOT NULL,
    events     UUID[] NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX outbox_pending_age ON outbox_pending (shard, created_at);

INSERT INTO outbox_pending (id, shard, events, created_at)
SELECT id, shard, ARRAY[id], created_at FROM outbox WHERE published_at IS NULL;

DROP INDEX outbox_unpublished;
ALTER TABLE outbox DROP COLUMN published_at;
ALTER TABLE outbox DROP COLUMN shard;
