-- What is owed to or by the buyer of an order. "wanted" only rises: AUTHORISED < CAPTURED < RETURNED.
CREATE TABLE payment (
    order_id    UUID PRIMARY KEY,
    id          UUID NOT NULL,
    amount      INT8,
    currency    TEXT,
    wanted      INT2 NOT NULL,
    state       TEXT NOT NULL,
    attempt     INT4 NOT NULL DEFAULT 0,
    token       TEXT,
    authorized  INT8 NOT NULL DEFAULT 0,
    captured    INT8 NOT NULL DEFAULT 0,
    refunded    INT8 NOT NULL DEFAULT 0,
    seq         INT8 NOT NULL DEFAULT 0,
    traceparent TEXT,
    -- Work is due for the worker from this time on; none is when it is absent.
    due_at      TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT payment_captured CHECK (captured >= 0 AND captured <= authorized),
    CONSTRAINT payment_refunded CHECK (refunded >= 0 AND refunded <= captured)
);
CREATE INDEX payment_due ON payment (due_at) WHERE due_at IS NOT NULL;
