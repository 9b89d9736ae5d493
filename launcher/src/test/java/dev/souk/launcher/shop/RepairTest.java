package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Desk.Ran;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Damage past the shop's own code, while the shop is open: the audit finds it, states its plan, and repairs it. */
class RepairTest {
    /** The shop's own repeated checks are an hour apart, so that the repair has to find the damage. */
    private static final Map<String, String> UNHURRIED =
            Map.of("payment.reconcile-every", "1h", "stock.hold-check-after", "1h");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Damage> damages = new ArrayList<>();

    /** A shop with one node that is open for as long as the work takes. */
    private record Open(Settings settings, Shop shop, Desk desk) {
        String confirmed(String sku) {
            shop.stock(sku, 500, 10);
            String id = Shop.require(
                            201,
                            shop.order("ann", sku, "tok_ok", "[" + Shop.line(sku, 2) + "]")
                                    .join())
                    .body()
                    .get("id")
                    .asText();
            assertThat(shop.settled("ann", id).get("status").asText()).isEqualTo("CONFIRMED");
            awaitPayment(id, "CAPTURED");
            awaitStock(sku, "sold", 2);
            return id;
        }

        String cancelled(String sku) {
            String id = confirmed(sku);
            Shop.require(
                    200,
                    shop.send("POST", "/v1/orders/" + id + "/cancel", shop.token("ann", "customer"), Map.of(), "{}")
                            .join());
            awaitPayment(id, "REFUNDED");
            awaitStock(sku, "available", 10);
            return id;
        }

        /** Events that this node leaves unhandled would reach the node of the next test: tests share their Kafka. */
        private void awaitStock(String sku, String counter, long units) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> shop.level(sku).get(counter).asLong() == units);
        }

        private void awaitPayment(String id, String status) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            shop.get("ann", id).at("/payment/status").asText().equals(status));
        }

        String value(String sql, Object... arguments) {
            return desk.value(sql.formatted(arguments));
        }

        void plant(String sql, Object... arguments) {
            desk.execute(sql.formatted(arguments));
        }

        /** @return reasons of all records that repairs left in the order's timeline */
        List<String> recorded(String id) {
            List<String> reasons = new ArrayList<>();
            JsonNode timeline = shop.get("ann", id).get("timeline");
            timeline.forEach(entry -> {
                if (entry.get("event").asText().equals("audit.repaired")) {
                    reasons.add(entry.get("reason").asText());
                }
            });
            return reasons;
        }
    }

    private interface Work {
        void in(Open open);
    }

    private static void with(Map<String, String> raw, Work work) {
        Settings settings = ShopSettings.load(raw);
        Node node = Audits.await(Node.start(settings));
        try {
            work.in(new Open(
                    settings, new Shop("http://127.0.0.1:" + settings.http().port()), new Desk(raw)));
        } finally {
            Audits.await(node.stop());
        }
    }

    /** Counters that differ from the rows that they count. */
    private void damageCounters(Open open) {
        open.confirmed("counted-held");
        open.plant("UPDATE stock SET available = available - 1, held = held + 1 WHERE sku = 'counted-held'");
        damages.add(new Damage(
                "stock-held",
                "counted-held",
                "recount-stock",
                "counted received 10, available 8, held 0, sold 2; was received 10, available 7, held 1, sold 2"));
        open.confirmed("counted-sold");
        open.plant("UPDATE stock SET available = available - 1, sold = sold + 1 WHERE sku = 'counted-sold'");
        damages.add(new Damage("stock-sold", "counted-sold", "recount-stock", "sold 2; was"));
        open.confirmed("counted-received");
        open.plant(
                "UPDATE stock SET available = available + 5, received = received + 5 WHERE sku = 'counted-received'");
        damages.add(new Damage("stock-receipts", "counted-received", "recount-stock", "counted received 10,"));
        open.confirmed("unbalanced");
        open.plant("ALTER TABLE stock DROP CONSTRAINT stock_balance;"
                + " UPDATE stock SET available = available + 1 WHERE sku = 'unbalanced'");
        damages.add(new Damage("stock-balance", "unbalanced", "recount-stock", "available 9, held 0"));
    }

    private static final String MOVE = """
            UPDATE reservation SET state = '%2$s' WHERE order_id = '%1$s';
            UPDATE stock SET %3$s = %3$s - 2, %4$s = %4$s + 2
            WHERE sku = (SELECT sku FROM reservation WHERE order_id = '%1$s')
            """;

    /** Reservations that are not where their order is. */
    private void damageReservations(Open open) {
        String unheard = open.confirmed("unheard");
        open.plant(
                MOVE + "; UPDATE stock_order SET state = 'RESERVED' WHERE order_id = '%1$s'",
                unheard,
                "HELD",
                "sold",
                "held");
        damages.add(new Damage("confirmed-orders-stock", unheard, "review-stock", "2 of unheard HELD -> COMMITTED"));
        String uncommitted = open.confirmed("uncommitted");
        open.plant(MOVE, uncommitted, "HELD", "sold", "held");
        damages.add(new Damage(
                "confirmed-orders-stock", uncommitted, "review-stock", "2 of uncommitted HELD -> COMMITTED"));
        String holding = open.cancelled("holding");
        open.plant(MOVE, holding, "HELD", "available", "held");
        damages.add(new Damage("ended-orders-hold-nothing", holding, "review-stock", "2 of holding HELD -> RELEASED"));
        String sold = open.cancelled("still-sold");
        open.plant(MOVE, sold, "COMMITTED", "available", "sold");
        damages.add(new Damage(
                "ended-orders-hold-nothing", sold, "review-stock", "2 of still-sold COMMITTED -> RESTOCKED"));
    }

    /** Payments that do not follow their order. */
    private void damagePayments(Open open) {
        String kept = open.cancelled("kept");
        open.plant(
                "UPDATE payment SET wanted = 2, state = 'CAPTURED', refunded = 0, claimed = 0, due_at = NULL"
                        + " WHERE order_id = '%s'",
                kept);
        String words = "RETURNED is wanted of it (was CAPTURED); due now: REFUND";
        damages.add(new Damage("ended-orders-hold-nothing", kept, "review-payment", words));
        damages.add(new Damage("provider-ledger", payment(open, kept), "review-payment", words));
        String unwanted = open.confirmed("unwanted");
        open.plant("UPDATE payment SET wanted = 1 WHERE order_id = '%s'", unwanted);
        damages.add(new Damage(
                "confirmed-orders-payment", unwanted, "review-payment", "CAPTURED is wanted of it (was AUTHORISED)"));
        String unanswered = open.confirmed("unanswered");
        open.plant(
                "UPDATE payment SET state = 'AUTHORISED', calling = 'CAPTURE', captured = 0, due_at = NULL"
                        + " WHERE order_id = '%s'",
                unanswered);
        damages.add(new Damage(
                "confirmed-orders-payment", unanswered, "review-payment", "as wanted, CAPTURED; due now: CAPTURE"));
        damages.add(new Damage("provider-ledger", payment(open, unanswered), "review-payment", "due now: CAPTURE"));
    }

    private static String payment(Open open, String order) {
        String payment = open.value("SELECT id FROM payment WHERE order_id = '%s'", order);
        assertThat(UUID.fromString(payment).version()).as("random").isEqualTo(4);
        return payment;
    }

    /** An event that a consumer never got, and an order that waits for ever. */
    private String damageOrders(Open open) {
        String order = open.confirmed("passed-over");
        String event = open.value("SELECT id FROM outbox WHERE key = '%s' AND type = 'payment.captured'", order);
        open.plant(
                "UPDATE orders SET payment_status = 'AUTHORIZED', seq = seq - 1, timeline = timeline - -1 WHERE id = '%s'",
                order);
        damages.add(new Damage(
                "effects-once", event, "publish-again", "payment.captured of " + order + " published again"));
        String waiting = UUID.randomUUID().toString();
        open.plant("""
                INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status)
                SELECT '%1$s', customer, 'PENDING', currency, total, lines, jsonb_build_array(timeline -> 0), 1, 'NONE'
                FROM orders WHERE id = '%2$s';
                INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
                VALUES ('ann', 'POST /v1/orders', '%1$s', 'h', '%1$s')
                """, waiting, order);
        damages.add(
                new Damage("orders-settled", waiting, "expire-order", "expired: it was not settled by its deadline"));
        return order;
    }

    @Test
    void whatIsWrittenDownElsewhereIsFoundPlannedRepairedAndRecorded() {
        with(ShopSettings.of("repair", UNHURRIED), open -> {
            damageCounters(open);
            damageReservations(open);
            damagePayments(open);
            String passedOver = damageOrders(open);
            List<String> all = damages.stream().map(Damage::violation).toList();
            List<String> remedies = damages.stream()
                    .map(damage -> damage.violation() + " " + damage.remedy())
                    .toList();

            Ran found = open.desk().audit("--json", "--settle", "1");
            assertThat(found.exit()).isEqualTo(1);
            assertThat(found.violations()).containsExactlyInAnyOrderElementsOf(all);
            assertThat(found.json().has("repairs")).isFalse();

            List<String> before = open.desk().digest();
            Ran planned = open.desk().audit("--repair", "--json", "--settle", "1");
            assertThat(planned.exit()).isEqualTo(1);
            assertThat(planned.repairs("PLANNED")).containsExactlyInAnyOrderElementsOf(remedies);
            assertThat(planned.json().get("repairs")).hasSize(damages.size());
            assertThat(damages)
                    .allSatisfy(damage -> assertThat(planned.words(damage)).contains(damage.words()));
            assertThat(open.desk().digest()).as("a plan changes nothing").isEqualTo(before);

            Ran repaired = open.desk().audit("--repair", "--yes", "--json", "--settle", "1");
            assertThat(repaired.repairs("DONE")).containsExactlyInAnyOrderElementsOf(remedies);
            Audits.assertClean(open.settings());

            // The database's own rule holds again, too.
            open.plant("ALTER TABLE stock ADD CONSTRAINT stock_balance CHECK (received = available + held + sold)");
            assertThat(open.value("SELECT string_agg(sku, ' ' ORDER BY sku) FROM stock_recount"))
                    .isEqualTo("counted-held counted-received counted-sold unbalanced");
            assertThat(open.recorded(passedOver)).singleElement().asString().contains("published again");
            assertThat(damages)
                    .filteredOn(damage -> damage.check().contains("orders"))
                    .hasSizeGreaterThan(6)
                    .allSatisfy(damage -> assertThat(String.join("; ", open.recorded(damage.id())))
                            .contains(damage.words()));
        });
    }

    @Test
    void whatOnlyPeopleCanDecideIsLeftAlone() {
        with(ShopSettings.of("repair_by_hand", UNHURRIED), open -> {
            String released = open.confirmed("given-away");
            open.plant(MOVE, released, "RELEASED", "sold", "available");
            open.confirmed("oversold");
            open.plant("UPDATE stock_receipt SET quantity = 1 WHERE sku = 'oversold'");
            String foreign = open.confirmed("foreign");
            open.plant("UPDATE payment SET currency = 'EUR' WHERE order_id = '%s'", foreign);
            String claimed = open.confirmed("claimed");
            open.plant("UPDATE payment SET claimed = 10 WHERE order_id = '%s'", claimed);
            String returned = open.confirmed("returned");
            open.plant("UPDATE payment SET wanted = 3 WHERE order_id = '%s'", returned);
            String stranger = UUID.randomUUID().toString();
            open.plant("INSERT INTO stock_order (order_id, state) VALUES ('%s', 'RESERVED')", stranger);
            List<String> before = open.desk().digest();

            Ran ran = open.desk().audit("--repair", "--yes", "--json", "--settle", "1");

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.repairs("LEFT_ALONE"))
                    .containsExactlyInAnyOrder(
                            "confirmed-orders-stock " + released + " by-hand",
                            "stock-receipts oversold by-hand",
                            "confirmed-orders-payment " + foreign + " by-hand",
                            "provider-ledger " + payment(open, foreign) + " by-hand",
                            "refund-sums " + claimed + " by-hand",
                            "confirmed-orders-payment " + returned + " by-hand",
                            "accepted-orders-exist " + stranger + " by-hand");
            assertThat(ran.json().get("repairs")).hasSize(7);
            assertThat(ran.words(new Damage("stock-receipts", "oversold", "", "")))
                    .isEqualTo("held 0 and sold 2, but only 1 were ever received");
            assertThat(open.desk().digest()).isEqualTo(before);
        });
    }

    @Test
    void eventsThatNoRelayPublishesArePublishedByTheRepairOfAClosedShop() {
        Map<String, String> settings = ShopSettings.of("repair_closed", UNHURRIED);
        with(settings, open -> open.confirmed("late"));
        Desk desk = new Desk(settings);
        desk.execute(
                "INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE type IN ('order.placed', 'payment.captured')");
        String order = desk.value("SELECT id FROM orders");

        Ran ran = desk.audit("--repair", "--yes", "--settle", "0");

        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("done   publish-again")
                .contains("order.placed of " + order + " published again  (outbox-published)")
                .endsWith("All invariants hold.\n");
        assertThat(desk.value("SELECT timeline -> -1 ->> 'reason' FROM orders"))
                .contains("order.placed of " + order + " published again")
                .contains("payment.captured of " + order + " published again");
        // Stock and order lose their state: only the events published again in Kafka can restore it.
        desk.execute(
                "UPDATE orders SET payment_status = 'AUTHORIZED'; DELETE FROM stock_order; DELETE FROM reservation;"
                        + " UPDATE stock SET available = available + sold, sold = 0");
        with(
                settings,
                open -> Awaitility.await("Kafka has them")
                        .atMost(PATIENCE)
                        .until(() -> desk.value(
                                        "SELECT payment_status || ' ' || (SELECT count(*) FROM reservation) FROM orders")
                                .equals("CAPTURED 1")));
    }
}
