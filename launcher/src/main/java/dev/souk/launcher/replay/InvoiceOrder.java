package dev.souk.launcher.replay;

import java.util.List;

/**
 * A sale invoice as the order that it becomes.
 *
 * @param invoice its number, from which the idempotency key is derived
 * @param customer subject of the order's token
 * @param lines as on the invoice; the same SKU may come twice
 */
public record InvoiceOrder(String invoice, String customer, List<Line> lines) {
    public InvoiceOrder {
        lines = List.copyOf(lines);
    }

    /** @param quantity units, at least 1 */
    public record Line(String sku, long quantity) {}

    String idempotencyKey() {
        return "replay-" + invoice;
    }
}
