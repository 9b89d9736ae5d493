package dev.souk.cart;

import dev.souk.cart.Cart.Line;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The SKUs that a confirmed order bought from a cart.
 *
 * @param version of the cart when it was ordered
 * @param event id of the fact
 */
record Bought(UUID cartId, long version, Set<String> skus, UUID event) {
    Bought {
        skus = Set.copyOf(skus);
    }

    /**
     * Takes out the lines that were bought, but for those that were set after the order was placed: the buyer means to
     * have these as well. Facts may come in any order and again and again: each looks only at lines, and a line that
     * has gone or was set anew is never older than the order.
     *
     * @return the same cart when nothing of it goes
     */
    Cart leaves(Cart cart) {
        List<Line> gone = cart.lines().stream()
                .filter(line -> skus.contains(line.sku()) && line.changed() <= version)
                .toList();
        return gone.isEmpty() ? cart : cart.without(gone, event);
    }

    /** @return the changes of the carts, by all that was bought, in any order */
    static List<CartChange> takenOut(Collection<Cart> carts, List<Bought> bought) {
        return carts.stream()
                .map(before -> {
                    Cart after = before;
                    for (Bought purchase : bought) {
                        after = purchase.cartId().equals(before.id()) ? purchase.leaves(after) : after;
                    }
                    return new CartChange(before, after);
                })
                .toList();
    }
}
