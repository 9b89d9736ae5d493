-- The provider's books of the ${orders} orders of clean-shop.sql.
TRUNCATE ledger_account, ledger_call;

INSERT INTO ledger_account (payment, currency, token, authorised, captured, refunded, voided)
SELECT md5('payment ' || f.n)::uuid, 'GBP', 'OK', t.total,
       CASE WHEN f.kind IN (0, 2, 3, 4, 7) THEN t.total ELSE 0 END,
       CASE WHEN f.kind IN (4, 7) THEN t.total ELSE 0 END,
       f.kind = 8
FROM (SELECT n, CASE WHEN n % 20 < 11 THEN n % 20 ELSE 0 END AS kind FROM generate_series(1, ${orders}) AS g (n)) AS f
CROSS JOIN LATERAL (
      SELECT sum((100 + f.n) * (1 + (f.n + i) % 4)) AS total FROM generate_series(1, 1 + f.n % 3) AS h (i)) AS t
WHERE f.kind IN (0, 1, 2, 3, 4, 7, 8);
