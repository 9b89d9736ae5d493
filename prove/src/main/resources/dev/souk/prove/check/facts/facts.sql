-- The facts of one run, as the checker sees them. Sums are minor units, quantities are units.
DROP SCHEMA IF EXISTS facts CASCADE;
CREATE SCHEMA facts;
SET search_path TO facts;

-- A request of a buyer and what came of it. outcome: ANSWERED or LOST. asked_version: of the cart, as its buyer saw it last
-- before they ordered it. line_quantity: 0 takes the line out of the cart.
CREATE UNLOGGED TABLE exchange (
    id             INT8 NOT NULL,
    buyer          TEXT NOT NULL,
    operation      TEXT NOT NULL,
    key            TEXT,
    target         TEXT,
    asked_units    TEXT,
    asked_cart     UUID,
    asked_version  INT8,
    expected_total INT8,
    line_cart      UUID,
    line_sku       TEXT,
    line_quantity  INT8,
    asked_ns       INT8 NOT NULL,
    ended_ns       INT8,
    outcome        TEXT NOT NULL,
    status         INT4,
    code           TEXT,
    retry_after    INT4,
    replayed       BOOLEAN,
    order_id       UUID,
    order_status   TEXT,
    currency       TEXT,
    total          INT8,
    units          TEXT,
    priced         TEXT,
    priced_sum     INT8,
    events         TEXT[],
    authorized     INT8,
    captured       INT8,
    refunded       INT8,
    cart_id        UUID,
    cart_version   INT8,
    cart_units     TEXT
);
-- What an answer showed of a cart.
CREATE UNLOGGED TABLE seen_cart_line (exchange_id INT8 NOT NULL, sku TEXT NOT NULL, quantity INT8 NOT NULL);

-- A connection by which a buyer followed an order. after_seq: the last step that was known; absent on the first.
-- outcome: ENDED, NOTHING_LEFT (204), REFUSED, BROKEN, LEFT (the run was over) or OPEN.
CREATE UNLOGGED TABLE stream (
    id          INT8 NOT NULL,
    follower    TEXT NOT NULL,
    order_id    UUID NOT NULL,
    after_seq   INT8,
    outcome     TEXT NOT NULL,
    status      INT4,
    retry_after INT4
);
-- An event of a stream.
CREATE UNLOGGED TABLE told (
    stream_id INT8 NOT NULL,
    follower  TEXT NOT NULL,
    order_id  UUID NOT NULL,
    ns        INT8 NOT NULL,
    seq       INT8 NOT NULL,
    event     TEXT NOT NULL,
    status    TEXT,
    event_id  TEXT
);
-- What arrived at a merchant's endpoint, as it was sent. taken: it was answered 2xx.
CREATE UNLOGGED TABLE webhook (
    id         INT8 NOT NULL,
    webhook_id TEXT NOT NULL,
    type       TEXT,
    order_id   TEXT,
    seq        INT8,
    signed     BOOLEAN NOT NULL,
    taken      BOOLEAN NOT NULL
);
-- What the shop says of events on their way to endpoints.
CREATE UNLOGGED TABLE delivery (
    event_id UUID NOT NULL,
    event    TEXT NOT NULL,
    order_id UUID,
    seq      INT8 NOT NULL,
    status   TEXT NOT NULL,
    attempts INT8 NOT NULL
);

-- units: what of which SKU, summed, in the order of the SKUs; priced: every line with its price.
CREATE UNLOGGED TABLE orders (
    id           UUID NOT NULL,
    customer     TEXT NOT NULL,
    status       TEXT NOT NULL,
    currency     TEXT NOT NULL,
    total        INT8 NOT NULL,
    units        TEXT NOT NULL,
    priced       TEXT NOT NULL,
    priced_sum   INT8 NOT NULL,
    events       TEXT[] NOT NULL,
    statuses     TEXT[] NOT NULL,
    seq          INT8 NOT NULL,
    authorized   INT8 NOT NULL,
    captured     INT8 NOT NULL,
    refunded     INT8 NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    cart_id      UUID,
    cart_version INT8
);
CREATE UNLOGGED TABLE cart (id UUID NOT NULL, customer TEXT NOT NULL, version INT8 NOT NULL);
CREATE UNLOGGED TABLE cart_line (cart_id UUID NOT NULL, sku TEXT NOT NULL, quantity INT8 NOT NULL);
CREATE UNLOGGED TABLE order_unit (order_id UUID NOT NULL, sku TEXT NOT NULL, quantity INT8 NOT NULL);
CREATE UNLOGGED TABLE step (
    order_id UUID NOT NULL,
    place    INT4 NOT NULL,
    seq      INT8 NOT NULL,
    status   TEXT NOT NULL,
    event    TEXT NOT NULL,
    event_id UUID,
    at       TIMESTAMPTZ NOT NULL
);
CREATE UNLOGGED TABLE claim (customer TEXT NOT NULL, key TEXT NOT NULL, order_id UUID NOT NULL);
CREATE UNLOGGED TABLE stock (
    sku       TEXT NOT NULL,
    received  INT8 NOT NULL,
    available INT8 NOT NULL,
    held      INT8 NOT NULL,
    sold      INT8 NOT NULL,
    receipts  INT8 NOT NULL
);
CREATE UNLOGGED TABLE reservation (order_id UUID NOT NULL, sku TEXT NOT NULL, quantity INT8 NOT NULL, state TEXT NOT NULL);
CREATE UNLOGGED TABLE payment (
    id         UUID NOT NULL,
    order_id   UUID NOT NULL,
    state      TEXT NOT NULL,
    authorized INT8 NOT NULL,
    captured   INT8 NOT NULL,
    refunded   INT8 NOT NULL
);
CREATE UNLOGGED TABLE ledger (
    id         TEXT NOT NULL,
    payment_id UUID NOT NULL,
    operation  TEXT NOT NULL,
    amount     INT8 NOT NULL,
    currency   TEXT NOT NULL
);
CREATE UNLOGGED TABLE event (
    topic     TEXT NOT NULL,
    partition INT4 NOT NULL,
    "offset"  INT8 NOT NULL,
    id        UUID,
    type      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    seq       INT8 NOT NULL,
    digest    TEXT NOT NULL,
    deadline  TIMESTAMPTZ
);
CREATE UNLOGGED TABLE outbox (id UUID NOT NULL, topic TEXT NOT NULL, subject TEXT NOT NULL, digest TEXT NOT NULL, published BOOLEAN NOT NULL);
CREATE UNLOGGED TABLE inbox (event_id UUID NOT NULL, consumer TEXT NOT NULL);
CREATE UNLOGGED TABLE consumer (name TEXT NOT NULL, type TEXT NOT NULL);

-- How long an order may take at the most, and when the stores were read.
CREATE UNLOGGED TABLE run (deadline INTERVAL NOT NULL, slack INTERVAL NOT NULL, read_at TIMESTAMPTZ NOT NULL);

-- What a state means. rank: an order never goes back to a lower one.
CREATE UNLOGGED TABLE state (status TEXT NOT NULL, rank INT4 NOT NULL, settled BOOLEAN NOT NULL, has_goods BOOLEAN NOT NULL, has_paid BOOLEAN NOT NULL);
INSERT INTO state VALUES
    ('PENDING',        1, false, false, false),
    ('RESERVED',       2, false, false, false),
    ('CONFIRMED',      3, true,  true,  true),
    ('SHIPPED',        4, true,  true,  true),
    ('DELIVERED',      5, true,  true,  true),
    ('REFUNDED',       6, true,  true,  false),
    ('REJECTED',       6, true,  false, false),
    ('PAYMENT_FAILED', 6, true,  false, false),
    ('CANCELLED',      6, true,  false, false),
    ('EXPIRED',        6, true,  false, false);

-- The table of states. Any other event is a note, which leaves the state as it is.
CREATE UNLOGGED TABLE transition (before TEXT NOT NULL, event TEXT NOT NULL, after TEXT NOT NULL);
INSERT INTO transition VALUES
    ('PENDING',   'order.reserved',       'RESERVED'),
    ('PENDING',   'order.rejected',       'REJECTED'),
    ('RESERVED',  'order.confirmed',      'CONFIRMED'),
    ('RESERVED',  'order.payment_failed', 'PAYMENT_FAILED'),
    ('PENDING',   'order.cancelled',      'CANCELLED'),
    ('RESERVED',  'order.cancelled',      'CANCELLED'),
    ('CONFIRMED', 'order.cancelled',      'CANCELLED'),
    ('PENDING',   'order.expired',        'EXPIRED'),
    ('RESERVED',  'order.expired',        'EXPIRED'),
    ('CONFIRMED', 'order.shipped',        'SHIPPED'),
    ('SHIPPED',   'order.delivered',      'DELIVERED'),
    ('SHIPPED',   'order.refunded',       'REFUNDED'),
    ('DELIVERED', 'order.refunded',       'REFUNDED');

-- What the provider did for the payment of which order; the order is absent when the shop knows of no such payment.
CREATE VIEW money AS
SELECT l.id, l.payment_id, l.operation, l.amount, l.currency, p.order_id
FROM ledger l LEFT JOIN payment p ON p.id = l.payment_id;

-- The provider's books of each order.
CREATE VIEW account AS
SELECT order_id,
       count(*) FILTER (WHERE operation = 'AUTHORISE')                    AS authorisations,
       count(*) FILTER (WHERE operation = 'CAPTURE')                      AS captures,
       count(*) FILTER (WHERE operation = 'VOID')                         AS voids,
       COALESCE(sum(amount) FILTER (WHERE operation = 'AUTHORISE'), 0)    AS authorized,
       COALESCE(sum(amount) FILTER (WHERE operation = 'CAPTURE'), 0)      AS captured,
       COALESCE(sum(amount) FILTER (WHERE operation = 'REFUND'), 0)       AS refunded
FROM money WHERE order_id IS NOT NULL GROUP BY order_id;

-- What the topics say of orders.
CREATE VIEW order_event AS
SELECT * FROM event
WHERE topic NOT LIKE '%.dlq' AND (type LIKE 'order.%' OR type LIKE 'stock.%' OR type LIKE 'payment.%');

-- Orders that were confirmed at some time, whatever became of them, by the timelines or by what was published.
CREATE VIEW confirmed AS
SELECT order_id FROM step WHERE event = 'order.confirmed'
UNION
SELECT o.id FROM orders o JOIN event e ON e.subject = o.id::text AND e.type = 'order.confirmed';

-- Changes of a cart's line that buyers asked for. version: the cart's after it, where it was certainly done; doubtful: nobody
-- knows whether it was.
CREATE VIEW cart_change AS
SELECT id, line_cart AS cart_id, line_sku AS sku, line_quantity AS quantity, asked_ns, cart_version AS version,
       (outcome = 'LOST' OR status >= 500 OR status IN (408, 429) OR status < 300 AND cart_version IS NULL) AS doubtful
FROM exchange WHERE operation IN ('SET_CART_LINE', 'REMOVE_CART_LINE');

-- Every event of a stream, and the highest number that its follower had been told before, over all connections; 0 for
-- none.
CREATE VIEW heard AS
SELECT order_id, follower, stream_id, ns, seq, event,
       COALESCE(max(seq) OVER (PARTITION BY follower, order_id ORDER BY ns, stream_id, seq
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS known
FROM told;

-- A buyer and an order that they follow. known: the last step that was told; ended: a node said that nothing is left.
CREATE VIEW follow AS
SELECT s.follower, s.order_id, bool_or(s.outcome = 'NOTHING_LEFT') AS ended,
       COALESCE((SELECT max(t.seq) FROM told t WHERE t.follower = s.follower AND t.order_id = s.order_id), 0) AS known
FROM stream s GROUP BY s.follower, s.order_id;

-- Steps that endpoints of webhooks are told of.
CREATE VIEW announced AS SELECT order_id, seq, event, event_id FROM step WHERE event LIKE 'order.%';
