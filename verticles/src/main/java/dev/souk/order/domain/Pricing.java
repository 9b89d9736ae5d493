package dev.souk.order.domain;

import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.TooLarge;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import dev.souk.order.message.OrderEndpoints.UnknownProducts;
import dev.souk.order.message.OrderView.OrderLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what a buyer wants into lines with prices and a total, or says why not. Pure. */
public final class Pricing {
    /** The same SKU may stand on several lines, but not so often that a total leaves the range of a long. */
    private static final int LINES_PER_SKU = 5;

    private Pricing() {}

    /** @param refusal absent when the order can be placed */
    public record Priced(
            List<OrderLine> lines, Money total, @Nullable PlaceOutcome refusal) {
        static Priced refused(PlaceOutcome refusal) {
            return new Priced(List.of(), Money.zero(""), refusal);
        }
    }

    /**
     * @param items of one order, their SKUs within the limits
     * @param products by SKU; a SKU that is absent is not for sale
     * @param expectedTotal what the buyer saw, if that is to protect them
     */
    public static Priced price(List<OrderItem> items, Map<String, Product> products, @Nullable Money expectedTotal) {
        List<String> unknown = items.stream()
                .map(OrderItem::sku)
                .filter(sku -> !products.containsKey(sku))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            return Priced.refused(new UnknownProducts(unknown));
        }
        List<OrderLine> lines = new ArrayList<>(items.size());
        for (OrderItem item : items) {
            Product product = Objects.requireNonNull(products.get(item.sku()));
            lines.add(new OrderLine(
                    item.sku(),
                    product.name(),
                    item.quantity(),
                    product.price(),
                    product.price().times(item.quantity()),
                    null));
        }
        List<String> currencies = lines.stream()
                .map(line -> line.unitPrice().currency())
                .distinct()
                .toList();
        if (currencies.size() > 1) {
            return Priced.refused(new MixedCurrencies(currencies));
        }
        // 5,000 lines of 10^6 units at 10^9 minor units fit a long.
        Money total = lines.stream().map(OrderLine::lineTotal).reduce(Money.zero(currencies.getFirst()), Money::plus);
        return expectedTotal == null || expectedTotal.equals(total)
                ? new Priced(List.copyOf(lines), total, null)
                : Priced.refused(new TotalChanged(total));
    }

    /** @return the refusal, or none when the order is within the limits */
    public static @Nullable PlaceOutcome checkSize(List<OrderItem> items, int maxSkus, int maxQuantity) {
        if (items.isEmpty()) {
            return new TooLarge("lines", "an order has at least one line");
        }
        long distinct = items.stream().map(OrderItem::sku).distinct().count();
        if (distinct > maxSkus) {
            return new TooLarge("lines", "an order has at most " + maxSkus + " different SKUs, not " + distinct);
        }
        if (items.size() > maxSkus * LINES_PER_SKU) {
            return new TooLarge("lines", "an order has at most " + maxSkus * LINES_PER_SKU + " lines");
        }
        for (int i = 0; i < items.size(); i++) {
            long quantity = items.get(i).quantity();
            if (quantity < 1 || quantity > maxQuantity) {
                return new TooLarge(
                        "lines[" + i + "].quantity", "a line has 1 to " + maxQuantity + " units, not " + quantity);
            }
        }
        return null;
    }
}
