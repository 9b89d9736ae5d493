-- Pieces of work that belong to one node at a time.
CREATE TABLE lease (
    name       TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

-- Nodes that take part in the work of a set of leases, and so have a share in it.
CREATE TABLE lease_member (
    set_name   TEXT NOT NULL,
    owner      TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (set_name, owner)
);

-- Facts, written in the transaction that makes them true.
CREATE TABLE outbox (
    id           UUID PRIMARY KEY,
    shard        INT2 NOT NULL,
    topic        TEXT NOT NULL,
    key          TEXT NOT NULL,
    payload      TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    published_at TIMESTAMPTZ
);
CREATE INDEX outbox_unpublished ON outbox (shard, created_at) WHERE published_at IS NULL;

-- Which consumer has handled which event: what makes an effect single.
CREATE TABLE inbox (
    event_id   UUID NOT NULL,
    consumer   TEXT NOT NULL,
    handled_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (event_id, consumer)
);

-- Dead letters that someone has dealt with. The time the letter was written tells a topic that was made anew.
CREATE TABLE dead_letter_settled (
    topic      TEXT NOT NULL,
    part       INT4 NOT NULL,
    at_offset  INT8 NOT NULL,
    written_at INT8 NOT NULL,
    outcome    TEXT NOT NULL,
    settled_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, part, at_offset, written_at)
);

-- Idempotency keys whose effect happened.
CREATE TABLE idempotency_claim (
    principal  TEXT NOT NULL,
    route      TEXT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    resource   TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_claim_age ON idempotency_claim (created_at);
