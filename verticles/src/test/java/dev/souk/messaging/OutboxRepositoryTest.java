package dev.souk.messaging;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.outbox.OutboxBatch;
import dev.souk.messaging.outbox.OutboxRepository;
import dev.souk.messaging.outbox.OutboxRepository.Overdue;
import dev.souk.messaging.outbox.OutboxRow;
import dev.souk.messaging.outbox.Published;
import dev.souk.messaging.retention.HistoryRepository;
import dev.souk.messaging.retention.SliceWalk;
import dev.souk.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private OutboxBatch append(List<NewEvent<?>> events) {
        return await(database.transactions.run("append", tx -> outbox.append(tx, events)));
    }

    /** Appends each event in a transaction of its own. */
    private List<Overdue> appendApart(int count) {
        return events(count).stream()
                .map(event -> append(List.of(event)))
                .map(OutboxRepositoryTest::pending)
                .toList();
    }

    private static Overdue pending(OutboxBatch batch) {
        return new Overdue(
                Objects.requireNonNull(batch.pending()),
                batch.rows().stream().map(OutboxRow::id).toList());
    }

    private List<Overdue> overdue(List<Integer> shards, Duration age, int limit) {
        return await(database.transactions.read("overdue", client -> outbox.overdue(client, shards, age, limit)));
    }

    private void published(Overdue row, List<UUID> events, boolean all) {
        await(outbox.published(database.pool, List.of(new Published(row.pending(), events, all))));
    }

    @Test
    void theEventsOfATransactionAreOneRowUntilAllOfThemArePublished() {
        Overdue row = pending(append(events(10)));

        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactly(row);
        assertThat(overdue(ALL_SHARDS, Duration.ofMinutes(1), 100)).isEmpty();

        published(row, row.events().subList(0, 6), false);
        assertThat(overdue(ALL_SHARDS, NOW, 100))
                .containsExactly(new Overdue(row.pending(), row.events().subList(6, 10)));
        published(row, row.events().subList(6, 10), false);
        assertThat(overdue(ALL_SHARDS, NOW, 100))
                .as("part by part, all of them")
                .isEmpty();
    }

    @Test
    void aRowGoesAtOnceWhenKafkaHasAllOfItAndTheOthersStay() {
        List<Overdue> rows = appendApart(10);
        List<Published> six = rows.subList(0, 6).stream()
                .map(row -> new Published(row.pending(), row.events(), true))
                .toList();

        await(outbox.published(database.pool, six));

        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactlyInAnyOrderElementsOf(rows.subList(6, 10));
    }

    @Test
    void whatIsPublishedAgainByItsIdsIsPendingNoMore() {
        Overdue row = pending(append(events(3)));
        List<Overdue> others = appendApart(5).subList(3, 5);

        await(outbox.publishedAgain(
                database.pool,
                List.of(row.events().get(0), others.get(0).events().get(0))));

        assertThat(overdue(ALL_SHARDS, NOW, 100))
                .doesNotContain(others.get(0))
                .contains(new Overdue(row.pending(), row.events().subList(1, 3)), others.get(1));
    }

    @Test
    void theSameEventStatedAgainStaysAsItIs() {
        append(events(3));
        List<NewEvent<?>> twice = new ArrayList<>(events(3));
        twice.addAll(events(3));
        List<UUID> ids = pending(append(twice)).events();

        assertThat(await(outbox.byId(database.pool, ids))).hasSize(3);
    }

    @Test
    void everyShardGivesItsOldestAndAllShardsTogetherEverything() {
        appendApart(200);
        List<Overdue> apart = new ArrayList<>();
        ALL_SHARDS.forEach(shard -> apart.addAll(overdue(List.of(shard), NOW, 1000)));

        assertThat(apart).hasSize(200).doesNotHaveDuplicates();
        assertThat(overdue(ALL_SHARDS, NOW, 5)).hasSize(20);
    }

    /** Otherwise a smaller number of shards would forget the events of the others. */
    @Test
    void theHolderOfTheFirstShardFindsThoseBeyondTheLast() {
        List<Overdue> rows = appendApart(50);
        OutboxRepository fewer = new OutboxRepository(2);

        List<Overdue> found = new ArrayList<>(
                await(database.transactions.read("overdue", client -> fewer.overdue(client, List.of(0), NOW, 100))));
        found.addAll(
                await(database.transactions.read("overdue", client -> fewer.overdue(client, List.of(1), NOW, 100))));

        assertThat(found).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void onlyPublishedEventsOfTheSliceThatAreOldEnoughAreDeleted() {
        List<Overdue> rows = appendApart(40);
        rows.subList(0, 30).forEach(row -> published(row, row.events(), true));
        UUID lowest = new UUID(0, 0);
        UUID highest = new UUID(-1, -1);

        assertThat(forget(lowest, highest, Duration.ofMinutes(1)))
                .as("too young")
                .isZero();
        int inSlices = IntStream.range(0, SliceWalk.SLICES)
                .filter(slice -> slice % 16 == 0)
                .map(slice -> forget(SliceWalk.first(slice), SliceWalk.last(slice + 15), NOW))
                .sum();

        assertThat(inSlices).as("the slices cover all ids").isEqualTo(30);
        assertThat(overdue(ALL_SHARDS, NOW, 100)).containsExactlyInAnyOrderElementsOf(rows.subList(30, 40));
        assertThat(await(outbox.byId(
                        database.pool,
                        rows.subList(30, 40).stream()
                                .flatMap(row -> row.events().stream())
                                .toList())))
                .hasSize(10);
    }

    private int forget(UUID from, UUID to, Duration age) {
        HistoryRepository.Page page = await(HistoryRepository.OUTBOX.forget(database.pool, from, to, age));
        assertThat(page.next()).isNull();
        return page.deleted();
    }
}
