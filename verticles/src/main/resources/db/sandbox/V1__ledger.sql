-- The books of the sandbox provider: a database of its own, as the provider's is.
CREATE TABLE ledger_account (
    payment    UUID PRIMARY KEY,
    currency   TEXT NOT NULL,
    token      TEXT NOT NULL,
    authorised INT8 NOT NULL CHECK (authorised >= 0),
    captured   INT8 NOT NULL CHECK (captured >= 0),
    refunded   INT8 NOT NULL CHECK (refunded >= 0),
    voided     BOOL NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ledger_captured CHECK (captured <= authorised AND NOT (voided AND captured > 0)),
    CONSTRAINT ledger_refunded CHECK (refunded <= captured)
);

-- Every idempotency key that was ever seen, and how it was answered; status 0: not decided yet.
CREATE TABLE ledger_call (
    key        TEXT PRIMARY KEY,
    payment    UUID NOT NULL,
    kind       TEXT NOT NULL,
    amount     INT8 NOT NULL,
    currency   TEXT NOT NULL,
    token      TEXT NOT NULL,
    status     INT4 NOT NULL,
    code       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX ledger_call_payment ON ledger_call (payment);

-- Webhooks that have not arrived as often as they should.
CREATE TABLE webhook (
    id         UUID PRIMARY KEY,
    body       TEXT NOT NULL,
    deliveries INT4 NOT NULL,
    tries      INT4 NOT NULL DEFAULT 0,
    due_at     TIMESTAMPTZ NOT NULL
);
CREATE INDEX webhook_due ON webhook (due_at);
