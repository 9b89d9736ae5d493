package dev.souk.cart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cart as it is stored.
 *
 * @param customer absent for a guest
 * @param version rises by one with every change
 * @param changedBy id of the change that made this version
 * @param lines in the order in which they came
 */
record Cart(UUID id, @Nullable String customer, long version, UUID changedBy, List<Line> lines) {
    Cart {
        lines = lines.stream().sorted(Line.AS_ADDED).toList();
    }

    /**
     * @param quantity units, at least 1
     * @param added version of the cart in which the line came
     * @param changed version of the cart in which the line was set last
     */
    record Line(String sku, long quantity, long added, long changed) {
        private static final Comparator<Line> AS_ADDED =
                Comparator.comparingLong(Line::added).thenComparing(Line::sku);
    }

    /** @param owner who is to have made the cart; absent: a guest */
    static Cart empty(UUID id, @Nullable String owner, UUID change) {
        return new Cart(id, owner, 1, change, List.of());
    }

    /** A guest's cart is seen by every caller that knows its id, a customer's by that customer alone. */
    boolean isSeenBy(@Nullable String asker) {
        return customer == null || customer.equals(asker);
    }

    @Nullable
    Line line(String sku) {
        return lines.stream().filter(line -> line.sku().equals(sku)).findFirst().orElse(null);
    }

    /** The next version, with that line as it says; a line that was there keeps its place. */
    Cart with(String sku, long quantity, UUID change) {
        Line before = line(sku);
        List<Line> next = new ArrayList<>(without(sku));
        next.add(new Line(sku, quantity, before == null ? version + 1 : before.added(), version + 1));
        return new Cart(id, customer, version + 1, change, next);
    }

    /** The next version, without these lines. */
    Cart without(List<Line> gone, UUID change) {
        List<Line> next = lines.stream().filter(line -> !gone.contains(line)).toList();
        return new Cart(id, customer, version + 1, change, next);
    }

    private List<Line> without(String sku) {
        return lines.stream().filter(line -> !line.sku().equals(sku)).toList();
    }
}
