package dev.souk.order.message;

import dev.souk.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as its owner sees it.
 *
 * @param locale BCP 47 tag of the language that the buyer is written to in, where one was named
 */
public record OrderView(
        UUID id,
        OrderStatus status,
        List<OrderLine> lines,
        Money total,
        PaymentView payment,
        List<TimelineEntry> timeline,
        @Nullable String locale,
        Instant createdAt,
        Instant updatedAt) {

    public OrderView {
        lines = List.copyOf(lines);
        timeline = List.copyOf(timeline);
    }

    /** Of a buyer who names no language. */
    public OrderView(
            UUID id,
            OrderStatus status,
            List<OrderLine> lines,
            Money total,
            PaymentView payment,
            List<TimelineEntry> timeline,
            Instant createdAt,
            Instant updatedAt) {
        this(id, status, lines, total, payment, timeline, null, createdAt, updatedAt);
    }

    /** @param reason why stock could not give it, when the order was rejected for it */
    public record OrderLine(
            String sku,
            String name,
            long quantity,
            Money unitPrice,
            Money lineTotal,
            @Nullable String reason) {}

    /** @param status NONE, AUTHORIZED, DECLINED, CAPTURED, CAPTURE_FAILED, VOIDED or REFUNDED */
    public record PaymentView(String status, Money authorized, Money captured, Money refunded) {}
}
