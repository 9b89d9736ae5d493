package dev.souk.messaging;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutboxRepositoryTest {
    private static final EventType<String> NOTED = new EventType<>("test.noted", "test.outbox", String.class);
    private static final Duration NOW = Duration.ofMillis(-1);
    private static final List<Integer> ALL_SHARDS =
            IntStream.range(0, 4).boxed().toList();

    private final TestDatabase database = TestDatabase.create();
    private final OutboxRepository outbox = new OutboxRepository(4);

    @AfterEach
    void close() {
        database.close();
    }

    private static List<NewEvent<?>> events(int count) {
        List<NewEvent<?>> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of(NOTED, "subject-" + i, 1, Instant.EPOCH, null, "text " + i));
        }
        return events;
    }

    private List<OutboxRow> append(List<NewEvent<?>> events) {
        return await(database.transactions.run("append", tx -> outbox.append(tx, events)));
    }

    private List<OutboxRow> overdue(List<Integer> shards, Duration age, int limit) {
        return await(database.transactions.read("overdue", client -> outbox.overdue(client, shards, age, limit)));
    }

    @Test
    void anEventIsOverdueUntilItIsMarkedPublished() {
        List<OutboxRow> rows = append(events(10));

        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(overdue(ALL_SHARDS, Duration.ofMinutes(1), 100)).isEmpty();

        List<UUID> first = rows.subList(0, 6).stream().map(OutboxRow::id).toList();
        await(outbox.markPublished(database.pool, first));
        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactlyInAnyOrderElementsOf(rows.subList(6, 10));
    }

    @Test
    void theSameEventStatedAgainStaysAsItIs() {
        append(events(3));
        List<NewEvent<?>> twice = new ArrayList<>(events(3));
        twice.addAll(events(3));
        append(twice);

        assertThat(overdue(ALL_SHARDS, NOW, 100)).hasSize(3);
    }

    @Test
    void everyShardGivesItsOldestAndAllShardsTogetherEverything() {
        append(events(200));
        List<OutboxRow> apart = new ArrayList<>();
        ALL_SHARDS.forEach(shard -> apart.addAll(overdue(List.of(shard), NOW, 1000)));

        assertThat(apart).hasSize(200).doesNotHaveDuplicates();
        assertThat(overdue(ALL_SHARDS, NOW, 5)).hasSize(20);
    }

    /** Else a smaller number of shards would forget the events of the others. */
    @Test
    void whoeverHasTheFirstShardFindsThoseBeyondTheLast() {
        List<OutboxRow> rows = append(events(50));
        OutboxRepository fewer = new OutboxRepository(2);

        List<OutboxRow> found = new ArrayList<>(
                await(database.transactions.read("overdue", client -> fewer.overdue(client, List.of(0), NOW, 100))));
        found.addAll(
                await(database.transactions.read("overdue", client -> fewer.overdue(client, List.of(1), NOW, 100))));

        assertThat(found).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void onlyPublishedEventsOfTheSliceThatAreOldEnoughAreDeleted() {
        List<OutboxRow> rows = append(events(40));
        List<UUID> published = rows.subList(0, 30).stream().map(OutboxRow::id).toList();
        await(outbox.markPublished(database.pool, published));
        UUID lowest = new UUID(0, 0);
        UUID highest = new UUID(-1, -1);

        assertThat(await(outbox.deletePublished(database.pool, lowest, highest, Duration.ofMinutes(1))))
                .as("too young")
                .isZero();
        int inSlices = IntStream.range(0, History.SLICES)
                .filter(slice -> slice % 16 == 0)
                .map(slice -> await(
                        outbox.deletePublished(database.pool, History.first(slice), History.last(slice + 15), NOW)))
                .sum();

        assertThat(inSlices).as("the slices cover all ids").isEqualTo(30);
        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactlyInAnyOrderElementsOf(rows.subList(30, 40));
    }
}
