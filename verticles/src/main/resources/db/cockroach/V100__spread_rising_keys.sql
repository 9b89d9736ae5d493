-- A key that only rises makes one range take all writes: CockroachDB spreads such an index over hash shards. Results are
-- the same; a scan in key order merges the shards.
DROP INDEX orders@orders_created;
CREATE INDEX orders_created ON orders (created_at DESC, id DESC) USING HASH;

DROP INDEX orders@orders_deadline;
CREATE INDEX orders_deadline ON orders (deadline) USING HASH WHERE deadline IS NOT NULL;

DROP INDEX idempotency_claim@idempotency_claim_age;
CREATE INDEX idempotency_claim_age ON idempotency_claim (created_at) USING HASH;

DROP INDEX reservation@reservation_held;
CREATE INDEX reservation_held ON reservation (created_at) USING HASH WHERE state = 'HELD';

DROP INDEX cart@cart_age;
CREATE INDEX cart_age ON cart (updated_at) USING HASH;
