-- The orders of a customer that are not settled: what one customer may have under way is counted by it. Only they have a
-- deadline; a condition on the status would cost every step of an order a new entry in every index.
CREATE INDEX orders_open ON orders (customer) WHERE deadline IS NOT NULL;
