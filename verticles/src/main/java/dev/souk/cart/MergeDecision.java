package dev.souk.cart;

import dev.souk.cart.Cart.Line;
import dev.souk.cart.message.CartEndpoints.MergeChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The merge of a guest's cart into a customer's: quantities add and are clamped to the limits, and the answer tells the
 * lines that did not come over unchanged. Merging again changes nothing, because the guest's cart is empty then.
 */
record MergeDecision(CartChange guest, CartChange customer, List<MergeChange> changes) {
    static final String QUANTITY_LIMIT = "quantity_limit";
    static final String LINE_LIMIT = "line_limit";
    static final String NOT_FOR_SALE = "not_for_sale";

    /**
     * @param notForSale SKUs that the catalog does not know any more
     * @param change id of this request, the same when its transaction is run again
     */
    static MergeDecision of(Cart guest, Cart customer, Set<String> notForSale, CartLimits limits, UUID change) {
        if (guest.lines().isEmpty() || guest.id().equals(customer.id())) {
            return new MergeDecision(CartChange.none(guest), CartChange.none(customer), List.of());
        }
        long version = customer.version() + 1;
        Map<String, Line> merged = new LinkedHashMap<>();
        customer.lines().forEach(line -> merged.put(line.sku(), line));
        List<MergeChange> changes = new ArrayList<>();
        for (Line line : guest.lines()) {
            Line there = merged.get(line.sku());
            long before = there == null ? 0 : there.quantity();
            long wanted = before + line.quantity();
            if (notForSale.contains(line.sku())) {
                changes.add(new MergeChange(line.sku(), wanted, before, NOT_FOR_SALE));
            } else if (there == null && merged.size() >= limits.lines()) {
                changes.add(new MergeChange(line.sku(), wanted, 0, LINE_LIMIT));
            } else {
                long quantity = Math.min(wanted, limits.quantity());
                if (quantity < wanted) {
                    changes.add(new MergeChange(line.sku(), wanted, quantity, QUANTITY_LIMIT));
                }
                long added = there == null ? version : there.added();
                merged.put(line.sku(), new Line(line.sku(), quantity, added, version));
            }
        }
        Cart after = new Cart(customer.id(), customer.customer(), version, change, new ArrayList<>(merged.values()));
        return new MergeDecision(
                new CartChange(guest, guest.without(guest.lines(), change)),
                new CartChange(customer, after),
                List.copyOf(changes));
    }
}
