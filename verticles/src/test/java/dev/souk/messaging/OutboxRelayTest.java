package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.events;
import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.MessagingWorld.Noted;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event that its own node committed and did not publish is published by the node that holds its shard. */
final class OutboxRelayTest {
    private static final int SHARDS = 16;

    private final MessagingWorld world =
            MessagingWorld.create(Map.of("messaging.relay-after", "5m", "messaging.lease", "1s"));

    @AfterEach
    void close() {
        world.close();
    }

    private long unpublished() {
        return unpublished(world);
    }

    private static long unpublished(MessagingWorld of) {
        return of.count("SELECT COALESCE(sum(cardinality(events)), 0)::int8 FROM outbox_pending");
    }

    private long shardsOf(String node) {
        return world.count("SELECT count(*) FROM lease WHERE name LIKE 'outbox-%' AND expires_at > now() AND owner = '"
                + node + "'");
    }

    private static List<UUID> ids(List<NewEvent<?>> events) {
        return events.stream().<UUID>map(NewEvent::id).toList();
    }

    @Test
    void onlyWhatIsOverdueIsPublishedAndThenMarked() {
        EventType<Noted> type = world.topic("test.overdue", 3);
        List<NewEvent<?>> old = events(type, "old", 100);
        world.leaveBehind(old);
        world.leaveBehind(events(type, "young", 50));
        world.overdue("old");
        world.consume(
                world.messaging,
                "overdue",
                "test.overdue",
                (tx, batch) -> MessagingWorld.takeEffect(tx, "overdue", batch));

        world.deploy(world.messaging.relay());

        eventually().untilAsserted(() -> assertThat(unpublished()).isEqualTo(50));
        eventually()
                .untilAsserted(
                        () -> assertThat(world.effects("overdue")).containsExactlyInAnyOrderElementsOf(ids(old)));
        assertThat(
                        world.count(
                                "SELECT count(*) FROM outbox o JOIN outbox_pending p ON o.id = ANY (p.events) WHERE o.key LIKE 'young-%'"))
                .isEqualTo(50);
    }

    @Test
    void aBacklogLongerThanTheQueueGetsThroughIt() {
        try (MessagingWorld narrow = MessagingWorld.create(
                Map.of("messaging.relay-after", "5m", "messaging.lease", "1s", "messaging.publish-queue", "100"))) {
            EventType<Noted> type = narrow.topic("test.narrow", 3);
            narrow.leaveBehind(events(type, "narrow", 450));
            narrow.execute("UPDATE outbox_pending SET created_at = now() - INTERVAL '6 minutes'");

            narrow.deploy(narrow.messaging.relay());

            eventually().untilAsserted(() -> assertThat(unpublished(narrow)).isZero());
        }
    }

    @Test
    void twoRelaysShareTheShardsAndOneTakesAllWhenTheOtherGoes() {
        EventType<Noted> type = world.topic("test.shared", 3);
        String first = world.deploy(world.messaging.relay());
        eventually().untilAsserted(() -> assertThat(shardsOf("node-1")).isEqualTo(SHARDS));

        world.deploy(world.node("node-2").relay());
        eventually().untilAsserted(() -> {
            assertThat(shardsOf("node-1")).isEqualTo(SHARDS / 2);
            assertThat(shardsOf("node-2")).isEqualTo(SHARDS / 2);
        });
        List<NewEvent<?>> both = events(type, "both", 300);
        world.leaveBehind(both);
        world.overdue("both");
        eventually().untilAsserted(() -> assertThat(unpublished()).isZero());

        await(world.database.vertx.undeploy(first));
        eventually().untilAsserted(() -> assertThat(shardsOf("node-2")).isEqualTo(SHARDS));
        List<NewEvent<?>> one = events(type, "one", 300);
        world.leaveBehind(one);
        world.overdue("one");
        eventually().untilAsserted(() -> assertThat(unpublished()).isZero());

        world.consume(
                world.messaging,
                "shared",
                "test.shared",
                (tx, batch) -> MessagingWorld.takeEffect(tx, "shared", batch));
        eventually()
                .untilAsserted(() -> assertThat(world.effects("shared"))
                        .hasSize(600)
                        .containsAll(ids(both))
                        .containsAll(ids(one)));
    }

    /** A dead node cannot give its leases back: they run out, by the database's clock. */
    @Test
    void theShardsOfANodeThatDiedAreTakenOver() {
        EventType<Noted> type = world.topic("test.died", 3);
        world.execute("INSERT INTO lease SELECT 'outbox-' || n, 'dead', now() + INTERVAL '2 seconds'"
                + " FROM generate_series(0, 15) AS n");
        world.execute("INSERT INTO lease_member VALUES ('outbox-0', 'dead', now() + INTERVAL '2 seconds')");
        world.leaveBehind(events(type, "left", 200));
        world.overdue("left");

        world.deploy(world.messaging.relay());

        eventually().untilAsserted(() -> assertThat(unpublished()).isZero());
        eventually().untilAsserted(() -> {
            assertThat(shardsOf("node-1")).isEqualTo(SHARDS);
            assertThat(world.count("SELECT count(*) FROM lease_member WHERE owner = 'dead'"))
                    .isZero();
        });
    }
}
