package dev.souk.cache;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.UnavailableException;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes while the database or Redis is killed or frozen: one has read values that the other never asked for. */
@Tag("stack")
class ReadsWhileAwayTest {
    @TempDir
    private static Path folder;

    private static EmbeddedStack stack;
    private static TestDatabase database;

    private ReadingNode node;
    private ReadingNode other;

    @BeforeAll
    static void open() {
        stack = EmbeddedStack.start(StackOptions.temporary(folder), Progress.SILENT);
        database = TestDatabase.on(
                stack,
                Map.of(
                        "redis.nodes",
                        stack.redis().addresses(),
                        "redis.command-timeout",
                        "2s",
                        "catalog.cache-ttl",
                        "1ms",
                        "sql.statement-timeout",
                        "2s",
                        "sql.retry-for",
                        "2s"));
    }

    @AfterAll
    static void close() {
        database.close();
        stack.stop();
    }

    @BeforeEach
    void deploy() {
        node = new ReadingNode(database.settings);
        other = new ReadingNode(database.settings);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.isRedisUp() && other.isRedisUp());
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stack.redis().isWhole());
    }

    private static ServerProcess postgres() {
        return stack.postgres().process();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable asserted) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(asserted);
    }

    /** Reads at the first node, which shares the values through Redis. */
    private void read(String sku) {
        node.put(sku, "Mug " + sku, 7);
        assertThat(node.names(sku)).containsExactly("Mug " + sku);
        assertThat(node.list(sku).items()).extracting(Product::sku).containsExactly(sku);
        assertThat(node.level(sku)).isEqualTo(new Level(sku, 7, 7, 0, 0));
        eventually(() -> assertThat(node.commands("catalog", "set", "done")).isGreaterThanOrEqualTo(2));
        eventually(() -> assertThat(node.commands("stock", "set", "done")).isGreaterThanOrEqualTo(1));
    }

    private static void assertServed(ReadingNode asked, String sku) {
        Products products = await(asked.look(sku));
        assertThat(products.products()).extracting(Product::name).containsExactly("Mug " + sku);
        assertThat(products.age()).isNotNull();
        ProductPage page = asked.list(sku);
        assertThat(page.items()).extracting(Product::sku).containsExactly(sku);
        assertThat(page.age()).isNotNull();
        Level level = (Level) asked.level(sku);
        assertThat(level.available()).isEqualTo(7);
        assertThat(level.age()).isNotNull();
    }

    private static void assertNothingStaleForOrders(ReadingNode asked, String sku) {
        Future<?> price = asked.price(sku);
        Future<?> level = asked.exactLevel(sku);
        assertThatThrownBy(() -> await(price)).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> await(level)).isInstanceOf(UnavailableException.class);
    }

    private static void assertCurrent(ReadingNode asked, String sku) {
        eventually(() -> {
            assertThat(await(asked.price(sku)).products()).hasSize(1);
            assertThat(await(asked.exactLevel(sku))).isEqualTo(new Level(sku, 7, 7, 0, 0));
            assertThat(asked.list(sku).age()).isNull();
            assertThat(asked.isSourceAway("product")).isFalse();
            assertThat(asked.isSourceAway("page")).isFalse();
            assertThat(asked.isSourceAway("level")).isFalse();
        });
    }

    @Test
    void aFrozenDatabaseIsNotNoticedByWhoOnlyLooksAndIsWaitedForByWhoBuys() {
        read("frozen");
        postgres().suspend();
        try {
            assertServed(node, "frozen");
            assertServed(other, "frozen");
            assertNothingStaleForOrders(node, "frozen");
            assertNothingStaleForOrders(other, "frozen");
        } finally {
            postgres().resume();
        }
        assertCurrent(node, "frozen");
        assertCurrent(other, "frozen");
    }

    @Test
    void aFrozenDatabaseGetsFewLoadsHoweverManyLook() {
        read("many");
        postgres().suspend();
        try {
            assertServed(node, "many");
            double before = node.metrics
                    .get("souk.batch.size")
                    .tag("batch", "catalog-pages")
                    .summary()
                    .count();
            for (int round = 0; round < 20; round++) {
                List<Future<Products>> looks =
                        IntStream.range(0, 100).mapToObj(i -> node.look("many")).toList();
                looks.forEach(look -> assertThat(await(look).products()).hasSize(1));
                assertThat(node.list("many").items()).hasSize(1);
            }
            assertThat(node.metrics
                                    .get("souk.batch.size")
                                    .tag("batch", "catalog-pages")
                                    .summary()
                                    .count()
                            - before)
                    .isLessThanOrEqualTo(4);
            assertThat(node.answers("product", "memory", "stale")).isGreaterThanOrEqualTo(2_000);
        } finally {
            postgres().resume();
        }
        assertCurrent(node, "many");
    }

    @Test
    void aKilledDatabaseIsNotNoticedByWhoOnlyLooks() {
        read("killed");
        postgres().kill();
        try {
            assertServed(node, "killed");
            assertServed(other, "killed");
            assertNothingStaleForOrders(other, "killed");
        } finally {
            postgres().restart();
        }
        assertCurrent(node, "killed");
        assertCurrent(other, "killed");
    }

    @Test
    void withoutRedisReadsGoOnAndTheCacheComesBackWithIt() {
        read("redis");
        List<ServerProcess> nodes = stack.redis().nodes();
        nodes.forEach(ServerProcess::kill);
        try {
            assertCurrent(node, "redis");
            assertCurrent(other, "redis");
            eventually(() -> {
                other.names("redis");
                assertThat(other.commands("catalog", "get", "failed")).isPositive();
                assertThat(other.isRedisUp()).isFalse();
            });
            assertThat(other.names("unknown")).isEmpty();
        } finally {
            nodes.forEach(ServerProcess::start);
            nodes.forEach(ServerProcess::awaitReady);
        }
        assertSharedAgain("redis");
    }

    @Test
    void theLossOfAMasterChangesNoAnswerAndItsShardComesBack() {
        List<String> skus = IntStream.range(0, 12).mapToObj(i -> "shard-" + i).toList();
        skus.forEach(sku -> node.put(sku, "Mug " + sku, 0));
        ServerProcess master = stack.redis().masters().getFirst();
        master.kill();
        try {
            skus.forEach(sku -> {
                assertThat(node.names(sku)).containsExactly("Mug " + sku);
                assertThat(other.names(sku)).containsExactly("Mug " + sku);
            });
            skus.forEach(this::assertSharedAgain);
        } finally {
            master.restart();
        }
    }

    @Test
    void aFrozenRedisIsLeftAloneAndTheCacheComesBackWithIt() {
        read("ice");
        List<ServerProcess> nodes = stack.redis().nodes();
        nodes.forEach(ServerProcess::suspend);
        try {
            eventually(() -> {
                other.names("ice");
                assertThat(other.metrics
                                .get("souk.cache.redis.up")
                                .tag("link", "catalog")
                                .gauge()
                                .value())
                        .isZero();
            });
            assertCurrent(node, "ice");
            assertCurrent(other, "ice");
        } finally {
            nodes.forEach(ServerProcess::resume);
        }
        assertSharedAgain("ice");
    }

    /** The other node finds in Redis the values that one node reads. */
    private void assertSharedAgain(String sku) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            double done = node.commands("catalog", "set", "done");
            double found = other.commands("catalog", "get", "done");
            assertThat(node.names(sku)).hasSize(1);
            assertThat(other.names(sku)).hasSize(1);
            assertThat(node.commands("catalog", "set", "done")).isGreaterThan(done);
            assertThat(other.commands("catalog", "get", "done")).isGreaterThan(found);
        });
    }
}
