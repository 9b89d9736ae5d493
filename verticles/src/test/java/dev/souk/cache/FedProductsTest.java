package dev.souk.cache;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that hear nothing from each other, each with a feed of the catalog's changes from a real database. */
class FedProductsTest {
    private static final String RENAME = """
            UPDATE product SET name = $2, version = version + 1, updated_at = now() WHERE sku = $1
            """;

    @SuppressWarnings("NullAway.Init") // every test makes its own first
    private TestDatabase database;

    private void database(String ttl) {
        database = TestDatabase.create(Map.of("catalog.cache-ttl", ttl, "catalog.feed-every", "100ms"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ReadingNode fed() {
        ReadingNode node = new ReadingNode(database.settings, true);
        eventually().until(() -> node.freshness.verifiedAt() != null);
        return node;
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private static double loads(ReadingNode node) {
        return node.answers("product", "source", "fresh");
    }

    @Test
    void aChangeIsSeenByTheFeedWhenNobodyTellsOfIt() {
        database("10m");
        try (ReadingNode writer = fed();
                ReadingNode reader = fed()) {
            writer.put("told", "Mug", 0);
            eventually().until(() -> reader.feed("changes") == 1);
            assertThat(reader.names("told")).containsExactly("Mug");
            assertThat(reader.names("told")).containsExactly("Mug");
            assertThat(loads(reader)).isEqualTo(1);

            writer.put("told", "Cup", 0);
            eventually().untilAsserted(() -> assertThat(reader.names("told")).containsExactly("Cup"));

            writer.delete("told");
            eventually().untilAsserted(() -> assertThat(reader.names("told")).isEmpty());
            eventually().until(() -> reader.feed("changes") == 3);
        }
    }

    @Test
    void whatDoesNotChangeIsNotReadAgainForAsLongAsTheFeedLooks() {
        database("3s");
        List<String> skus = IntStream.range(0, 20).mapToObj(i -> "still-" + i).toList();
        try (ReadingNode unfed = new ReadingNode(database.settings)) {
            skus.forEach(sku -> unfed.put(sku, "Mug", 0));
            try (ReadingNode reader = fed()) {
                skus.forEach(reader::names);
                skus.forEach(unfed::names);
                long until = reader.freshness.now() + Duration.ofSeconds(7).toNanos();

                eventually().until(() -> {
                    skus.forEach(reader::names);
                    skus.forEach(unfed::names);
                    return reader.freshness.now() - until > 0;
                });

                assertThat(loads(reader)).isEqualTo(skus.size());
                assertThat(loads(unfed)).as("without a feed").isGreaterThanOrEqualTo(2.0 * skus.size());
            }
        }
    }

    @Test
    void aChangeThatIsCommittedAfterALaterOneIsSeenToo() {
        database("10m");
        try (ReadingNode writer = fed();
                ReadingNode reader = fed()) {
            writer.put("slow", "Mug", 0);
            writer.put("quick", "Mug", 0);
            eventually().until(() -> reader.feed("changes") == 2);
            assertThat(reader.names("slow")).containsExactly("Mug");

            SqlConnection connection = await(database.pool.getConnection());
            await(connection.query("BEGIN ISOLATION LEVEL READ COMMITTED").execute());
            await(connection.preparedQuery(RENAME).execute(Tuple.of("slow", "Cup")));
            writer.put("quick", "Bowl", 0);
            eventually().untilAsserted(() -> assertThat(reader.names("quick")).containsExactly("Bowl"));
            assertThat(reader.names("slow")).containsExactly("Mug");
            await(connection.query("COMMIT").execute());
            await(connection.close());

            eventually().untilAsserted(() -> assertThat(reader.names("slow")).containsExactly("Cup"));
        }
    }

    @Test
    void whenTheFeedFailsAValueIsFreshForItsTimeToLive() {
        database("1s");
        try (ReadingNode reader = fed()) {
            reader.put("alone", "Mug", 0);
            eventually().until(() -> reader.feed("changes") == 1);
            assertThat(reader.names("alone")).containsExactly("Mug");

            reader.breakFeed();
            eventually().until(() -> reader.feed("failures") > 0);
            await(database.pool.preparedQuery(RENAME).execute(Tuple.of("alone", "Cup")));

            eventually().untilAsserted(() -> assertThat(reader.names("alone")).containsExactly("Cup"));
            assertThat(reader.feed("changes")).isEqualTo(1);
        }
    }
}
