package dev.souk.launcher.shop.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.shop.NodeProcess;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.launcher.shop.ShopSettings;
import dev.souk.launcher.shop.live.FollowerSocket.Way;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One node with a heap of 1 GB and 10,000 followers: half by streams, half by the bridge. Asserts that all are told
 * everything once, and that the node lives; the figures go to {@code target/crowd-of-followers.txt} and depend on the
 * machine.
 */
@Tag("stack")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrowdOfFollowersTest {
    private static final int MOST_OF_EACH = 5_000;
    /** Files that a JVM has open besides the sockets of the crowd. */
    private static final int OTHER_FILES = 2_000;

    private static final int FOLLOWED_ORDERS = 1_000;
    private static final int INTAKE_ORDERS = 1_000;
    private static final int INTAKE_AT_ONCE = 32;
    private static final int INTAKE_ROUNDS = 3;
    private static final String BUYER = "ann";

    private static final int TRIES = 60;
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final int ofEach = ofEach();
    private final AtomicInteger askedAgain = new AtomicInteger();
    private final Figures figures = new Figures();
    private Shop shop;

    private static Map<String, String> settings() {
        Map<String, String> raised = new HashMap<>();
        for (String limit : List.of(
                "live.max-sockets",
                "live.per-principal",
                "live.per-address",
                "live.max-registrations",
                "http.max-connections",
                "http.max-connections-per-client")) {
            raised.put(limit, "20000");
        }
        for (String limit : List.of("reads", "writes", "tokens")) {
            raised.put("limits." + limit + ".per-second", "100000");
            raised.put("limits." + limit + ".burst", "100000");
        }
        raised.put("order.max-open-per-customer", "0");
        raised.put("order.max-held-units-per-customer", "0");
        // A slow machine is to make the figures worse, and not to make the node refuse.
        raised.put("bus.deadline", "60s");
        // These clients send no pings.
        raised.put("http.idle-timeout", "10m");
        return ShopSettings.of("crowd_of_followers", raised);
    }

    @Test
    void tenThousandAreToldEverythingOnce() throws Exception {
        Map<String, String> settings = settings();
        ServerProcess process = NodeProcess.of(SharedStack.get(), "crowd-of-followers", settings, "-Xmx1g");
        ServedNode node = new ServedNode(process, Integer.parseInt(settings.get("management.port")));
        int port = Integer.parseInt(settings.get("http.port"));
        shop = new Shop("http://127.0.0.1:" + port);
        try {
            process.start();
            process.awaitReady();
            shop.stock("candle", 100, 1_000_000);
            crowd(port, node);
            intake(port, node);
            assertThat(process.isAlive()).isTrue();
            assertThat(node.ranOutOfMemory()).isFalse();
        } finally {
            figures.write("crowd-of-followers.txt");
            process.stop(Duration.ofSeconds(30));
        }
    }

    /** As many sockets of each kind as the limit of open files allows. The node inherits the limit of this process. */
    private static int ofEach() {
        long limit = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
        int each = (int) Math.min(MOST_OF_EACH, (limit - OTHER_FILES) / 2);
        assertThat(each)
                .as("sockets of each kind at %d open files: raise ulimit -n", limit)
                .isPositive();
        if (each < MOST_OF_EACH) {
            System.out.printf("%d sockets of each kind, not %d: ulimit -n is %d%n", each, MOST_OF_EACH, limit);
        }
        return each;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(100));
    }

    private String order(String key, int units) {
        Answer placed = Shop.require(
                201,
                shop.order(BUYER, key, "tok_ok", "[" + Shop.line("candle", units) + "]")
                        .join());
        return placed.body().get("id").asText();
    }

    // ---- intake

    /** Rounds without followers and rounds with some, in turn. */
    private void intake(int port, ServedNode node) {
        List<String> followed = new ArrayList<>();
        placeAll("followed", FOLLOWED_ORDERS, followed);
        awaitCaptured(followed.getLast());
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        placeAll("warm", INTAKE_ORDERS, new ArrayList<>());
        for (int round = 0; round < INTAKE_ROUNDS; round++) {
            without.add(rate("without-" + round));
            Map<Way, Told> told = tallies();
            try (FollowerCrowd crowd = new FollowerCrowd(port)) {
                String token = shop.token(BUYER, "customer");
                int half = FOLLOWED_ORDERS / 2;
                crowd.follow(Way.STREAM, followed.subList(0, half), token, told.get(Way.STREAM));
                crowd.follow(Way.BRIDGE, followed.subList(half, FOLLOWED_ORDERS), token, told.get(Way.BRIDGE));
                awaitFollowers(told, 1, half);
                assertThat(node.metric("souk_live_sockets")).isEqualTo(FOLLOWED_ORDERS);
                with.add(rate("with-" + round));
            }
            assertNoMistakes(told);
            awaitNoSockets(node);
        }
        figures.line(
                "orders accepted a second, without followers (median of %d rounds of %d)"
                        .formatted(INTAKE_ROUNDS, INTAKE_ORDERS),
                "%.0f".formatted(median(without)));
        figures.line(
                "the same with %,d followers of other orders".formatted(FOLLOWED_ORDERS),
                "%.0f".formatted(median(with)));
        figures.line("orders asked for again after a 503 or no answer", Integer.toString(askedAgain.get()));
    }

    private double rate(String round) {
        long began = System.nanoTime();
        List<String> placed = new ArrayList<>();
        placeAll(round, INTAKE_ORDERS, placed);
        double rate = INTAKE_ORDERS * 1e9 / (System.nanoTime() - began);
        // The work that one round leaves behind is done before the next one begins.
        awaitCaptured(placed.getLast());
        return rate;
    }

    private void placeAll(String round, int count, List<String> placed) {
        Semaphore room = new Semaphore(INTAKE_AT_ONCE);
        List<String> ids = Collections.synchronizedList(placed);
        AtomicReference<String> lost = new AtomicReference<>("none");
        for (int i = 0; i < count; i++) {
            room.acquireUninterruptibly();
            place(round + "-" + i, TRIES).whenComplete((id, failure) -> {
                if (failure == null) {
                    ids.add(id);
                } else {
                    lost.set(failure.toString());
                }
                room.release();
            });
        }
        room.acquireUninterruptibly(INTAKE_AT_ONCE);
        assertThat(lost.get()).as("orders that were not accepted in " + round).isEqualTo("none");
    }

    /** Asks again with the same key where the node has too much to do or no answer comes, as buyers do. */
    private CompletableFuture<String> place(String key, int tries) {
        return shop.order(BUYER, key, "tok_ok", "[" + Shop.line("candle", 1) + "]")
                .handle((answer, lost) -> {
                    if ((lost != null || answer.status() == 503) && tries > 1) {
                        askedAgain.incrementAndGet();
                        return CompletableFuture.supplyAsync(() -> key, LATER)
                                .thenCompose(again -> place(again, tries - 1));
                    }
                    return lost == null
                            ? CompletableFuture.completedFuture(
                                    Shop.require(201, answer).body().get("id").asText())
                            : CompletableFuture.<String>failedFuture(lost);
                })
                .thenCompose(placed -> placed);
    }

    private void awaitCaptured(String order) {
        eventually().until(() -> read(order).at("/payment/status").asText().equals("CAPTURED"));
    }

    /** Again and again while the node says that it cannot, or says nothing. */
    private JsonNode read(String order) {
        Answer answer = eventually()
                .ignoreException(CompletionException.class)
                .until(
                        () -> shop.send("GET", "/v1/orders/" + order, shop.token(BUYER, "customer"), Map.of(), null)
                                .join(),
                        read -> read.status() != 503);
        return Shop.require(200, answer).body();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    // ---- the crowd

    private void crowd(int port, ServedNode node) throws Exception {
        String order = order("followed-by-all", 100);
        awaitCaptured(order);
        String token = shop.token(BUYER, "customer");
        Map<Way, Told> told = tallies();
        try (FollowerCrowd crowd = new FollowerCrowd(port)) {
            long empty = node.liveHeap();
            figures.line("live heap of the node without sockets", mebibytes(empty));
            double handlers = node.metric("vertx_eventbus_handlers");
            long before = empty;
            for (Way way : Way.values()) {
                long began = System.nanoTime();
                crowd.follow(way, Collections.nCopies(ofEach, order), token, told.get(way));
                awaitFollowers(Map.of(way, told.get(way)), entries(order), ofEach);
                figures.line(
                        "%,d sockets (%s) connected and told the timeline, ms".formatted(ofEach, name(way)),
                        Long.toString((System.nanoTime() - began) / 1_000_000));
                figures.line(
                        "of them, times that a follower was told that the order cannot be read now, and asked again",
                        Integer.toString(told.get(way).timesAskedAgain()));
                long after = node.liveHeap();
                figures.line(
                        "live heap of a socket (%s)".formatted(name(way)),
                        "%.1f KiB".formatted((after - before) / 1024.0 / ofEach));
                before = after;
            }
            figures.line("live heap of the node with %,d sockets".formatted(2 * ofEach), mebibytes(before));
            figures.line("resident memory of its process", node.residentMemory());
            assertThat(node.metric("souk_live_sockets")).isEqualTo(2.0 * ofEach);
            assertThat(node.metric("souk_live_bridge_sockets")).isEqualTo(ofEach);
            assertThat(node.metric("souk_live_registrations")).isEqualTo(ofEach);
            // Nothing is registered at the event bus for a socket: what comes and goes there are answers that are
            // waited for.
            assertThat(node.metric("vertx_eventbus_handlers")).isLessThan(handlers + ofEach / 10.0);
            happens(order, told);
            assertNoMistakes(told);
        }
        awaitNoSockets(node);
    }

    /** Some things happen to the order, one after the other, and everybody is told each. */
    private void happens(String order, Map<Way, Told> told) {
        tell(order, told, "ship", "/ship", null);
        for (int i = 1; i <= 3; i++) {
            tell(order, told, "refund " + i, "/refunds", "{\"amount\":100}");
        }
        tell(order, told, "deliver", "/deliver", null);
    }

    private void tell(String order, Map<Way, Told> told, String what, String path, String body) {
        long known = entries(order);
        long began = System.nanoTime();
        Answer answer = eventually()
                .ignoreException(CompletionException.class)
                .until(
                        () -> shop.send(
                                        "POST",
                                        "/v1/orders/" + order + path,
                                        shop.token("olga", "operator"),
                                        Map.of("Idempotency-Key", "crowd-" + what.replace(' ', '-')),
                                        body)
                                .join(),
                        done -> done.status() != 503);
        assertThat(answer.status()).as(what + ": " + answer.body()).isBetween(200, 201);
        eventually().until(() -> entries(order) > known);
        long last = entries(order);
        awaitFollowers(told, last, ofEach);
        for (Way way : Way.values()) {
            Told tally = told.get(way);
            figures.line(
                    "%s: first and last of %,d (%s) told after the request, ms".formatted(what, ofEach, name(way)),
                    tally.millisToFirst(known + 1, began) + ", " + tally.millisToLast(known + 1, began));
        }
    }

    /** The number of the order's last entry. */
    private long entries(String order) {
        return read(order).get("timeline").size();
    }

    private static Map<Way, Told> tallies() {
        return new EnumMap<>(Map.of(Way.STREAM, new Told(), Way.BRIDGE, new Told()));
    }

    /** Until so many of each way were told every entry up to this one. */
    private static void awaitFollowers(Map<Way, Told> told, long seq, int count) {
        for (Told tally : told.values()) {
            eventually().until(() -> tally.mistakes() > 0 || tally.followers(seq) >= count);
        }
        assertNoMistakes(told);
        told.values().forEach(tally -> {
            for (long entry = 1; entry <= seq; entry++) {
                assertThat(tally.followers(entry))
                        .as("followers told entry " + entry)
                        .isEqualTo(count);
            }
        });
    }

    private static void assertNoMistakes(Map<Way, Told> told) {
        told.forEach((way, tally) ->
                assertThat(tally.firstMistake()).as("mistakes of " + name(way)).isEqualTo("none"));
    }

    private static void awaitNoSockets(ServedNode node) {
        eventually().until(() -> node.metric("souk_live_sockets") == 0);
    }

    private static String name(Way way) {
        return way == Way.STREAM ? "SSE" : "bridge";
    }

    private static String mebibytes(long bytes) {
        return "%.0f MiB".formatted(bytes / 1024.0 / 1024.0);
    }
}
