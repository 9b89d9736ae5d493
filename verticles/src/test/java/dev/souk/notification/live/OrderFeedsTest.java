package dev.souk.notification.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderEndpoints.Timelines;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.TimelineEntry;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The feeds of a node on a real bus, without a single hint: the poll alone brings the entries. */
class OrderFeedsTest {
    private static final int ORDERS = 40;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, Duration.ofSeconds(10));
    private final List<GetTimelines> asked = new CopyOnWriteArrayList<>();
    private final Map<UUID, List<Long>> told = new ConcurrentHashMap<>();
    private volatile int entries = 1;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private Timelines answer(GetTimelines question) {
        asked.add(question);
        int last = entries;
        Map<UUID, Timeline> found = new HashMap<>();
        question.after()
                .forEach((order, after) -> found.put(
                        order,
                        new Timeline(
                                "carl",
                                last,
                                false,
                                LongStream.rangeClosed(after + 1, last)
                                        .mapToObj(seq -> entry(order, seq))
                                        .toList())));
        return new Timelines(found);
    }

    private static TimelineEntry entry(UUID order, long seq) {
        return new TimelineEntry(seq, Instant.EPOCH, OrderStatus.RESERVED, "order.step", null, order, "ab".repeat(16));
    }

    private void follow(OrderFeeds feeds, UUID order) {
        List<Long> seen = told.computeIfAbsent(order, unknown -> new CopyOnWriteArrayList<>());
        feeds.follow(new Follower(order, "carl", 0, vertx.getOrCreateContext(), signal -> {
            if (signal instanceof Signal.Steps next) {
                next.steps().forEach(step -> seen.add(step.seq()));
            }
        }));
    }

    private void awaitTold(List<Long> seqs) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> told.values().stream().allMatch(seen -> seen.equals(seqs)));
    }

    @Test
    void onePollReadsAllFollowedOrdersTogether() throws Exception {
        Settings.Live settings = SettingsLoader.load(List.of(), Map.of(), Map.of("live.poll-every", "200ms"))
                .live();
        OrderFeeds feeds = new OrderFeeds(bus, settings, new OpsFeed(), new SimpleMeterRegistry());
        await(bus.serve(OrderEndpoints.TIMELINES, question -> Future.succeededFuture(answer(question))));
        await(vertx.deployVerticle(new LiveVerticle(feeds)));
        Set<UUID> orders = Stream.generate(UUID::randomUUID).limit(ORDERS).collect(Collectors.toSet());
        orders.forEach(order -> follow(feeds, order));
        awaitTold(List.of(1L));

        asked.clear();
        entries = 3;
        awaitTold(List.of(1L, 2L, 3L));

        // A read that was begun before the poll may have fewer.
        assertThat(asked)
                .anySatisfy(question -> assertThat(question.after().keySet()).isEqualTo(orders));
    }
}
