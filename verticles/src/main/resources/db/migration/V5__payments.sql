-- What is owed to or by the buyer of an order. "wanted" only rises: 1 AUTHORISED, 2 CAPTURED, 3 RETURNED.
CREATE TABLE payment (
    order_id     UUID PRIMARY KEY,
    id           UUID NOT NULL DEFAULT gen_random_uuid(),
    amount       INT8,
    currency     TEXT,
    wanted       INT2 NOT NULL,
    state        TEXT NOT NULL DEFAULT 'NEW',
    -- The operation that may have reached the provider, while its answer is not known.
    calling      TEXT,
    attempt      INT4 NOT NULL DEFAULT 0,
    -- Calls in a row without a definite answer: how far the next one is put off.
    tries        INT4 NOT NULL DEFAULT 0,
    -- The card token, for as long as the authorisation is not definite.
    token        TEXT,
    authorized   INT8 NOT NULL DEFAULT 0,
    captured     INT8 NOT NULL DEFAULT 0,
    -- What refunds have asked for and not been refused; "refunded" is what of it was done.
    claimed      INT8 NOT NULL DEFAULT 0,
    refunded     INT8 NOT NULL DEFAULT 0,
    seq          INT8 NOT NULL DEFAULT 0,
    traceparent  TEXT,
    -- Since when the order waits for the capture.
    confirmed_at TIMESTAMPTZ,
    -- Work is due for the worker from this time on; none is when it is absent.
    due_at       TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT payment_captured CHECK (captured >= 0 AND captured <= authorized),
    CONSTRAINT payment_refunded CHECK (refunded >= 0 AND refunded <= claimed AND claimed <= captured)
);
CREATE UNIQUE INDEX payment_id ON payment (id);
CREATE INDEX payment_due ON payment (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payment_uncaptured ON payment (confirmed_at) WHERE confirmed_at IS NOT NULL;

-- What operators asked to be given back. The return of a cancelled order's money is the payment's own affair.
CREATE TABLE refund (
    id           UUID PRIMARY KEY,
    order_id     UUID NOT NULL REFERENCES payment (order_id),
    amount       INT8 NOT NULL CHECK (amount > 0),
    currency     TEXT NOT NULL,
    status       TEXT NOT NULL,
    reason       TEXT,
    attempt      INT4 NOT NULL DEFAULT 0,
    tries        INT4 NOT NULL DEFAULT 0,
    requested_by TEXT NOT NULL,
    due_at       TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX refund_order ON refund (order_id);
CREATE INDEX refund_due ON refund (due_at) WHERE due_at IS NOT NULL;
