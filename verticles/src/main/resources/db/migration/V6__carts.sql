-- A guest's cart has no customer; a customer has one cart.
CREATE TABLE cart (
    id         UUID PRIMARY KEY,
    customer   TEXT UNIQUE,
    version    INT8 NOT NULL,
    -- Which change made this version: a change that runs again after its answer was lost finds itself.
    changed_by UUID NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX cart_age ON cart (updated_at);

CREATE TABLE cart_line (
    cart_id  UUID NOT NULL,
    sku      TEXT NOT NULL,
    quantity INT8 NOT NULL CHECK (quantity >= 1 AND quantity <= 1000000),
    -- Versions of the cart: in which the line came, and in which it was set last.
    added    INT8 NOT NULL,
    changed  INT8 NOT NULL,
    PRIMARY KEY (cart_id, sku)
);
