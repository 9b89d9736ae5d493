-- ${orders} orders in every state that an order can be in, with all that the other features then know of them: a shop
-- in which every invariant holds. Ids are md5 of names, so that a test finds "order 7" again.

-- The ways of an order: what stands in its timeline (event>status), and where its stock and its money then are.
CREATE TABLE way (
    kind INT8 PRIMARY KEY, status TEXT, payment TEXT, reservation TEXT, stock_state TEXT, wanted INT2,
    paid_state TEXT, authorized BOOL, captured BOOL, refunded BOOL, steps TEXT[], others TEXT[]);
INSERT INTO way VALUES
 (0, 'CONFIRMED', 'CAPTURED', 'COMMITTED', 'CONFIRMED', 2, 'CAPTURED', true, true, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED', 'payment.captured>CONFIRMED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.captured']),
 (1, 'CONFIRMED', 'AUTHORIZED', 'COMMITTED', 'CONFIRMED', 2, 'AUTHORISED', true, false, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED'],
  ARRAY['stock.reserved', 'payment.authorized']),
 (2, 'SHIPPED', 'CAPTURED', 'COMMITTED', 'CONFIRMED', 2, 'CAPTURED', true, true, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED', 'payment.captured>CONFIRMED',
        'order.shipped>SHIPPED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.captured']),
 (3, 'DELIVERED', 'CAPTURED', 'COMMITTED', 'CONFIRMED', 2, 'CAPTURED', true, true, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED', 'payment.captured>CONFIRMED',
        'order.shipped>SHIPPED', 'order.delivered>DELIVERED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.captured']),
 (4, 'REFUNDED', 'REFUNDED', 'COMMITTED', 'CONFIRMED', 2, 'REFUNDED', true, true, true,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED', 'payment.captured>CONFIRMED',
        'order.shipped>SHIPPED', 'order.refunded>REFUNDED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.captured', 'payment.refunded']),
 (5, 'REJECTED', 'NONE', NULL, 'REJECTED', NULL, NULL, false, false, false,
  ARRAY['order.placed>PENDING', 'order.rejected>REJECTED'],
  ARRAY['stock.rejected']),
 (6, 'PAYMENT_FAILED', 'DECLINED', 'RELEASED', 'ENDED', 3, 'DECLINED', false, false, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.payment_failed>PAYMENT_FAILED'],
  ARRAY['stock.reserved', 'payment.declined']),
 (7, 'CANCELLED', 'REFUNDED', 'RESTOCKED', 'ENDED', 3, 'REFUNDED', true, true, true,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.confirmed>CONFIRMED', 'payment.captured>CONFIRMED',
        'order.cancelled>CANCELLED', 'payment.refunded>CANCELLED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.captured', 'payment.refunded']),
 (8, 'CANCELLED', 'VOIDED', 'RELEASED', 'ENDED', 3, 'VOIDED', true, false, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.cancelled>CANCELLED',
        'payment.authorized>CANCELLED', 'payment.voided>CANCELLED'],
  ARRAY['stock.reserved', 'payment.authorized', 'payment.voided']),
 (9, 'EXPIRED', 'NONE', 'RELEASED', 'ENDED', 3, 'NEW', false, false, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED', 'order.expired>EXPIRED'],
  ARRAY['stock.reserved']),
 (10, 'RESERVED', 'NONE', 'HELD', 'RESERVED', 1, 'NEW', false, false, false,
  ARRAY['order.placed>PENDING', 'order.reserved>RESERVED'],
  ARRAY['stock.reserved']);

-- Which order goes which way. One in ten names the same SKU on two lines.
CREATE TABLE fate AS
SELECT n, md5('order ' || n)::uuid AS id,
       CASE WHEN n % 20 < 11 THEN n % 20 ELSE 0 END AS kind,
       now() - (1 + n % 172800) * INTERVAL '1 second' AS at
FROM generate_series(1, ${orders}) AS g (n);

CREATE TABLE fate_line AS
SELECT f.n, f.id, f.kind, i,
       'SKU-' || CASE WHEN f.n % 10 = 1 THEN f.n % 1000 ELSE (f.n * 7 + i * 131) % 1000 END AS sku,
       1 + (f.n + i) % 4 AS quantity, 100 + f.n AS price
FROM fate f, generate_series(1, 1 + f.n % 3) AS g (i);

INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status, authorized, captured,
                    refunded, deadline, created_at, updated_at)
SELECT f.id, 'customer ' || f.n % 5000, w.status, 'GBP', l.total, l.lines, t.timeline, t.seq, w.payment,
       CASE WHEN w.authorized THEN l.total ELSE 0 END, CASE WHEN w.captured THEN l.total ELSE 0 END,
       CASE WHEN w.refunded THEN l.total ELSE 0 END,
       CASE WHEN w.status = 'RESERVED' THEN now() + INTERVAL '1 day' END, f.at, f.at
FROM fate f
JOIN way w ON w.kind = f.kind
JOIN (SELECT id, sum(price * quantity) AS total,
             jsonb_agg(jsonb_build_object(
               'sku', sku, 'name', 'Thing ' || sku, 'quantity', quantity,
               'unitPrice', jsonb_build_object('amount', price, 'currency', 'GBP'),
               'lineTotal', jsonb_build_object('amount', price * quantity, 'currency', 'GBP')) ORDER BY i) AS lines
      FROM fate_line GROUP BY id) AS l ON l.id = f.id
CROSS JOIN LATERAL (
      SELECT max(s.seq) AS seq, jsonb_agg(jsonb_build_object(
               'seq', s.seq, 'at', to_char(f.at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'status', split_part(s.step, '>', 2),
               'event', split_part(s.step, '>', 1), 'eventId', md5(split_part(s.step, '>', 1) || ' ' || f.n)::uuid,
               'traceId', md5('trace ' || f.n)) ORDER BY s.seq) AS timeline
      FROM unnest(w.steps) WITH ORDINALITY AS s (step, seq)) AS t;

INSERT INTO idempotency_claim (principal, route, key, body_hash, resource, created_at)
SELECT 'customer ' || n % 5000, 'POST /v1/orders', 'key ' || n, md5('body ' || n), id::text, at FROM fate
WHERE at > now() - INTERVAL '30 hours';

INSERT INTO reservation (order_id, sku, quantity, state, created_at, updated_at)
SELECT f.id, l.sku, sum(l.quantity), w.reservation, f.at, f.at
FROM fate f JOIN way w ON w.kind = f.kind JOIN fate_line l ON l.id = f.id
WHERE w.reservation IS NOT NULL
GROUP BY f.id, l.sku, w.reservation, f.at;

INSERT INTO stock_order (order_id, state, updated_at)
SELECT f.id, w.stock_state, f.at FROM fate f JOIN way w ON w.kind = f.kind;

-- Three receipts for each SKU, the last of them a correction.
INSERT INTO stock_receipt (id, sku, quantity, kind, principal)
SELECT md5('receipt ' || s || ' ' || i)::uuid, 'SKU-' || s,
       CASE i WHEN 1 THEN 10 * ${orders} WHEN 2 THEN 500 ELSE -20 END, CASE i WHEN 1 THEN 'OPENING' ELSE 'RECEIPT' END,
       'merchant'
FROM generate_series(0, 999) AS g (s), generate_series(1, 3) AS h (i);

INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
SELECT 'merchant', 'POST /v1/stock/{sku}/receipts', 'receipt ' || s, md5('receipt ' || s),
       md5('receipt ' || s || ' 2')::uuid::text
FROM generate_series(0, 999) AS g (s);

INSERT INTO stock (sku, received, available, held, sold)
SELECT c.sku, c.received, c.received - c.held - c.sold, c.held, c.sold
FROM (SELECT q.sku, (SELECT sum(quantity) FROM stock_receipt t WHERE t.sku = q.sku) AS received,
             coalesce(sum(r.quantity) FILTER (WHERE r.state = 'HELD'), 0) AS held,
             coalesce(sum(r.quantity) FILTER (WHERE r.state = 'COMMITTED'), 0) AS sold
      FROM (SELECT 'SKU-' || s AS sku FROM generate_series(0, 999) AS g (s)) AS q
      LEFT JOIN reservation r ON r.sku = q.sku
      GROUP BY q.sku) AS c;

INSERT INTO payment (order_id, id, amount, currency, wanted, state, authorized, captured, claimed, refunded, created_at)
SELECT o.id, md5('payment ' || f.n)::uuid, o.total, 'GBP', w.wanted, w.paid_state, o.authorized, o.captured,
       o.refunded, o.refunded, f.at
FROM fate f JOIN way w ON w.kind = f.kind JOIN orders o ON o.id = f.id
WHERE w.wanted IS NOT NULL;

-- REFUNDED in two parts; and a refund that the provider would not give.
INSERT INTO refund (id, order_id, amount, currency, status, requested_by)
SELECT md5('refund ' || f.n || ' ' || part)::uuid, o.id,
       CASE WHEN f.kind = 3 THEN 5 WHEN part = 1 THEN o.total - 10 ELSE 10 END, 'GBP',
       CASE WHEN f.kind = 3 THEN 'FAILED' ELSE 'SUCCEEDED' END, 'operator'
FROM fate f JOIN orders o ON o.id = f.id CROSS JOIN generate_series(1, 2) AS g (part)
WHERE f.kind = 4 OR (f.kind = 3 AND part = 1);

INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
SELECT requested_by, 'POST /v1/orders/{id}/refunds', 'refund ' || id::text, md5(id::text), id::text FROM refund;

INSERT INTO outbox (id, topic, type, key, payload, created_at)
SELECT md5(e.type || ' ' || f.n)::uuid, e.topic, e.type, f.id::text,
       '{"specversion":"1.0","type":"' || e.type || '","subject":"' || f.id || '"}', f.at
FROM fate f
JOIN way w ON w.kind = f.kind
CROSS JOIN LATERAL (
      SELECT split_part(step, '>', 1) AS type, 'souk.orders' AS topic FROM unnest(w.steps) AS s (step)
      WHERE step LIKE 'order.%'
      UNION ALL
      SELECT type, CASE WHEN type LIKE 'stock.%' THEN 'souk.stock' ELSE 'souk.payments' END
      FROM unnest(w.others) AS o (type)) AS e;

-- Stock, payment and order have none: what they hold tells what they had.
INSERT INTO inbox (event_id, consumer, handled_at)
SELECT id, 'cart', created_at FROM outbox WHERE type = 'order.confirmed';

DROP TABLE fate_line;
DROP TABLE fate;
DROP TABLE way;
