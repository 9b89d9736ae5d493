-- The order aggregate, one row: its lines never change but for the reason of a rejection, its timeline only grows.
CREATE TABLE orders (
    id             UUID PRIMARY KEY,
    customer       TEXT NOT NULL,
    status         TEXT NOT NULL,
    currency       TEXT NOT NULL,
    total          INT8 NOT NULL CHECK (total >= 0),
    lines          JSONB NOT NULL,
    timeline       JSONB NOT NULL,
    seq            INT8 NOT NULL,
    payment_status TEXT NOT NULL,
    authorized     INT8 NOT NULL DEFAULT 0,
    captured       INT8 NOT NULL DEFAULT 0,
    refunded       INT8 NOT NULL DEFAULT 0,
    payment_token  TEXT,
    cart_id        UUID,
    cart_version   INT8,
    email          TEXT,
    ship_to        JSONB,
    traceparent    TEXT,
    deadline       TIMESTAMPTZ,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX orders_customer ON orders (customer, created_at DESC, id DESC);
CREATE INDEX orders_created ON orders (created_at DESC, id DESC);
-- Only orders that are not settled have a deadline.
CREATE INDEX orders_deadline ON orders (deadline) WHERE deadline IS NOT NULL;
-- A cart version is ordered at most once.
CREATE UNIQUE INDEX orders_cart ON orders (cart_id, cart_version) WHERE cart_id IS NOT NULL;
