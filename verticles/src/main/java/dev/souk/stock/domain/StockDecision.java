package dev.souk.stock.domain;

import dev.souk.messaging.event.NewEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a batch of facts on stock, each row named once.
 *
 * @param orders what is known of an order now and was not, or was different, before
 * @param made reservations that are new; an order that was placed and ended in one batch has them RELEASED from the
 *     start
 * @param moved reservations that were there and change their state
 * @param flows what moves between the counters of each SKU; the sum of each is 0
 * @param events in the order of the facts that caused them
 * @param ignored facts that change nothing
 */
public record StockDecision(
        List<OrderMove> orders,
        List<Reservation> made,
        List<ReservationMove> moved,
        List<CounterDelta> flows,
        List<NewEvent<?>> events,
        List<Ignored> ignored) {

    public StockDecision {
        orders = List.copyOf(orders);
        made = List.copyOf(made);
        moved = List.copyOf(moved);
        flows = List.copyOf(flows);
        events = List.copyOf(events);
        ignored = List.copyOf(ignored);
    }

    /** @param previous none when nothing was known of the order */
    public record OrderMove(UUID orderId, @Nullable StockOrderState previous, StockOrderState next) {
        public boolean isFirst() {
            return previous == null;
        }
    }

    public record ReservationMove(Reservation before, ReservationState next) {}

    public record Ignored(UUID orderId, Reason reason) {}

    public enum Reason {
        /** Stock had done so already. */
        REPEATED,
        /** A placement after its deadline. */
        LATE,
        /** A placement or a confirmation after the order's end. */
        AFTER_END,
        /** The confirmation of an order that stock gave nothing to; it should not have been confirmed. */
        CONFIRMED_WITHOUT_STOCK
    }
}
