package dev.souk.edge;

import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.message.OrderView.PaymentView;
import dev.souk.order.message.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sample answers of the features. */
public final class Samples {
    static final Instant NOON = Instant.parse("2026-05-04T12:00:00.123456Z");
    public static final UUID ORDER = UUID.fromString("6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11");

    private Samples() {}

    static Product product(String sku) {
        return product(sku, 3);
    }

    static Product product(String sku, long version) {
        return new Product(sku, "Lantern \"red\"", "Glows.\n", "garden", new Money(255, "GBP"), version, NOON);
    }

    static OrderView order(OrderStatus status) {
        return order(ORDER, status);
    }

    static OrderView order(UUID id, OrderStatus status) {
        Money total = new Money(510, "GBP");
        Money none = Money.zero("GBP");
        return new OrderView(
                id,
                status,
                List.of(
                        new OrderLine("85123A", "Lantern", 2, new Money(255, "GBP"), total, null),
                        new OrderLine("85123a", "Lamp", 1, none, none, "sold_out")),
                total,
                new PaymentView("NONE", none, none, none),
                List.of(
                        new TimelineEntry(1, NOON, OrderStatus.PENDING, "order.placed", null, ORDER, "ab".repeat(16)),
                        new TimelineEntry(2, NOON, status, "order.changed", "because", null, null)),
                NOON,
                NOON);
    }
}
