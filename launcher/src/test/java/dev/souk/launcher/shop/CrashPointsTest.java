package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.shop.Shop.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One of two nodes halts at one point of the pipeline, and tells no other process. The other node takes over its work:
 * partitions, shards of the outbox, payments, refunds. A client that got no answer asks again with the same key.
 *
 * <p>Not halted at, because nothing is lost or done twice there that another point would not show: offsets of the other
 * consumers (one mechanism, see {@code stock.before-offsets}); the hold sweeper and the reconciliation (they do what events
 * and answers do, in the same transactions); webhooks (sent again until they are answered, and written as answers are);
 * retention (deletes the same rows again).
 */
@Tag("stack")
class CrashPointsTest {
    private static final long PRICE = 900;

    private static CrashWorld world;
    private static Shop shop;

    @BeforeAll
    static void open() {
        world = new CrashWorld("crash_points", Map.of()).open();
        shop = world.shop;
        shop.stock("phone", PRICE, 1_000_000);
        shop.stock("radio", PRICE, 0);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static String unique(String point) {
        return point + "-" + UUID.randomUUID();
    }

    private static CompletableFuture<Answer> order(Shop at, String key, String card, int quantity) {
        return at.order("ann", key, card, "[" + Shop.line("phone", quantity) + "]");
    }

    private static String id(Answer answer) {
        return Shop.require(201, answer).body().get("id").asText();
    }

    private static boolean isCaptured(JsonNode order) {
        return CrashWorld.hasStep(order, "payment.captured");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "place-orders.before-commit",
                "place-orders.at-once-written",
                "place-orders.at-once-sent",
                "place-orders.after-commit",
                "place-orders.after-publish",
                "outbox.before-mark",
                "relay.before-publish",
                "relay.after-publish",
                "stock.before-commit",
                "stock.after-commit",
                "stock.before-offsets",
                "order.before-commit",
                "order.after-commit",
                "payment.before-commit",
                "payment.after-commit",
                "payment.before-authorise",
                "payment.after-authorise",
                "payment.before-capture",
                "payment.after-capture",
                "payment-record.before-commit",
                "payment-record.after-commit"
            })
    void everyOrderIsSettledOnceWhereverANodeHalts(String point) throws Exception {
        Map<String, String> orders = new LinkedHashMap<>();

        world.halt(point, crashing -> {
            if (point.startsWith("relay.")) {
                // Repeated: the other node may have published first, or may still hold all shards.
                world.forgetThatEventsWerePublished();
            }
            String key = unique(point);
            orders.put(key, id(world.insist(crashing, at -> order(at, key, "tok_ok", 2))));
        });

        orders.forEach((key, id) -> assertThat(id(order(shop, key, "tok_ok", 2).join()))
                .as("a key has one order")
                .isEqualTo(id));
        assertThat(new HashSet<>(orders.values())).hasSameSizeAs(orders.keySet());
        orders.values().forEach(id -> {
            JsonNode order = world.await("ann", id, CrashPointsTest::isCaptured);
            assertThat(order.get("status").asText()).isEqualTo("CONFIRMED");
        });
        Audits.assertClean(world.settings);
    }

    /** A confirmed order without a cart does not concern the carts' consumer: it never gets as far. */
    @ParameterizedTest
    @ValueSource(strings = {"cart.before-commit", "cart.after-commit"})
    void everyCartLosesWhatWasBoughtWhereverANodeHalts(String point) throws Exception {
        Map<String, String> carts = new LinkedHashMap<>();

        world.halt(point, crashing -> {
            String customer = unique("cart-owner");
            String cart = filledCart(customer);
            carts.put(customer, cart);
            String order = id(shop.send(
                            "POST",
                            "/v1/orders",
                            shop.token(customer, "customer"),
                            Map.of("Idempotency-Key", cart),
                            "{\"cartId\":\"%s\",\"payment\":{\"token\":\"tok_ok\"}}".formatted(cart))
                    .join());
            world.await(customer, order, CrashPointsTest::isCaptured);
        });

        carts.forEach((customer, cart) -> CrashWorld.eventually()
                .untilAsserted(() -> assertThat(Shop.require(200, ask(customer, "GET", "/v1/carts/" + cart, null))
                                .body()
                                .get("lines"))
                        .isEmpty()));
        Audits.assertClean(world.settings);
    }

    private static String filledCart(String customer) {
        String cart = ask(customer, "POST", "/v1/carts", null).body().get("id").asText();
        Shop.require(200, ask(customer, "PUT", "/v1/carts/" + cart + "/lines/phone", "{\"quantity\":1}"));
        return cart;
    }

    private static Answer ask(String customer, String method, String path, String body) {
        return shop.send(method, path, shop.token(customer, "customer"), Map.of(), body)
                .join();
    }

    private static CompletableFuture<Answer> refund(Shop at, String order, String key) {
        return at.send(
                "POST",
                "/v1/orders/" + order + "/refunds",
                at.token("olga", "operator"),
                Map.of("Idempotency-Key", key),
                "{\"amount\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refund-accept.before-commit",
                "refund-accept.after-commit",
                "refund.before-call",
                "refund.after-call",
                "refund-settle.before-commit",
                "refund-settle.after-commit",
                "refund-settle.after-publish"
            })
    void everyRefundIsGivenOnceWhereverANodeHalts(String point) throws Exception {
        String order = id(order(shop, unique(point), "tok_ok", 10).join());
        world.await("ann", order, CrashPointsTest::isCaptured);
        Map<String, String> refunds = new LinkedHashMap<>();

        world.halt(point, crashing -> {
            String key = unique(point);
            refunds.put(key, id(world.insist(crashing, at -> refund(at, order, key))));
        });

        refunds.forEach((key, id) -> {
            JsonNode given = CrashWorld.eventually()
                    .until(
                            () -> Shop.require(201, refund(shop, order, key).join())
                                    .body(),
                            now -> !now.get("status").asText().equals("PENDING"));
            assertThat(given.get("id").asText()).as("a key has one refund").isEqualTo(id);
            assertThat(given.get("status").asText()).isEqualTo("SUCCEEDED");
        });
        assertThat(new HashSet<>(refunds.values())).hasSameSizeAs(refunds.keySet());
        JsonNode paid = world.await(
                "ann", order, now -> now.at("/payment/refunded/amount").asLong() >= refunds.size());
        assertThat(paid.at("/payment/refunded/amount").asLong()).isEqualTo(refunds.size());
        assertThat(paid.at("/payment/captured/amount").asLong()).isEqualTo(10 * PRICE);
        Audits.assertClean(world.settings);
    }

    private static CompletableFuture<Answer> cancel(Shop at, String order) {
        return at.send("POST", "/v1/orders/" + order + "/cancel", at.token("ann", "customer"), Map.of(), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change-order.before-commit",
                "change-order.after-commit",
                "payment.before-refund",
                "payment.after-refund"
            })
    void whatWasPaidForACancelledOrderIsReturnedOnceWhereverANodeHalts(String point) throws Exception {
        List<String> orders = new ArrayList<>();

        world.halt(point, crashing -> {
            String order = id(order(shop, unique(point), "tok_ok", 2).join());
            orders.add(order);
            world.await("ann", order, CrashPointsTest::isCaptured);
            Answer cancelled = Shop.require(200, world.insist(crashing, at -> cancel(at, order)));
            assertThat(cancelled.body().get("status").asText()).isEqualTo("CANCELLED");
        });

        for (String id : orders) {
            JsonNode order = world.await(
                    "ann", id, now -> now.at("/payment/refunded/amount").asLong() > 0);
            assertThat(order.get("status").asText()).isEqualTo("CANCELLED");
            assertThat(order.at("/payment/refunded/amount").asLong()).isEqualTo(2 * PRICE);
        }
        Audits.assertClean(world.settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment.before-void", "payment.after-void"})
    void aHoldThatCannotBeCapturedIsLetGoWhereverANodeHalts(String point) throws Exception {
        List<String> orders = new ArrayList<>();

        world.halt(point, crashing -> {
            String key = unique(point);
            orders.add(id(world.insist(crashing, at -> order(at, key, "tok_capture_fails", 2))));
        });

        for (String id : orders) {
            JsonNode order = world.await(
                    "ann", id, now -> now.at("/payment/status").asText().equals("VOIDED"));
            assertThat(order.get("status").asText()).isEqualTo("CANCELLED");
            assertThat(order.at("/payment/captured/amount").asLong()).isZero();
        }
        Audits.assertClean(world.settings);
    }

    private static CompletableFuture<Answer> receive(Shop at, String key) {
        return at.send(
                "POST",
                "/v1/stock/radio/receipts",
                at.token("mia", "merchant"),
                Map.of("Idempotency-Key", key),
                "{\"quantity\":7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stock-receipts.before-commit", "stock-receipts.after-commit"})
    void everyReceiptIsBookedOnceWhereverANodeHalts(String point) throws Exception {
        long before = shop.level("radio").get("received").asLong();
        List<String> receipts = new ArrayList<>();

        world.halt(point, crashing -> {
            String key = unique(point);
            receipts.add(id(world.insist(crashing, at -> receive(at, key))));
        });

        assertThat(new HashSet<>(receipts)).hasSameSizeAs(receipts);
        assertThat(shop.level("radio").get("received").asLong()).isEqualTo(before + 7L * receipts.size());
        Audits.assertClean(world.settings);
    }
}
