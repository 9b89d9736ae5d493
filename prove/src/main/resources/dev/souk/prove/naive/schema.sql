-- The naive shop's tables. Nothing here stands behind the code: no checks, no unique keys but the ids.
CREATE TABLE IF NOT EXISTS naive_product (
    sku      TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    price    INT8 NOT NULL,
    currency TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS naive_stock (
    sku       TEXT PRIMARY KEY,
    received  INT8 NOT NULL,
    available INT8 NOT NULL
);
-- reference: the client's Idempotency-Key, noted and never looked at.
CREATE TABLE IF NOT EXISTS naive_order (
    id           UUID PRIMARY KEY,
    customer     TEXT NOT NULL,
    reference    TEXT NOT NULL,
    status       TEXT NOT NULL,
    currency     TEXT NOT NULL,
    total        INT8 NOT NULL,
    lines        TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    cart_id      UUID,
    cart_version INT8
);
CREATE TABLE IF NOT EXISTS naive_cart (id UUID PRIMARY KEY, customer TEXT NOT NULL, version INT8 NOT NULL);
CREATE TABLE IF NOT EXISTS naive_cart_line (
    cart_id  UUID NOT NULL,
    sku      TEXT NOT NULL,
    quantity INT8 NOT NULL,
    PRIMARY KEY (cart_id, sku)
);
-- The bank's books: what it really took (CHARGE) and gave back (REFUND).
CREATE TABLE IF NOT EXISTS naive_charge (
    id       UUID PRIMARY KEY,
    order_id UUID NOT NULL,
    kind     TEXT NOT NULL,
    amount   INT8 NOT NULL,
    currency TEXT NOT NULL,
    at       TIMESTAMPTZ NOT NULL DEFAULT now()
);
