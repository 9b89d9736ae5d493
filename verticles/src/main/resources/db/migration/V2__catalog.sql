CREATE TABLE product (
    sku         TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    category    TEXT NOT NULL,
    price       INT8 NOT NULL CHECK (price >= 0 AND price <= 1000000000),
    currency    TEXT NOT NULL,
    version     INT8 NOT NULL,
    deleted     BOOLEAN NOT NULL DEFAULT false,
    updated_at  TIMESTAMPTZ NOT NULL,
    -- The words of name and SKU in lower case, a space before each: a search verifies a row without another read.
    words       TEXT NOT NULL
);
CREATE INDEX product_category ON product (category, sku) WHERE NOT deleted;

-- Every word of a product's name and SKU in lower case: a search by prefixes is a range of this key.
CREATE TABLE product_word (
    word TEXT NOT NULL,
    sku  TEXT NOT NULL,
    PRIMARY KEY (word, sku)
);
CREATE INDEX product_word_sku ON product_word (sku);
