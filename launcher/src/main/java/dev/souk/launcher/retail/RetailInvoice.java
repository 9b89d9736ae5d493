package dev.souk.launcher.retail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sale, as an order.
 *
 * @param customer absent where the file knows none
 * @param lines in the order of the file; the same SKU may come twice
 */
public record RetailInvoice(String invoice, @Nullable String customer, List<Line> lines) {
    public RetailInvoice {
        lines = List.copyOf(lines);
    }

    /** @param quantity units, 1 to 1,000,000 */
    public record Line(String sku, long quantity) {}
}
