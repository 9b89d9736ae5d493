package dev.souk.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.messaging.retention.Horizon;
import dev.souk.settings.Settings;
import dev.souk.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class HorizonTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private static Instant horizon(Optional<Instant> message, Optional<Instant> letter) {
        return Horizon.of(NOW, WEEK, message, letter);
    }

    @Test
    void withoutAnythingOlderItIsTheTopicsRetention() {
        Instant retained = NOW.minus(WEEK).minus(Horizon.MARGIN);
        Optional<Instant> young = Optional.of(NOW.minusSeconds(60));

        assertThat(horizon(Optional.empty(), Optional.empty())).isEqualTo(retained);
        assertThat(horizon(young, Optional.empty())).isEqualTo(retained);
    }

    /** Topics delete whole segments, so that they hold messages for longer than they must. */
    @Test
    void theOldestMessageMovesItBack() {
        Instant old = NOW.minus(Duration.ofDays(9));

        assertThat(horizon(Optional.of(old), Optional.empty())).isEqualTo(old.minus(Horizon.MARGIN));
    }

    @Test
    void theOldestLetterMovesItBackByTheAgeThatItsMessageMayHaveHad() {
        Instant letter = NOW.minus(Duration.ofDays(2));

        assertThat(horizon(Optional.empty(), Optional.of(letter)))
                .isEqualTo(letter.minus(WEEK).minus(Horizon.MARGIN));
    }

    @Test
    void kafkaIsAskedForTheOldestOfAllTopics() {
        try (MessagingWorld world = MessagingWorld.create(Map.of())) {
            Settings.Kafka kafka = world.database.settings.kafka();
            TopicAdmin.ensureTopics(kafka);
            Instant written = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
            world.sendAll(List.of(new ProducerRecord<>(
                    Topics.deadLetters(Topics.CATALOG),
                    2,
                    written.toEpochMilli(),
                    null,
                    "a letter".getBytes(StandardCharsets.UTF_8))));

            Instant horizon = Horizon.ask(kafka, Instant.now());

            assertThat(horizon).isEqualTo(written.minus(kafka.retention()).minus(Horizon.MARGIN));
            DeadLetterId id =
                    new DeadLetterId(Topics.deadLetters(Topics.CATALOG), 2, world.end("souk.catalog.dlq", 2) - 1);
            TestDatabase.await(world.deadLetters().discard(List.of(id)));
        }
    }
}
