package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.ServerProcess;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One of two nodes halts at one point of the pipeline, without a word to anybody. The other one takes over what it had:
 * partitions, shards of the outbox, payments. Whoever did not get an answer asks again with the same key.
 */
@Tag("stack")
class CrashPointsTest {
    private static final String DATABASE = "crash_points";
    private static final int EXIT = 137;

    private static EmbeddedStack stack;
    private static Map<String, String> raw;
    private static Settings settings;
    private static Node steady;
    private static Shop shop;

    @BeforeAll
    static void open() {
        stack = SharedStack.get();
        raw = ShopSettings.of(DATABASE, Map.of("node.name", "steady", "messaging.lease", "2s", "payment.lease", "5s"));
        settings = ShopSettings.load(raw);
        steady = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("phone", 900, 1_000_000);
    }

    @AfterAll
    static void close() {
        Audits.await(steady.stop());
    }

    /** The provider stays where it is: whoever takes the money is not part of the shop. */
    private static Map<String, String> crashing() {
        Map<String, String> other = new HashMap<>(raw);
        other.put("node.name", "crashing");
        other.put("sandbox.enabled", "false");
        other.put("http.port", Integer.toString(ShopSettings.freePort()));
        other.put("management.port", Integer.toString(ShopSettings.freePort()));
        return other;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "place-orders.before-commit",
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
                "payment.before-call",
                "payment.after-call",
                "payment-record.before-commit",
                "payment-record.after-commit",
                "cart.before-commit",
                "cart.after-commit"
            })
    void everyOrderIsSettledOnceWhereverANodeHalts(String point) throws Exception {
        Map<String, String> other = crashing();
        ServerProcess node =
                NodeProcess.of(stack, "crashing-node", other, "-XX:TieredStopAtLevel=1", "-Dsouk.test.crash=" + point);
        node.start();
        Map<String, String> orders = new LinkedHashMap<>();
        try {
            node.awaitReady();
            Shop crashing = new Shop("http://127.0.0.1:" + other.get("http.port"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(150))
                    // Of two writers of many rows one may be the victim of a deadlock: it tries again.
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        if (point.startsWith("relay.")) {
                            // Again and again: the other node may have been there first, or have all shards as yet.
                            forgetThatEventsWerePublished();
                        }
                        place(crashing, point + "-" + orders.size(), orders);
                        return !node.isAlive();
                    });
            assertThat(node.onExit().get(30, TimeUnit.SECONDS)).isEqualTo(EXIT);
            assertThat(log(node)).contains("halted at crash point " + point);
        } finally {
            node.kill();
        }

        orders.forEach((key, id) ->
                assertThat(ask(shop, key)).as("a key has one order").isEqualTo(id));
        assertThat(new HashSet<>(orders.values())).hasSameSizeAs(orders.keySet());
        orders.values().forEach(CrashPointsTest::awaitCaptured);
        Audits.assertClean(settings);
    }

    private static String log(ServerProcess node) throws IOException {
        return Files.readString(node.logFile());
    }

    /** As a buyer does it: on any doubt the same key again, at whoever is there. */
    private static void place(Shop crashing, String key, Map<String, String> orders) {
        Answer first = order(crashing, key).exceptionally(gone -> null).join();
        boolean doubt = first == null || first.status() == 503;
        orders.put(key, doubt ? ask(shop, key) : idOf(first));
    }

    private static CompletableFuture<Answer> order(Shop at, String key) {
        return at.order("ann", key, "tok_ok", "[" + Shop.line("phone", 2) + "]");
    }

    private static String ask(Shop at, String key) {
        return idOf(order(at, key).join());
    }

    private static String idOf(Answer answer) {
        return Shop.require(201, answer).body().get("id").asText();
    }

    private static void awaitCaptured(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shop.get("ann", id), order -> {
                    assertThat(order.get("status").asText()).isIn("PENDING", "RESERVED", "CONFIRMED");
                    return hasBeenCaptured(order);
                });
    }

    private static boolean hasBeenCaptured(JsonNode order) {
        for (JsonNode entry : order.get("timeline")) {
            if (entry.get("event").asText().equals("payment.captured")) {
                return true;
            }
        }
        return false;
    }

    /** What nodes leave that are killed there, time after time: all of it is published again. */
    private static void forgetThatEventsWerePublished() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(stack.postgres().jdbcUrl(DATABASE));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE outbox SET published_at = NULL, created_at = created_at - INTERVAL '1 minute'"))
                    .isPositive();
        }
    }
}
