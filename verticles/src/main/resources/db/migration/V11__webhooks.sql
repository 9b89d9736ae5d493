-- Webhooks out. Few endpoints, bounded by a setting; one that is deleted stays until its deliveries are gone.
CREATE TABLE webhook_endpoint (
    id              UUID PRIMARY KEY,
    url             TEXT NOT NULL,
    events          TEXT[] NOT NULL,
    description     TEXT NOT NULL,
    -- Of the failures since the last success.
    failing_since   TIMESTAMPTZ,
    last_failed_at  TIMESTAMPTZ,
    disabled_reason TEXT CHECK (disabled_reason IN ('GONE', 'FAILING')),
    deleted_at      TIMESTAMPTZ,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- What an endpoint's webhooks are signed with: one without an end, beside it those that it replaced lately.
CREATE TABLE webhook_secret (
    id          UUID PRIMARY KEY,
    endpoint_id UUID NOT NULL,
    secret      TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    expires_at  TIMESTAMPTZ
);
CREATE INDEX webhook_secret_endpoint ON webhook_secret (endpoint_id);

-- An event on its way to an endpoint; the id is made of both, so that none is there twice.
CREATE TABLE webhook_delivery (
    id              UUID PRIMARY KEY,
    endpoint_id     UUID NOT NULL,
    -- The webhook-id of all attempts.
    event_id        UUID NOT NULL,
    event           TEXT NOT NULL,
    -- A test has no order.
    order_id        UUID,
    seq             INT8 NOT NULL,
    happened_at     TIMESTAMPTZ NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
    -- Attempts that have ended: all of them, and those since the delivery was last asked for.
    attempts        INT4 NOT NULL,
    tries           INT4 NOT NULL,
    outcome         TEXT,
    response_status INT4,
    next_attempt_at TIMESTAMPTZ,
    -- The attempt that is under way, and until when nobody else makes one.
    claim           UUID,
    claimed_until   TIMESTAMPTZ,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((status = 'PENDING') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX webhook_delivery_page ON webhook_delivery (endpoint_id, created_at DESC, id DESC);
