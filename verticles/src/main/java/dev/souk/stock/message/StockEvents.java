package dev.souk.stock.message;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.Topics;
import java.util.List;
import java.util.UUID;

/** The facts that stock states, keyed by order id. */
public final class StockEvents {
    public static final EventType<StockReserved> RESERVED =
            new EventType<>("stock.reserved", Topics.STOCK, StockReserved.class);
    public static final EventType<StockRejected> REJECTED =
            new EventType<>("stock.rejected", Topics.STOCK, StockRejected.class);

    private StockEvents() {}

    public record StockReserved(UUID orderId) {}

    /** @param lines those SKUs of the order that could not be had */
    public record StockRejected(UUID orderId, List<Shortage> lines) {
        public StockRejected {
            lines = List.copyOf(lines);
        }
    }

    /** @param reason {@code sold_out} (none left), {@code insufficient} (fewer than wanted) or {@code unknown_sku} */
    public record Shortage(String sku, long wanted, long available, String reason) {}
}
