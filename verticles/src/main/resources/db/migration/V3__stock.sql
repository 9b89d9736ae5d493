CREATE TABLE stock (
    sku        TEXT PRIMARY KEY,
    received   INT8 NOT NULL,
    available  INT8 NOT NULL,
    held       INT8 NOT NULL,
    sold       INT8 NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT stock_available CHECK (available >= 0),
    CONSTRAINT stock_held CHECK (held >= 0),
    CONSTRAINT stock_sold CHECK (sold >= 0),
    CONSTRAINT stock_balance CHECK (received = available + held + sold)
);

-- Append-only: what came in (and, negative, what was taken out).
CREATE TABLE stock_receipt (
    id        UUID PRIMARY KEY,
    sku       TEXT NOT NULL,
    quantity  INT8 NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('RECEIPT', 'OPENING')),
    principal TEXT NOT NULL,
    at        TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX stock_receipt_sku ON stock_receipt (sku);

-- What stock knows of an order; a row that says ENDED before any placement is its tombstone.
CREATE TABLE stock_order (
    order_id   UUID PRIMARY KEY,
    state      TEXT NOT NULL CHECK (state IN ('RESERVED', 'REJECTED', 'CONFIRMED', 'ENDED')),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE reservation (
    order_id   UUID NOT NULL,
    sku        TEXT NOT NULL,
    quantity   INT8 NOT NULL CHECK (quantity > 0),
    state      TEXT NOT NULL CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'RESTOCKED')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (order_id, sku)
);
-- For the sweeper, which pages through the old ones.
CREATE INDEX reservation_held ON reservation (created_at, order_id) WHERE state = 'HELD';

-- Append-only: counters that were found wrong, and what they were made by counting anew.
CREATE TABLE stock_recount (
    id               UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    sku              TEXT NOT NULL,
    received_before  INT8,
    available_before INT8,
    held_before      INT8,
    sold_before      INT8,
    received         INT8 NOT NULL,
    available        INT8 NOT NULL,
    held             INT8 NOT NULL,
    sold             INT8 NOT NULL,
    at               TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX stock_recount_sku ON stock_recount (sku);
