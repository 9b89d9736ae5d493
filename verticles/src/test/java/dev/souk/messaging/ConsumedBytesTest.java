package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.messaging.MessagingWorld.takeEffect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Topics;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders of a thousand lines on a real broker: the bytes of the events that are decided at one time are bounded. */
class ConsumedBytesTest {
    private static final int BOUND = 262_144;
    private static final int ORDERS = 60;

    private static OrderPlaced placed(UUID order) {
        List<Item> items = IntStream.range(0, 1_000)
                .mapToObj(i -> new Item("a product with a rather long SKU " + i, 1))
                .toList();
        return new OrderPlaced(order, "somebody", items, Instant.EPOCH);
    }

    @Test
    void aBatchStaysUnderItsBytesAndNothingIsLost() {
        try (MessagingWorld world = MessagingWorld.create(
                Map.of("kafka.max-batch-bytes", Integer.toString(BOUND), "messaging.relay-after", "20s"))) {
            world.createTopic("test.bytes", 3);
            world.createTopic(Topics.deadLetters("test.bytes"), 3);
            EventType<OrderPlaced> type = new EventType<>("test.bytes.placed", "test.bytes", OrderPlaced.class);
            List<NewEvent<?>> events = new ArrayList<>();
            Map<UUID, Integer> bytes = new HashMap<>();
            for (int i = 0; i < ORDERS; i++) {
                UUID order = UUID.randomUUID();
                NewEvent<?> event = NewEvent.of(type, order.toString(), 1, Instant.EPOCH, null, placed(order));
                events.add(event);
                bytes.put(event.id(), EventEnvelope.write(event).getBytes(StandardCharsets.UTF_8).length);
            }
            int largest =
                    bytes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
            assertThat(largest).as("some of them fit").isLessThan(BOUND / 2);
            world.send("test.bytes", events);
            List<Integer> batches = new CopyOnWriteArrayList<>();

            world.consume(world.messaging, "bytes", "test.bytes", (tx, batch) -> {
                batches.add(batch.stream()
                        .mapToInt(event -> bytes.getOrDefault(event.id(), 0))
                        .sum());
                return takeEffect(tx, "bytes", batch);
            });

            eventually()
                    .untilAsserted(() -> assertThat(world.effects("bytes"))
                            .containsExactlyInAnyOrderElementsOf(
                                    events.stream().<UUID>map(NewEvent::id).toList()));
            assertThat(batches).allMatch(batch -> batch <= BOUND);
            assertThat(batches).as("and not one by one").anyMatch(batch -> batch > largest);
            eventually()
                    .untilAsserted(() -> assertThat(world.committed("bytes").values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isEqualTo(ORDERS));
        }
    }
}
