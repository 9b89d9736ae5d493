package dev.souk.order.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.souk.bus.Json;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.message.TimelineEntry;
import dev.souk.stock.message.StockEvents.Shortage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An order as its row holds it.
 *
 * @param lines JSON; absent where they were not asked for
 * @param traceparent of the request that placed it
 * @param hasEmail whether the buyer gave an address
 * @param placedAt when it was accepted, by the database's clock
 */
public record StoredOrder(
        UUID id,
        String customer,
        OrderState state,
        Money total,
        @Nullable String lines,
        @Nullable UUID cartId,
        @Nullable Long cartVersion,
        @Nullable String traceparent,
        boolean hasEmail,
        @Nullable String locale,
        Instant placedAt) {

    private static final TypeReference<List<OrderLine>> LINES = new TypeReference<>() {};
    private static final TypeReference<List<TimelineEntry>> TIMELINE = new TypeReference<>() {};

    public StoredOrder in(OrderState next, @Nullable String nextLines) {
        return new StoredOrder(
                id, customer, next, total, nextLines, cartId, cartVersion, traceparent, hasEmail, locale, placedAt);
    }

    /** The event of a step, or none when the order only took note of its payment. */
    @Nullable
    public NewEvent<?> eventOf(OrderDecision.Step step, Instant now) {
        String reason = step.reason() == null ? "" : step.reason();
        String key = id.toString();
        return switch (step.event()) {
            case "order.reserved" ->
                event(OrderEvents.RESERVED, key, step, now, new OrderEvents.OrderReserved(id, total));
            case "order.confirmed" ->
                event(
                        OrderEvents.CONFIRMED,
                        key,
                        step,
                        now,
                        new OrderEvents.OrderConfirmed(id, customer, total, items(), cartId, cartVersion, hasEmail));
            case "order.rejected" -> event(OrderEvents.REJECTED, key, step, now, ended(reason));
            case "order.payment_failed" -> event(OrderEvents.PAYMENT_FAILED, key, step, now, ended(reason));
            case "order.cancelled" -> event(OrderEvents.CANCELLED, key, step, now, ended(reason));
            case "order.expired" -> event(OrderEvents.EXPIRED, key, step, now, ended(reason));
            case "order.shipped" -> event(OrderEvents.SHIPPED, key, step, now, moved());
            case "order.delivered" -> event(OrderEvents.DELIVERED, key, step, now, moved());
            case "order.refunded" -> event(OrderEvents.REFUNDED, key, step, now, moved());
            default -> null;
        };
    }

    private <T> NewEvent<T> event(EventType<T> type, String key, OrderDecision.Step step, Instant now, T data) {
        return NewEvent.of(type, key, step.seq(), now, traceparent, data);
    }

    private OrderEvents.OrderEnded ended(String reason) {
        return new OrderEvents.OrderEnded(id, customer, reason, hasEmail);
    }

    private OrderEvents.OrderMoved moved() {
        return new OrderEvents.OrderMoved(id, customer, hasEmail);
    }

    private List<Item> items() {
        return orderLines().stream()
                .map(line -> new Item(line.sku(), line.quantity()))
                .toList();
    }

    private List<OrderLine> orderLines() {
        return read(Objects.requireNonNull(lines, "the lines were not asked for"), LINES);
    }

    /** The lines with the reason beside each that stock could not give. */
    public String linesWith(List<Shortage> shortages) {
        Map<String, Shortage> bySku =
                shortages.stream().collect(Collectors.toMap(Shortage::sku, Function.identity(), (a, b) -> a));
        return Json.text(orderLines().stream()
                .map(line -> {
                    Shortage shortage = bySku.get(line.sku());
                    return shortage == null
                            ? line
                            : new OrderLine(
                                    line.sku(),
                                    line.name(),
                                    line.quantity(),
                                    line.unitPrice(),
                                    line.lineTotal(),
                                    shortage.reason());
                })
                .toList());
    }

    public OrderView view(String timeline, Instant createdAt, Instant updatedAt) {
        return view(orderLines(), timeline(timeline), createdAt, updatedAt);
    }

    public static List<OrderLine> lines(String json) {
        return read(json, LINES);
    }

    public static List<TimelineEntry> timeline(String json) {
        return read(json, TIMELINE);
    }

    public OrderView view(List<OrderLine> of, List<TimelineEntry> timeline, Instant createdAt, Instant updatedAt) {
        String currency = total.currency();
        OrderView.PaymentView payment = new OrderView.PaymentView(
                state.payment().name(),
                new Money(state.authorized(), currency),
                new Money(state.captured(), currency),
                new Money(state.refunded(), currency));
        return new OrderView(id, state.status(), of, total, payment, timeline, locale, createdAt, updatedAt);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order's stored JSON cannot be read", e);
        }
    }
}
