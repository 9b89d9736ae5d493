package dev.souk.cache;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.embedded.SharedStack;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share the products they read through a real Redis Cluster. */
class SharedProductsTest {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = database(Map.of("redis.nodes", SharedStack.get().redis().addresses()));
    }

    private static TestDatabase database(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(Map.of(
                "catalog.cache-ttl",
                "10m",
                "redis.prefix",
                UUID.randomUUID() + ":",
                "redis.command-timeout",
                "5s",
                "redis.entry-secret",
                "a secret of this test"));
        all.putAll(overrides);
        return TestDatabase.create(all);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static ReadingNode node() {
        return up(new ReadingNode(database.settings));
    }

    private static void renamePastTheShop(String sku) {
        await(database.pool
                .preparedQuery("UPDATE product SET name = 'Cup', version = version + 1 WHERE sku = $1")
                .execute(Tuple.of(sku)));
    }

    @Test
    void whatOneNodeReadAnotherDoesNotAskTheDatabaseFor() {
        try (ReadingNode node = node();
                ReadingNode other = node()) {
            node.put("shared", "Mug", 0);
            assertThat(node.names("shared")).containsExactly("Mug");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.commands("catalog", "set", "done") == 1);
            renamePastTheShop("shared");

            Products found = await(other.price("shared"));

            assertThat(found.products()).extracting("name").containsExactly("Mug");
            assertThat(found.age()).isNull();
            assertThat(other.answers("product", "source", "fresh")).isEqualTo(1);
            assertThat(other.names("shared")).as("and now it remembers").containsExactly("Mug");
            assertThat(other.answers("product", "memory", "fresh")).isEqualTo(1);
            assertThat(other.commands("catalog", "get", "done")).isEqualTo(1);
        }
    }

    @Test
    void whoChangedItReadsTheChangeAndAnotherNodeFindsNothingOld() {
        try (ReadingNode node = node();
                ReadingNode other = node()) {
            node.put("changed", "Mug", 0);
            assertThat(node.names("changed")).containsExactly("Mug");

            node.put("changed", "Bowl", 0);

            assertThat(node.names("changed")).containsExactly("Bowl");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.commands("catalog", "set", "done") == 2);
            assertThat(other.names("changed")).containsExactly("Bowl");

            node.delete("changed");

            assertThat(node.names("changed")).isEmpty();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> node.commands("catalog", "del", "done") >= 3);
            try (ReadingNode late = node()) {
                assertThat(late.names("changed")).isEmpty();
            }
        }
    }

    /** A stranger writes the entry, in the form in which a node writes it. */
    @ParameterizedTest
    @ValueSource(strings = {"a secret of this test", ""})
    void noOrderIsPricedByAnEntryThatAStrangerWrote(String secret) {
        String prefix = UUID.randomUUID() + ":";
        try (TestDatabase shop = database(Map.of(
                        "redis.nodes", SharedStack.get().redis().addresses(),
                        "redis.prefix", prefix,
                        "redis.entry-secret", secret));
                TestDatabase strange = database(Map.of(
                        "redis.nodes",
                        SharedStack.get().redis().addresses(),
                        "redis.prefix",
                        prefix,
                        "redis.entry-secret",
                        ""));
                ReadingNode merchant = up(new ReadingNode(shop.settings));
                ReadingNode stranger = up(new ReadingNode(strange.settings));
                ReadingNode node = up(new ReadingNode(shop.settings))) {
            merchant.put("dear", "Dear", 0);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> merchant.commands("catalog", "del", "done") == 1);
            stranger.put("dear", "Cheap", 0);
            assertThat(stranger.names("dear")).containsExactly("Cheap");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stranger.commands("catalog", "set", "done") == 1);

            List<String> shown = node.names("dear");

            assertThat(shown).containsExactly(secret.isEmpty() ? "Cheap" : "Dear");
            assertThat(await(node.price("dear")).products()).extracting("name").containsExactly("Dear");
            assertThat(await(node.price("dear")).products()).extracting("name").containsExactly("Dear");
            assertThat(node.forged()).isEqualTo(secret.isEmpty() ? 0 : 1);
        }
    }

    private static ReadingNode up(ReadingNode node) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(node::isRedisUp);
        return node;
    }

    @Test
    void withoutARedisThatAnswersEverythingIsReadFromTheDatabase() {
        try (TestDatabase alone = database(Map.of("redis.nodes", "127.0.0.1:1"));
                ReadingNode node = new ReadingNode(alone.settings)) {
            node.put("alone", "Mug", 0);

            assertThat(node.names("alone")).containsExactly("Mug");
            assertThat(node.names("alone")).containsExactly("Mug");
            assertThat(node.answers("product", "memory", "fresh")).isEqualTo(1);
            assertThat(node.isRedisUp()).isFalse();
        }
    }
}
