package dev.souk.cart.message;

import dev.souk.money.Money;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cart as its owner sees it, with names and prices from the catalog as cached.
 *
 * @param version rises with every change; the entity tag
 * @param total absent while the cart is empty, or when its lines have different currencies
 */
public record CartView(
        UUID id, long version, List<Line> lines, @Nullable Money total) {
    public CartView {
        lines = List.copyOf(lines);
    }

    /** @param quantity units, 1 to 1,000,000 */
    public record Line(String sku, String name, long quantity, Money unitPrice, Money lineTotal) {}
}
