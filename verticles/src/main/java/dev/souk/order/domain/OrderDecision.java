package dev.souk.order.domain;

import dev.souk.order.message.OrderStatus;
import dev.souk.stock.message.StockEvents.Shortage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state machine's decision on an input. */
public sealed interface OrderDecision {
    /** The order moves on by one or more steps, each an entry of the timeline. */
    public record Moved(OrderState state, List<Step> steps, List<Shortage> shortages) implements OrderDecision {
        public Moved {
            steps = List.copyOf(steps);
            shortages = List.copyOf(shortages);
        }
    }

    /** A late or repeated message: nothing changes, it is counted. */
    record Ignored() implements OrderDecision {}

    /** A command asked for what is so already: answered like the first time. */
    record AlreadyDone() implements OrderDecision {}

    /** A command that the order's state does not allow. */
    record Refused(String reason) implements OrderDecision {}

    /**
     * @param event the order's event ({@code order.confirmed}), or the payment's when the order only takes note of it
     * @param status after the step
     */
    public record Step(
            long seq,
            OrderStatus status,
            String event,
            @Nullable String reason) {}
}
