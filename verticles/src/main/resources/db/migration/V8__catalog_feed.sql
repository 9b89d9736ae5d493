-- Every node asks once a second what changed in the last half minute.
CREATE INDEX product_updated ON product (updated_at);
