-- Which start of a node is at work on a payment: what it left behind when it died is due at once.
ALTER TABLE payment ADD COLUMN worker TEXT;
