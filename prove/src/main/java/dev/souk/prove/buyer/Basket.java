package dev.souk.prove.buyer;

import dev.souk.prove.buyer.Reply.Answer;
import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.LineAsked;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's cart, as its buyer knows it. Every change insists on the version that the buyer saw last, by
 * {@code If-Match}. So a late change whose answer was lost has no effect once another change has been made. When the
 * shop answers that the version has changed, the buyer reads the cart and tries again.
 */
final class Basket {
    private static final int PRECONDITION_FAILED = 412;
    private static final int TRIES = 5;

    private final String buyer;
    private final String bearer;
    private final Insistence insistence;
    private CartSeen seen;

    private Basket(String buyer, String bearer, Insistence insistence, CartSeen seen) {
        this.buyer = buyer;
        this.bearer = bearer;
        this.insistence = insistence;
        this.seen = seen;
    }

    /** @return null when the shop did not give one in time */
    static @Nullable Basket open(String buyer, String bearer, Insistence insistence) throws InterruptedException {
        CartSeen cart = cart(insistence.ask(buyer, Call.openCart(bearer)));
        return cart == null ? null : new Basket(buyer, bearer, insistence, cart);
    }

    private static @Nullable CartSeen cart(Reply reply) {
        return reply instanceof Answer answer && answer.isSuccess() ? CartReading.of(answer.body()) : null;
    }

    String id() {
        return seen.id();
    }

    /** The version that the buyer saw last. */
    long version() {
        return seen.version();
    }

    /** The total of the lines that the buyer saw last, in minor units. */
    long total() {
        return seen.items().stream()
                .mapToLong(item -> item.quantity() * Objects.requireNonNullElse(item.unitPrice(), 0L))
                .sum();
    }

    /**
     * Looks at the cart, removes the lines that are not wanted any more, and sets the wanted ones. The same
     * SKU twice is one line.
     *
     * @return whether the cart has exactly the wanted lines now, as far as its buyer knows
     */
    boolean fill(Iterable<Item> wanted) throws InterruptedException {
        Map<String, Long> units = new TreeMap<>();
        wanted.forEach(item -> units.merge(item.sku(), item.quantity(), Long::sum));
        if (!look()) {
            return false;
        }
        for (Item there : seen.items()) {
            if (!units.containsKey(there.sku()) && !set(there.sku(), 0)) {
                return false;
            }
        }
        for (Map.Entry<String, Long> line : units.entrySet()) {
            if (!set(line.getKey(), line.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean look() throws InterruptedException {
        CartSeen now = cart(insistence.ask(buyer, Call.cart(bearer, seen.id())));
        seen = now == null ? seen : now;
        return now != null;
    }

    /**
     * @param quantity units; 0 takes the line out
     * @return whether the line has that quantity now; false when the shop refused it, or gave no answer in time
     */
    boolean set(String sku, long quantity) throws InterruptedException {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (quantity == 0 && units(sku) == 0) {
                // The line left meanwhile: an order of it was confirmed.
                return true;
            }
            LineAsked line = new LineAsked(sku, quantity, seen.version());
            Reply reply = insistence.ask(buyer, Call.cartLine(bearer, seen.id(), line));
            CartSeen now = cart(reply);
            if (now != null) {
                seen = now;
                return true;
            }
            if (!(reply instanceof Answer answer) || answer.status() != PRECONDITION_FAILED || !look()) {
                return false;
            }
            if (units(sku) == quantity) {
                // The lost answer was a yes.
                return true;
            }
        }
        return false;
    }

    private long units(String sku) {
        return seen.items().stream()
                .filter(item -> item.sku().equals(sku))
                .mapToLong(Item::quantity)
                .sum();
    }
}
