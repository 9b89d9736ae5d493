package dev.souk.order.flow;

import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Counts orders as they move, after the commit: {@code souk.order.moved{status}}, orders that came into the state, and
 * {@code souk.order.confirmed}, the time from acceptance to {@code CONFIRMED} by the database's clock, with buckets. A
 * node that dies between commit and count counts too little. Safe to use from every thread.
 */
public final class OrderFlow {
    public static final String MOVED = "souk.order.moved";
    public static final String CONFIRMED = "souk.order.confirmed";
    public static final String STATUS = "status";

    /** Upper ends of the buckets, in milliseconds: a third apart at the most, where most orders are. */
    private static final long[] BUCKETS = {
        5, 10, 15, 20, 30, 40, 50, 65, 80, 100, 130, 160, 200, 260, 320, 400, 500, 650, 800, 1_000, 1_300, 1_600, 2_000,
        2_600, 3_200, 4_000, 5_000, 6_500, 8_000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000
    };

    private static final String ORDER_EVENT = "order.";

    private final Map<OrderStatus, Counter> moved = new EnumMap<>(OrderStatus.class);
    private final Timer confirmed;

    /** Registers every state at once, so that the first order is seen as a rise. */
    public OrderFlow(MeterRegistry metrics) {
        for (OrderStatus status : OrderStatus.values()) {
            moved.put(status, metrics.counter(MOVED, STATUS, status.name()));
        }
        confirmed = Timer.builder(CONFIRMED)
                .serviceLevelObjectives(
                        LongStream.of(BUCKETS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
                .register(metrics);
    }

    /** Counts an order that was accepted; a replay or a refusal is none. */
    public void placed(PlaceOutcome outcome) {
        if (outcome instanceof Placed placed && !placed.replayed()) {
            count(OrderStatus.PENDING);
        }
    }

    /**
     * Counts what a transaction changed.
     *
     * @param confirmedAfter how long the orders took that it confirmed
     */
    public void moved(List<OrderChanged> changes, List<Duration> confirmedAfter) {
        for (OrderChanged change : changes) {
            // A payment's entry moves no order.
            if (change.entry().event().startsWith(ORDER_EVENT)) {
                count(change.entry().status());
            }
        }
        confirmedAfter.forEach(confirmed::record);
    }

    private void count(OrderStatus status) {
        Counter counter = moved.get(status);
        if (counter != null) {
            counter.increment();
        }
    }
}
