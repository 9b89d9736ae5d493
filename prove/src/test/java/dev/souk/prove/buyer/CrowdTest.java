package dev.souk.prove.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.souk.prove.buyer.Shop.Heard;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryReader;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.LineAsked;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdTest {
    private static final String ORDER = """
            {"id": "%s", "status": "%s", "lines": [{"sku": "A", "quantity": 1,
             "unitPrice": {"amount": 50, "currency": "GBP"}}], "total": {"amount": 50, "currency": "GBP"}}
            """;

    private static final String CART = "{\"id\": \"cart-1\", \"version\": %d, \"lines\": [%s]}";
    private static final String LINE = "{\"sku\": \"%s\", \"quantity\": %d, \"unitPrice\": {\"amount\": 50}}";

    @TempDir
    Path folder;

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod() + " " + path.replaceAll("[0-9a-f-]{36}", "ID")) {
            case "GET /v1/products/A", "GET /v1/products/B", "GET /v1/stock/A", "GET /v1/stock/B" ->
                Shop.send(exchange, 200, "{}");
            case "POST /dev/tokens" -> Shop.send(exchange, 200, "{\"token\": \"t\"}");
            case "GET /v1/products" -> Shop.send(exchange, 200, """
                        {"items": [{"sku": "A", "price": {"amount": 50, "currency": "GBP"}},
                                   {"sku": "B", "price": {"amount": 70, "currency": "GBP"}}]}
                        """);
            case "POST /v1/carts" -> Shop.send(exchange, 201, CART.formatted(1, ""));
            case "GET /v1/carts/cart-1" -> Shop.send(exchange, 200, CART.formatted(7, LINE.formatted("C", 4)));
            case "DELETE /v1/carts/cart-1/lines/C" -> Shop.send(exchange, 200, CART.formatted(8, ""));
            case "PUT /v1/carts/cart-1/lines/A", "PUT /v1/carts/cart-1/lines/B" ->
                Shop.send(exchange, 200, CART.formatted(9, LINE.formatted(path.substring(23), 1)));
            case "POST /v1/orders" -> {
                String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                UUID id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
                Shop.send(exchange, 201, ORDER.formatted(id, "PENDING"));
            }
            case "GET /v1/orders/ID" -> Shop.send(exchange, 200, ORDER.formatted(path.substring(11), "CONFIRMED"));
            case "POST /v1/orders/ID/cancel" ->
                Shop.send(exchange, 200, ORDER.formatted(path.substring(11, 47), "CANCELLED"));
            default -> Shop.send(exchange, 404, "{\"code\": \"route_not_found\"}");
        }
    }

    private static CrowdOptions options(int buyers, long orders, Habits habits) {
        return CrowdOptions.usual("test", 3)
                .withSize(buyers, orders)
                .withTimes(Duration.ofSeconds(20), Duration.ofSeconds(5))
                .withPace(Duration.ofSeconds(5), Duration.ofMillis(5))
                .withHabits(habits);
    }

    private static Habits habits(int carts, int doubleClicks, int cancels) {
        return new Habits(TokenMix.usual(), 20, carts, 0, doubleClicks, 20, 30, 30, cancels, 0, 50, 0);
    }

    private CrowdReport run(CrowdOptions options, Shop shop) throws Exception {
        try (HistoryWriter history = HistoryWriter.create(folder.resolve("history.jsonl"))) {
            return new Crowd(options, () -> List.of(shop.url()), history).run();
        }
    }

    private List<Asked> asked(Operation operation) throws IOException {
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);
        return lines.stream()
                .filter(line -> line instanceof Asked asked && asked.operation() == operation)
                .map(Asked.class::cast)
                .toList();
    }

    @Test
    void ordersAreAsManyAsTheyMayBeAndAKeyIsOfOneBuyerAndOneBody() throws Exception {
        try (Shop shop = new Shop(CrowdTest::serve)) {
            CrowdReport report = run(options(8, 120, habits(0, 30, 30)), shop);

            assertThat(report.placed()).isEqualTo(120);
            assertThat(report.unresolved() + report.refused()).isZero();
            assertThat(report.cancelled()).isBetween(1L, 119L);
            Map<String, List<Heard>> byKey = shop.heard.stream()
                    .filter(heard -> heard.path().equals("/v1/orders"))
                    .collect(Collectors.groupingBy(Heard::key));
            assertThat(byKey).hasSize(120);
            assertThat(byKey.values()).allSatisfy(sent -> assertThat(sent).containsOnly(sent.getFirst()));
            assertThat(byKey.values()).anySatisfy(sent -> assertThat(sent).hasSizeGreaterThan(1));
        }
    }

    @Test
    void whoListensHearsOfEveryOrderThatItsBuyerWasToldIsAccepted() throws Exception {
        List<String> accepted = Collections.synchronizedList(new ArrayList<>());
        try (Shop shop = new Shop(CrowdTest::serve);
                HistoryWriter history = HistoryWriter.create(folder.resolve("history.jsonl"))) {
            new Crowd(
                            options(3, 30, habits(0, 0, 0)),
                            () -> List.of(shop.url()),
                            history,
                            () -> false,
                            (buyer, bearer, order) -> accepted.add(buyer + " " + bearer + " " + order))
                    .run();

            List<String> keys = shop.heard.stream()
                    .filter(heard -> heard.path().equals("/v1/orders"))
                    .map(Heard::key)
                    .distinct()
                    .toList();
            assertThat(accepted)
                    .hasSize(30)
                    .containsExactlyInAnyOrderElementsOf(keys.stream()
                            .map(key -> key.substring(0, key.indexOf('.')) + " t "
                                    + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)))
                            .toList());
        }
    }

    /** Knows two products, one card, and no key twice with different bodies. */
    private static void refuse(HttpExchange exchange, Map<String, String> bodies, String body) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String first = bodies.getOrDefault(key, body);
        if (!first.equals(body)) {
            Shop.send(exchange, 422, "{\"code\": \"idempotency_key_reused\"}");
        } else if (body.contains("NEVER-SOLD")) {
            Shop.send(exchange, 422, "{\"code\": \"unknown_products\"}");
        } else if (body.contains("tok_never_issued")) {
            Shop.send(exchange, 422, "{\"code\": \"unknown_card\"}");
        } else if (body.contains("expectedTotal")) {
            Shop.send(exchange, 409, "{\"code\": \"total_changed\"}");
        } else {
            bodies.put(key, body);
            serve(exchange);
        }
    }

    @Test
    void whatHasToBeRefusedIsAskedForToo() throws Exception {
        Map<String, String> bodies = new ConcurrentHashMap<>();
        Habits wrong = new Habits(TokenMix.usual(), 0, 0, 0, 10, 30, 0, 0, 0, 100, 50, 0);
        CrowdReport report;
        try (Shop shop = new Shop((exchange, body) -> {
            if (exchange.getRequestURI().getPath().equals("/v1/orders")) {
                refuse(exchange, bodies, body);
            } else {
                serve(exchange);
            }
        })) {
            report = run(options(4, 60, wrong), shop);
        }

        assertThat(report.placed()).isEqualTo(60);
        // Each order comes with one that is wrong from the start, and one under a key that is taken.
        assertThat(report.refused()).isEqualTo(120);
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);
        assertThat(lines.stream()
                        .filter(Answered.class::isInstance)
                        .map(line -> String.valueOf(((Answered) line).code())))
                .contains("idempotency_key_reused", "unknown_products", "unknown_card", "total_changed");
    }

    @Test
    void aReadThatIsNotAnsweredIsAskedOfAnotherNodeAtOnce() throws Exception {
        Habits curious = new Habits(TokenMix.usual(), 100, 0, 0, 0, 0, 0, 0, 0, 0, 50, 0);
        try (Shop shop = new Shop(CrowdTest::serve);
                Shop broken = new Shop(exchange -> {
                    if (exchange.getRequestURI().getPath().startsWith("/v1/stock/")) {
                        Shop.send(exchange, 503, "{\"code\": \"unavailable\"}");
                    } else {
                        serve(exchange);
                    }
                });
                HistoryWriter history = HistoryWriter.create(folder.resolve("history.jsonl"))) {
            new Crowd(options(2, 20, curious), () -> List.of(shop.url(), broken.url()), history).run();

            assertThat(asked(Operation.GET_STOCK).stream()
                            .filter(asked -> asked.node().equals(broken.url().toString())))
                    .isNotEmpty();
            assertThat(asked(Operation.GET_STOCK).stream().filter(asked -> asked.attempt() > 1))
                    .isNotEmpty()
                    .allSatisfy(asked -> {
                        assertThat(asked.attempt()).isEqualTo(2);
                        assertThat(asked.node()).isEqualTo(shop.url().toString());
                    });
        }
    }

    @Test
    void everyRequestStandsInTheHistory() throws Exception {
        try (Shop shop = new Shop(CrowdTest::serve)) {
            CrowdReport report = run(options(4, 40, habits(30, 10, 20)), shop);

            assertThat(report.asked()).isEqualTo(shop.heard.size());
            long written = 0;
            for (Operation operation : Operation.values()) {
                written += asked(operation).size();
            }
            assertThat(written).isEqualTo(shop.heard.size());
        }
    }

    @Test
    void cartsAreClearedAndFilledUnderTheirVersionAndOrdered() throws Exception {
        try (Shop shop = new Shop(CrowdTest::serve)) {
            run(options(2, 20, habits(100, 0, 0)), shop);

            assertThat(asked(Operation.REMOVE_CART_LINE))
                    .hasSize(20)
                    .allSatisfy(asked -> assertThat(asked.cartLine()).isEqualTo(new LineAsked("C", 0, 7L)));
            assertThat(asked(Operation.SET_CART_LINE)).isNotEmpty().allSatisfy(asked -> {
                LineAsked line = Objects.requireNonNull(asked.cartLine());
                assertThat(line.ifMatch()).isIn(8L, 9L);
                assertThat(line.quantity()).isPositive();
            });
            assertThat(asked(Operation.PLACE_ORDER)).allSatisfy(asked -> {
                OrderAsked body = Objects.requireNonNull(asked.order());
                assertThat(body.cartId()).isEqualTo("cart-1");
                assertThat(body.cartVersion()).isEqualTo(9);
                assertThat(body.items()).isEmpty();
            });
        }
    }

    @Test
    void anAfterthoughtIsSetWhileTheOrderIsUnderWay() throws Exception {
        Habits thoughtful = new Habits(TokenMix.usual(), 0, 100, 100, 0, 0, 0, 0, 0, 0, 50, 0);
        try (Shop shop = new Shop(CrowdTest::serve)) {
            run(options(1, 10, thoughtful), shop);
        }
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);
        List<Operation> asked = lines.stream()
                .filter(Asked.class::isInstance)
                .map(line -> ((Asked) line).operation())
                .toList();

        assertThat(asked.stream().filter(Operation.PLACE_ORDER::equals)).hasSize(10);
        assertThat(asked.getLast()).isEqualTo(Operation.SET_CART_LINE);
    }

    @Test
    void aCartThatIsAnotherByNowIsLookedAtAgain() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (Shop shop = new Shop(exchange -> {
            if (exchange.getRequestMethod().equals("PUT") && refused.getAndIncrement() % 2 == 0) {
                Shop.send(exchange, 412, "{\"code\": \"precondition_failed\"}");
            } else {
                serve(exchange);
            }
        })) {
            run(options(1, 5, habits(100, 0, 0)), shop);

            assertThat(asked(Operation.GET_CART)).hasSizeGreaterThanOrEqualTo(10);
            assertThat(asked(Operation.PLACE_ORDER))
                    .allSatisfy(asked -> assertThat(
                                    Objects.requireNonNull(asked.order()).cartId())
                            .isEqualTo("cart-1"));
        }
    }

    @Test
    void aLineThatLeftMeanwhileIsNotTakenOut() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        String two = LINE.formatted("C", 4) + "," + LINE.formatted("D", 4);
        try (Shop shop = new Shop(exchange -> {
            String asked =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (asked) {
                case "GET /v1/carts/cart-1" ->
                    Shop.send(
                            exchange,
                            200,
                            looks.getAndIncrement() == 0 ? CART.formatted(5, two) : CART.formatted(7, ""));
                case "DELETE /v1/carts/cart-1/lines/C" ->
                    Shop.send(exchange, 412, "{\"code\": \"precondition_failed\"}");
                default -> serve(exchange);
            }
        })) {
            run(options(1, 1, habits(100, 0, 0)), shop);
        }

        assertThat(asked(Operation.REMOVE_CART_LINE)).hasSize(1);
        assertThat(asked(Operation.PLACE_ORDER)).isNotEmpty();
    }

    @Test
    void aShopWithoutCartsIsNotForBuyers() throws Exception {
        try (Shop shop = new Shop(exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/v1/carts")) {
                Shop.send(exchange, 404, "{\"code\": \"route_not_found\"}");
            } else {
                serve(exchange);
            }
        })) {
            assertThatThrownBy(() -> run(options(2, 20, habits(100, 0, 0)), shop))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the shop gives no carts");
        }
    }

    @Test
    void onlookersReadAndNothingElse() throws Exception {
        Habits curious = new Habits(TokenMix.usual(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 100);
        AtomicBoolean seen = new AtomicBoolean();
        try (Shop shop = new Shop(exchange -> {
            seen.compareAndSet(false, exchange.getRequestURI().getPath().startsWith("/v1/products/"));
            if (exchange.getRequestURI().getPath().equals("/v1/orders") && !seen.get()) {
                Shop.send(exchange, 503, "{\"code\": \"busy\"}");
            } else {
                serve(exchange);
            }
        })) {
            run(options(3, 3, curious), shop);
        }
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);

        assertThat(lines.stream()
                        .filter(line ->
                                line instanceof Asked asked && asked.buyer().startsWith("test-onlooker-"))
                        .map(line -> ((Asked) line).operation()))
                .isNotEmpty()
                .isSubsetOf(Operation.LIST_PRODUCTS, Operation.GET_PRODUCT, Operation.GET_STOCK);
    }

    @Test
    void aShopWithoutProductsIsNotForBuyers() throws Exception {
        CrowdOptions shortly = options(2, 5, habits(0, 0, 0)).withTimes(Duration.ofMillis(100), Duration.ofMillis(100));
        try (Shop shop = new Shop(exchange -> Shop.send(exchange, 200, "{\"items\": []}"))) {
            assertThatThrownBy(() -> run(shortly, shop))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the shop lists no products");
        }
    }

    @Test
    void anInterruptEndsAllBuyersAtOnce() throws Exception {
        CrowdOptions endless = options(20, 1_000_000, habits(0, 0, 0));
        AtomicReference<Throwable> end = new AtomicReference<>();
        try (Shop shop = new Shop(CrowdTest::serve);
                HistoryWriter history = HistoryWriter.create(folder.resolve("history.jsonl"))) {
            Crowd crowd = new Crowd(endless, () -> List.of(shop.url()), history);
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    crowd.run();
                } catch (InterruptedException | RuntimeException e) {
                    end.set(e);
                }
            });
            await().atMost(Duration.ofSeconds(15)).until(() -> crowd.soFar().placed() > 10);
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
        }
    }
}
