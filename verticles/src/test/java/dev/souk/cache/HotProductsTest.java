package dev.souk.cache;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.hot.HotKeyMessages;
import dev.souk.cache.hot.HotKeyMessages.Copy;
import dev.souk.cache.hot.HotKeyMessages.HotKey;
import dev.souk.cache.hot.HotKeyMessages.ListHotKeys;
import dev.souk.cache.redis.RedisLevel;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.embedded.SharedStack;
import dev.souk.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hot products on a real Redis Cluster of three masters. Loads are counted, not timed. */
class HotProductsTest {
    private static final int READS = 300;
    private static final Pattern GETS = Pattern.compile("cmdstat_get:calls=(\\d+)");
    private static final Duration LONG = Duration.ofSeconds(30);

    private static TestDatabase database;
    private static Vertx vertx;
    private static Set<String> masters;

    @BeforeAll
    static void open() {
        database = database(Map.of());
        vertx = Vertx.vertx();
        masters = await(SlotOwners.ask(vertx, database.settings.redis())).masters();
    }

    private static TestDatabase database(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(Map.of(
                "redis.nodes",
                SharedStack.get().redis().addresses(),
                "redis.prefix",
                UUID.randomUUID() + ":",
                "redis.command-timeout",
                "5s",
                "catalog.cache-ttl",
                "10m",
                "cache.hot-rate",
                "20"));
        all.putAll(overrides);
        return TestDatabase.create(all);
    }

    @AfterAll
    static void close() {
        await(vertx.close());
        database.close();
    }

    private static ReadingNode node(TestDatabase of) {
        ReadingNode node = new ReadingNode(of.settings);
        Awaitility.await().atMost(LONG).until(node::isRedisUp);
        return node;
    }

    private static Response send(String redis, Request request) {
        Redis client = Redis.createClient(
                vertx, new RedisOptions().setType(RedisClientType.STANDALONE).setConnectionString("redis://" + redis));
        try {
            return await(client.send(request));
        } finally {
            client.close();
        }
    }

    /** @return how many GETs each master has answered */
    private static Map<String, Integer> gets() {
        Map<String, Integer> gets = new HashMap<>();
        for (String master : masters) {
            Matcher calls = GETS.matcher(
                    send(master, Request.cmd(Command.INFO).arg("commandstats")).toString());
            gets.put(master, calls.find() ? Integer.parseInt(calls.group(1)) : 0);
        }
        return gets;
    }

    /** @return how many GETs of each master the reads came to */
    private static List<Integer> loads(ReadingNode node, String sku) {
        Map<String, Integer> before = gets();
        for (int read = 0; read < READS; read++) {
            assertThat(node.names(sku)).hasSize(1);
        }
        Map<String, Integer> after = gets();
        List<Integer> loads = new ArrayList<>();
        after.forEach((master, gets) -> loads.add(gets - before.getOrDefault(master, 0)));
        return loads.stream().sorted().toList();
    }

    private static Optional<HotKey> hot(ReadingNode node, String sku) {
        return await(node.ask(HotKeyMessages.LIST, new ListHotKeys())).items().stream()
                .filter(key -> key.key().equals(sku))
                .findFirst();
    }

    private static HotKey heat(ReadingNode node, String sku) {
        Awaitility.await().atMost(LONG).until(() -> {
            for (int read = 0; read < 100; read++) {
                node.names(sku);
            }
            return hot(node, sku).filter(key -> !key.copies().isEmpty()).isPresent();
        });
        return hot(node, sku).orElseThrow();
    }

    private static @Nullable String inRedis(TestDatabase of, Copy copy) {
        Response value = send(
                copy.owner(), Request.cmd(Command.GET).arg(of.settings.redis().prefix() + copy.key()));
        return value == null ? null : value.toString();
    }

    @Test
    void theLoadOfOneHotKeySpreadsOverAllMasters() {
        try (TestDatabase cold = database(Map.of("cache.memory", "false", "cache.hot-keys", "0"));
                TestDatabase warm = database(Map.of("cache.memory", "false"));
                // A node that wrote a product reads it from the database for a while.
                ReadingNode coldWriter = node(cold);
                ReadingNode warmWriter = node(warm);
                ReadingNode before = node(cold);
                ReadingNode after = node(warm)) {
            coldWriter.put("sale", "Lantern", 0);
            before.names("sale");
            Awaitility.await().atMost(LONG).until(() -> before.commands("catalog", "set", "done") == 1);

            List<Integer> oneNodeHasAll = loads(before, "sale");

            assertThat(oneNodeHasAll).containsExactly(0, 0, READS);

            warmWriter.put("sale", "Lantern", 0);
            HotKey key = heat(after, "sale");
            assertThat(key.copies().stream().map(Copy::owner)).containsExactlyInAnyOrderElementsOf(masters);
            // A copy that no node has read yet is filled from the key itself.
            for (int read = 0; read < masters.size(); read++) {
                after.names("sale");
            }

            List<Integer> allHaveTheirShare = loads(after, "sale");

            assertThat(allHaveTheirShare).allMatch(gets -> gets >= READS / masters.size() - 2);
            assertThat(allHaveTheirShare.stream().mapToInt(Integer::intValue).sum())
                    .isLessThan(READS + 10);
        }
    }

    @Test
    void aChangeReachesAllCopiesAndWhatCooledHasNone() {
        try (ReadingNode node = node(database);
                ReadingNode other = node(database)) {
            node.put("mug", "Mug", 0);
            HotKey key = heat(node, "mug");
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> key.copies().stream()
                            .allMatch(copy ->
                                    String.valueOf(inRedis(database, copy)).contains("\"Mug\"")));

            node.put("mug", "Bowl", 0);

            assertThat(node.names("mug")).containsExactly("Bowl");
            Awaitility.await().atMost(LONG).until(() -> {
                node.names("mug");
                return key.copies().stream()
                        .noneMatch(
                                copy -> String.valueOf(inRedis(database, copy)).contains("\"Mug\""));
            });
            assertThat(other.names("mug")).containsExactly("Bowl");

            Awaitility.await().atMost(LONG).until(() -> hot(node, "mug").isEmpty());
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> key.copies().stream().allMatch(copy -> inRedis(database, copy) == null));
            assertThat(node.metrics.get("souk.cache.hot.keys").gauge().value()).isZero();
        }
    }

    /** Other products make room: a cache of one product holds the hot one and the one that was read last. */
    @Test
    void whatIsHotStaysInMemoryThoughItIsFull() {
        try (TestDatabase small = database(Map.of("catalog.cache-size", "1", "redis.nodes", ""));
                ReadingNode node = new ReadingNode(small.settings)) {
            node.put("hot", "Mug", 0);
            node.put("cold", "Cup", 0);
            Awaitility.await().atMost(LONG).until(() -> {
                for (int read = 0; read < 50; read++) {
                    node.names("hot");
                }
                return hot(node, "hot").isPresent();
            });
            Awaitility.await().atMost(LONG).until(() -> {
                node.names("hot");
                double before = node.answers("product", "source", "fresh");
                for (int read = 0; read < 50; read++) {
                    node.names("hot");
                    node.names("cold");
                }
                return node.answers("product", "source", "fresh") - before <= 1;
            });
        }
    }

    @Test
    void anOlderVersionNeverTakesThePlaceOfANewerOne() {
        SecondLevel redis = RedisLevel.of(vertx, database.settings.redis(), "versions", new SimpleMeterRegistry());
        await(Future.future(opened -> vertx.runOnContext(now -> {
            redis.open();
            opened.complete();
        })));
        Buffer newer = Buffer.buffer("{\"version\":12,\"askedAt\":1,\"value\":{}}");
        Buffer older = Buffer.buffer("{\"version\":9,\"askedAt\":2,\"value\":{}}");
        Buffer newest = Buffer.buffer("{\"version\":13,\"askedAt\":3,\"value\":{}}");
        Awaitility.await().atMost(LONG).until(() -> {
            redis.put("v", newer, 12, Duration.ofMinutes(1));
            return await(redis.get("v")).isPresent();
        });

        redis.put("v", older, 9, Duration.ofMinutes(1));
        assertThat(await(redis.get("v"))).contains(newer);
        redis.put("v", newest, 13, Duration.ofMinutes(1));
        assertThat(await(redis.get("v"))).contains(newest);
        redis.close();
    }
}
