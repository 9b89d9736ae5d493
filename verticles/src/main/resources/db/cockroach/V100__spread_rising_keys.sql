-- A key that only rises makes one range take all writes: CockroachDB spreads such an index over hash shards. Results are
-- the same; a scan in key order merges the shards.
--
-- Each statement is a transaction of its own, and the new index is there before the old one goes, so that no query is ever
-- without. The whole file may be run again after it failed at any statement.
CREATE INDEX IF NOT EXISTS orders_created_spread ON orders (created_at DESC, id DESC) USING HASH;
DROP INDEX IF EXISTS orders@orders_created;
ALTER INDEX orders@orders_created_spread RENAME TO orders_created;

CREATE INDEX IF NOT EXISTS orders_deadline_spread ON orders (deadline) USING HASH WHERE deadline IS NOT NULL;
DROP INDEX IF EXISTS orders@orders_deadline;
ALTER INDEX orders@orders_deadline_spread RENAME TO orders_deadline;

CREATE INDEX IF NOT EXISTS idempotency_claim_age_spread ON idempotency_claim (created_at) USING HASH;
DROP INDEX IF EXISTS idempotency_claim@idempotency_claim_age;
ALTER INDEX idempotency_claim@idempotency_claim_age_spread RENAME TO idempotency_claim_age;

CREATE INDEX IF NOT EXISTS reservation_held_spread ON reservation (created_at) USING HASH WHERE state = 'HELD';
DROP INDEX IF EXISTS reservation@reservation_held;
ALTER INDEX reservation@reservation_held_spread RENAME TO reservation_held;

CREATE INDEX IF NOT EXISTS cart_age_spread ON cart (updated_at) USING HASH;
DROP INDEX IF EXISTS cart@cart_age;
ALTER INDEX cart@cart_age_spread RENAME TO cart_age;
