package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.kafka.TopicAdmin;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that no component can need any more are deleted, and no others. */
final class RetentionTest {
    /** An id in each slice of the id space. */
    private static final String EACH_SLICE =
            " FROM (SELECT (lpad(to_hex(n), 3, '0') || substr(md5(n::text || '%s'), 4))::uuid AS id"
                    + " FROM generate_series(0, 4095) AS n) AS s";

    private MessagingWorld world;

    @BeforeEach
    void open() {
        // With the settings of the other tests that use these topics.
        try (MessagingWorld others = MessagingWorld.create(Map.of())) {
            TopicAdmin.ensureTopics(others.database.settings.kafka());
        }
        world = MessagingWorld.create(Map.of("kafka.retention", "1m", "messaging.sweep-every", "100ms"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void outbox(String kind, String createdAgo) {
        world.execute("INSERT INTO outbox (id, topic, type, key, payload, created_at)"
                + " SELECT s.id, 'souk.orders', '" + kind + "', '', '{}', now() - INTERVAL '" + createdAgo + "'"
                + EACH_SLICE.formatted(kind));
    }

    private void inbox(String consumer, String handledAgo) {
        world.execute("INSERT INTO inbox (event_id, consumer, handled_at) SELECT s.id, '" + consumer
                + "', now() - INTERVAL '" + handledAgo + "'" + EACH_SLICE.formatted(consumer));
    }

    private void claim(String key, String ago) {
        world.execute("INSERT INTO idempotency_claim SELECT 'alice', 'POST /v1/orders', '" + key
                + "-' || n, 'hash', 'resource', now() - INTERVAL '" + ago + "' FROM generate_series(1, 2500) AS n");
    }

    private long outbox(String kind) {
        return world.count("SELECT count(*) FROM outbox WHERE type = '" + kind + "'");
    }

    private long inbox(String consumer) {
        return world.count("SELECT count(*) FROM inbox WHERE consumer = '" + consumer + "'");
    }

    private long claims(String key) {
        return world.count("SELECT count(*) FROM idempotency_claim WHERE key LIKE '" + key + "-%'");
    }

    @Test
    void onlyWhatIsPublishedAndHandledBeforeTheHorizonIsDeletedSliceBySlice() {
        outbox("old", "9 days");
        outbox("young", "20 minutes");
        outbox("unpublished", "9 days");
        world.execute(
                "INSERT INTO outbox_pending (id, shard, events, created_at)"
                        + " SELECT gen_random_uuid(), 0, array_agg(id), min(created_at) FROM outbox WHERE type = 'unpublished'");
        inbox("old", "8 days");
        inbox("young", "20 minutes");

        world.deploy(world.messaging.retention());

        eventually().untilAsserted(() -> {
            assertThat(outbox("old")).isLessThan(4_090);
            assertThat(inbox("old")).isLessThan(4_090);
        });
        assertThat(outbox("young")).isEqualTo(4_096);
        assertThat(outbox("unpublished")).isEqualTo(4_096);
        assertThat(inbox("young")).isEqualTo(4_096);
        assertThat(world.database
                        .metrics
                        .counter("souk.retention.deleted", "rows", "inbox")
                        .count())
                .isPositive();
    }

    @Test
    void claimsAreDeletedPastTheirRetentionAndNotBefore() {
        claim("old", "25 hours");
        claim("young", "23 hours");

        world.deploy(world.messaging.retention());

        eventually().untilAsserted(() -> assertThat(claims("old")).isZero());
        assertThat(claims("young")).isEqualTo(2_500);
    }

    @Test
    void oneNodeAtATimeSweeps() {
        world.deploy(world.messaging.retention());
        world.deploy(world.node("node-2").retention());

        eventually()
                .untilAsserted(() -> assertThat(world.count("SELECT count(*) FROM lease WHERE name = 'retention'"
                                + " AND owner IN ('node-1', 'node-2') AND expires_at > now()"))
                        .isEqualTo(1));
    }
}
