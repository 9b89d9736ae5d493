package dev.souk.audit;

import static dev.souk.audit.CleanShop.event;
import static dev.souk.audit.CleanShop.id;
import static dev.souk.audit.CleanShop.order;

import java.util.stream.Stream;

/** Flaws of orders and events: invariants 4 and 5. */
final class OrdersAndEventsPlants {
    private OrdersAndEventsPlants() {}

    static Stream<Plant> acceptedOrders() {
        return Stream.of(
                new Plant(
                        "a key whose order does not exist",
                        "INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)"
                                + " VALUES ('eve', 'POST /v1/orders', 'k', 'h', '" + order(-1) + "')",
                        "idempotency",
                        order(-1),
                        "key k of eve made no order"),
                new Plant(
                        "a key that made somebody else's order",
                        "UPDATE idempotency_claim SET principal = 'eve' WHERE key = 'key 5'",
                        "idempotency",
                        order(5),
                        "key key 5 of eve made an order of customer 5"),
                new Plant(
                        "two keys of one order",
                        "INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)"
                                + " VALUES ('customer 5', 'POST /v1/orders', 'k', 'h', '" + order(5) + "')",
                        "idempotency",
                        order(5),
                        "made by 2 keys"),
                new Plant(
                        "a young order without a key",
                        "DELETE FROM idempotency_claim WHERE key = 'key 5'",
                        "idempotency",
                        order(5),
                        "made by no key"),
                new Plant(
                        "a key whose receipt does not exist",
                        "INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)"
                                + " VALUES ('m', 'POST /v1/stock/{sku}/receipts', 'k', 'h', '" + order(-1) + "')",
                        "idempotency",
                        order(-1),
                        "made no receipt"),
                new Plant(
                        "a key whose refund does not exist",
                        "INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)"
                                + " VALUES ('o', 'POST /v1/orders/{id}/refunds', 'k', 'h', '" + order(-1) + "')",
                        "idempotency",
                        order(-1),
                        "made no refund"),
                new Plant(
                        "an order that only stock knows",
                        "INSERT INTO stock_order (order_id, state) VALUES ('" + order(-1) + "', 'RESERVED')",
                        "accepted-orders-exist",
                        order(-1),
                        "not to stock"),
                new Plant(
                        "an order that only payment knows",
                        "INSERT INTO payment (order_id, wanted) VALUES ('" + order(-1) + "', 1)",
                        "accepted-orders-exist",
                        order(-1),
                        "not to payments"),
                new Plant(
                        "an order that only reservations know",
                        "INSERT INTO reservation (order_id, sku, quantity, state) VALUES ('" + order(-1)
                                + "', 'SKU-1', 1, 'RELEASED')",
                        "accepted-orders-exist",
                        order(-1),
                        "not to reservations"),
                new Plant(
                        "an order that only the outbox knows",
                        "UPDATE outbox SET key = '" + order(-1) + "' WHERE id = '" + event("order.placed", 5) + "'",
                        "accepted-orders-exist",
                        order(-1),
                        "not to the outbox"),
                new Plant(
                        "an order past its deadline",
                        "UPDATE orders SET deadline = now() - INTERVAL '1 minute' WHERE id = '" + order(10) + "'",
                        "orders-settled",
                        order(10),
                        "RESERVED, to be settled by"),
                new Plant(
                        "an order that waits for ever",
                        "UPDATE orders SET deadline = NULL WHERE id = '" + order(10) + "'",
                        "orders-settled",
                        order(10),
                        "RESERVED without a deadline"));
    }

    static Stream<Plant> ordersThemselves() {
        return Stream.of(
                itself("another total than its lines", "order-totals", 5, "total = total + 1", "sum up to"),
                itself(
                        "a line that costs less than its price",
                        "order-totals",
                        5,
                        "total = total - 1, lines = jsonb_set(lines, '{0,lineTotal,amount}',"
                                + " to_jsonb((lines #>> '{0,lineTotal,amount}')::int8 - 1))",
                        "not its unit price times its quantity"),
                itself(
                        "a line in another currency",
                        "order-totals",
                        5,
                        "lines = jsonb_set(lines, '{0,unitPrice,currency}', '\"EUR\"')",
                        "not its unit price"),
                itself("no lines", "order-totals", 5, "lines = '[]'", "its lines sum up to 0"),
                itself(
                        "a step that is not there",
                        "order-timelines",
                        3,
                        "seq = seq + 1",
                        "has 7 steps, its timeline 6"),
                itself(
                        "steps out of turn",
                        "order-timelines",
                        3,
                        "timeline = jsonb_set(timeline, '{1,seq}', '3')",
                        "not numbered"),
                itself(
                        "a step that no order may take",
                        "order-timelines",
                        3,
                        "timeline = jsonb_set(timeline, '{1,status}', '\"SHIPPED\"')",
                        "may take: PENDING SHIPPED CONFIRMED"),
                itself(
                        "a beginning that no order has",
                        "order-timelines",
                        3,
                        "timeline = jsonb_set(timeline, '{0,status}', '\"RESERVED\"')",
                        "may take: RESERVED RESERVED"),
                itself("a state that it never reached", "order-timelines", 3, "status = 'SHIPPED'", "says otherwise"),
                itself(
                        "an event that took effect twice",
                        "order-timelines",
                        3,
                        "timeline = jsonb_set(timeline, '{3,eventId}', timeline #> '{2,eventId}')",
                        "took effect twice"),
                itself("an empty timeline", "order-timelines", 3, "timeline = '[]'", "nothing"));
    }

    private static Plant itself(String what, String check, int order, String set, String detail) {
        return new Plant(
                what, "UPDATE orders SET " + set + " WHERE id = '" + order(order) + "'", check, order(order), detail);
    }

    static Stream<Plant> events() {
        String confirmed = event("order.confirmed", 20);
        return Stream.of(
                new Plant(
                        "an event that was never published",
                        "INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE id = '"
                                + confirmed + "'",
                        "outbox-published",
                        confirmed,
                        "order.confirmed of " + order(20) + " is not in souk.orders"),
                new Plant(
                        "an order that stock never heard of",
                        "DELETE FROM stock_order WHERE order_id = '" + order(5) + "'",
                        "effects-once",
                        event("order.placed", 5),
                        "order.placed of " + order(5) + " has not reached stock"),
                new Plant(
                        "an order that payment never heard of",
                        "DELETE FROM payment WHERE order_id = '" + order(10) + "'",
                        "effects-once",
                        event("order.reserved", 10),
                        "order.reserved of " + order(10) + " has not reached payment"),
                new Plant(
                        "a bought cart that was never emptied",
                        "UPDATE outbox SET payload = '{\"data\":{\"cartId\":\"" + order(1) + "\"}}' WHERE id = '"
                                + confirmed + "'; DELETE FROM inbox WHERE event_id = '" + confirmed
                                + "' AND consumer = 'cart'",
                        "effects-once",
                        confirmed,
                        "order.confirmed of " + order(20) + " has not reached cart"),
                new Plant(
                        "a fact of stock that the order never heard of",
                        "UPDATE orders SET status = 'PENDING', seq = 1, timeline = jsonb_build_array(timeline -> 0)"
                                + " WHERE id = '" + order(10) + "'",
                        "effects-once",
                        id("stock.reserved 10"),
                        "stock.reserved of " + order(10) + " has not reached order"),
                new Plant(
                        "a fact of the payment that the order never heard of",
                        "UPDATE orders SET payment_status = 'NONE' WHERE id = '" + order(1) + "'",
                        "effects-once",
                        id("payment.authorized 1"),
                        "payment.authorized of " + order(1) + " has not reached order"),
                new Plant(
                        "a refund that the order heard of in part",
                        "UPDATE outbox SET payload = '{\"data\":{\"refunded\":{\"amount\":1000000}}}' WHERE id = '"
                                + id("payment.refunded 4") + "'",
                        "effects-once",
                        id("payment.refunded 4"),
                        "payment.refunded of " + order(4) + " has not reached order"));
    }
}
