package dev.souk.messaging;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.messaging.retention.ClaimSweep;
import dev.souk.messaging.retention.HistoryRepository;
import dev.souk.messaging.retention.RetentionVerticle;
import dev.souk.messaging.retention.SliceWalk;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One round of retention after the other, each asked for by the test. */
final class RetentionSweepTest {
    /** An id of slice 7 or 8 for each number. */
    private static final String ID = "(lpad(to_hex(%d), 3, '0') || substr(md5(n::text), 4))::uuid";

    private MessagingWorld world;
    private RetentionVerticle retention;
    private String deployment;

    @BeforeEach
    void open() {
        try (MessagingWorld others = MessagingWorld.create(Map.of())) {
            TopicAdmin.ensureTopics(others.database.settings.kafka());
        }
        world = MessagingWorld.create(Map.of("kafka.retention", "1m", "messaging.sweep-every", "1h"));
        retention = new RetentionVerticle(world.messaging, world.database.settings, world.database.metrics, 7);
        deployment = world.deploy(retention);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void outbox(int slice, String kind, String ago, int count) {
        world.execute("INSERT INTO outbox (id, topic, type, key, payload, created_at) SELECT " + ID.formatted(slice)
                + ", 'souk.orders', '" + kind + "', '', '{}', now() - INTERVAL '" + ago + "' FROM generate_series(1, "
                + count + ") AS n ON CONFLICT DO NOTHING");
    }

    private void inbox(int slice, String consumer, int count) {
        world.execute("INSERT INTO inbox (event_id, consumer, handled_at) SELECT " + ID.formatted(slice) + ", '"
                + consumer + "', now() - INTERVAL '8 days' FROM generate_series(1, " + count + ") AS n");
    }

    private void claims(String key, String ago, int count) {
        world.execute("INSERT INTO idempotency_claim SELECT 'alice', 'POST /v1/orders', '" + key
                + "-' || n, 'hash', 'resource', now() - INTERVAL '" + ago + "' FROM generate_series(1, " + count
                + ") AS n");
    }

    private long outbox(String kind) {
        return world.count("SELECT count(*) FROM outbox WHERE type = '" + kind + "'");
    }

    private boolean sweep() {
        return await(retention.sweep());
    }

    private double overdue(String rows) {
        return world.database
                .metrics
                .get("souk.retention.overdue.seconds")
                .tag("rows", rows)
                .gauge()
                .value();
    }

    private double failures(String rows) {
        return world.database
                .metrics
                .counter("souk.retention.failures", "rows", rows)
                .count();
    }

    private void refuseToDelete(String table, String condition) {
        world.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'not this one'; END $$");
        world.execute("CREATE TRIGGER refuse BEFORE DELETE ON " + table + " FOR EACH ROW WHEN (" + condition
                + ") EXECUTE FUNCTION refuse()");
    }

    @Test
    void aSliceThatFailsHoldsUpNothingElseAndIsSeenByItsAge() {
        outbox(7, "stuck", "9 days", 5);
        outbox(8, "next", "9 days", 5);
        inbox(7, "order", 5);
        claims("old", "25 hours", 5);
        refuseToDelete("outbox", "OLD.type = 'stuck'");

        assertThat(sweep()).isFalse();
        assertThat(outbox("stuck")).isEqualTo(5);
        assertThat(world.count("SELECT count(*) FROM inbox")).isZero();
        assertThat(world.count("SELECT count(*) FROM idempotency_claim")).isZero();
        assertThat(failures("outbox")).isEqualTo(1);

        assertThat(sweep()).isFalse();
        assertThat(outbox("next")).isZero();
        assertThat(failures("outbox")).isEqualTo(1);
        assertThat(overdue("outbox")).isBetween((double) Duration.ofDays(8).toSeconds(), (double)
                Duration.ofDays(9).toSeconds());
        assertThat(overdue("inbox")).isZero();
        assertThat(overdue("claims")).isZero();

        await(world.database.vertx.undeploy(deployment));
        assertThat(overdue("outbox")).as("no longer the work of this node").isZero();
    }

    @Test
    void claimsThatCannotBeDeletedHoldUpNoSliceAndAreSeenByTheirAge() {
        outbox(7, "old", "9 days", 5);
        claims("old", "26 hours", 5);
        refuseToDelete("idempotency_claim", "true");

        assertThat(sweep()).isFalse();

        assertThat(outbox("old")).isZero();
        assertThat(failures("claims")).isEqualTo(1);
        assertThat(overdue("claims")).isBetween(7_000.0, 8_000.0);
    }

    @Test
    void aSliceOfAnySizeIsDeletedPageByPageUntilNothingOldIsLeft() {
        int rows = SliceWalk.MOST_PAGES * HistoryRepository.PAGE;
        outbox(7, "old", "9 days", rows / 2);
        // Equal numbers give equal ids: the young rows are those of the numbers that are left, in between the old ones.
        outbox(7, "young", "1 minute", rows + 1_000);
        inbox(7, "order", 3_000);
        inbox(7, "payment", 3_000);
        inbox(7, "stock", 3_000);

        assertThat(sweep()).as("there is more of the slice").isTrue();
        assertThat(sweep()).isFalse();

        assertThat(outbox("old")).isZero();
        assertThat(outbox("young")).isEqualTo(rows / 2 + 1_000);
        assertThat(world.count("SELECT count(*) FROM inbox")).isZero();
        assertThat(overdue("outbox")).isZero();
    }

    @Test
    void claimsAreDeletedRoundAfterRoundAtOnceUntilNoneIsTooOld() {
        claims("old", "25 hours", ClaimSweep.MOST * ClaimSweep.CLAIMS + 500);
        claims("young", "23 hours", 10);

        assertThat(sweep()).as("there are more").isTrue();
        assertThat(sweep()).isFalse();

        assertThat(world.count("SELECT count(*) FROM idempotency_claim")).isEqualTo(10);
    }
}
