package dev.souk.cart.message;

import dev.souk.bus.BusEndpoint;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions that carts answer. A {@code customer} is the subject of the caller's token, absent for a guest. A
 * guest's cart belongs to every caller that knows its id; a customer's cart is found by that customer alone.
 */
public final class CartEndpoints {
    public static final BusEndpoint<OpenCart, CartOpened> OPEN =
            new BusEndpoint<>("cart.open", OpenCart.class, CartOpened.class);
    public static final BusEndpoint<GetCart, CartAnswer> GET =
            new BusEndpoint<>("cart.get", GetCart.class, CartAnswer.class);
    public static final BusEndpoint<SetLine, SetLineOutcome> SET_LINE =
            new BusEndpoint<>("cart.set-line", SetLine.class, SetLineOutcome.class);
    public static final BusEndpoint<MergeCart, MergeOutcome> MERGE =
            new BusEndpoint<>("cart.merge", MergeCart.class, MergeOutcome.class);
    /** The lines that a cart would order, and its version. */
    public static final BusEndpoint<GetCart, CheckoutAnswer> CHECKOUT =
            new BusEndpoint<>("cart.checkout", GetCart.class, CheckoutAnswer.class);

    private CartEndpoints() {}

    /** A new guest's cart, or the one cart of the customer, made where there is none. */
    public record OpenCart(@Nullable String customer) {}

    /** @param created false when the customer had it already */
    public record CartOpened(CartView cart, boolean created) {}

    public record GetCart(UUID id, @Nullable String customer) {}

    public sealed interface CartAnswer {}

    public record CartFound(CartView cart) implements CartAnswer, SetLineOutcome {}

    public record NoSuchCart() implements CartAnswer, SetLineOutcome, MergeOutcome, CheckoutAnswer {}

    /**
     * @param quantity units that the line is to have; 0 takes the line out
     * @param ifMatch the version the cart must have; absent: whatever it is
     */
    public record SetLine(
            UUID id,
            @Nullable String customer,
            String sku,
            long quantity,
            @Nullable Long ifMatch) {}

    public sealed interface SetLineOutcome {}

    public record VersionMismatch(long version) implements SetLineOutcome {}

    public record UnknownProduct(String sku) implements SetLineOutcome {}

    /** A line is to be taken out that is not there. */
    public record NoSuchLine(String sku) implements SetLineOutcome {}

    /** @param field in the request; {@code reason} in words */
    public record TooLarge(String field, String reason) implements SetLineOutcome {}

    /** @param guestCart whose lines go into the customer's cart; it is empty afterwards */
    public record MergeCart(UUID guestCart, String customer) {}

    public sealed interface MergeOutcome {}

    public record Merged(CartView cart, List<MergeChange> changes) implements MergeOutcome {
        public Merged {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A line that did not come over as it was.
     *
     * @param quantity units it has now; 0: it was left out
     * @param reason {@code quantity_limit}, {@code line_limit} or {@code not_for_sale}
     */
    public record MergeChange(String sku, long wanted, long quantity, String reason) {}

    public sealed interface CheckoutAnswer {}

    public record Checkout(UUID cartId, long version, List<Item> items) implements CheckoutAnswer {
        public Checkout {
            items = List.copyOf(items);
        }
    }

    public record Item(String sku, long quantity) {}
}
