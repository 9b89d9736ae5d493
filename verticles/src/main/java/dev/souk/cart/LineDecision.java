package dev.souk.cart;

import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.NoSuchLine;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.cart.message.CartEndpoints.TooLarge;
import dev.souk.cart.message.CartEndpoints.UnknownProduct;
import dev.souk.cart.message.CartEndpoints.VersionMismatch;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The decision on a request to set a line. */
sealed interface LineDecision {
    record Set(CartChange change) implements LineDecision {}

    record Refused(SetLineOutcome outcome) implements LineDecision {}

    /**
     * The version is looked at before the line: a caller with an old version of the cart cannot know what it asks for.
     *
     * @param cart absent where there is none
     * @param forSale whether the catalog knows the SKU
     * @param change id of this request, the same when its transaction is run again
     */
    static LineDecision of(@Nullable Cart cart, SetLine command, boolean forSale, CartLimits limits, UUID change) {
        if (cart == null || !cart.isSeenBy(command.customer())) {
            return new Refused(new NoSuchCart());
        }
        if (cart.changedBy().equals(change)) {
            return new Set(CartChange.none(cart));
        }
        if (command.ifMatch() != null && command.ifMatch() != cart.version()) {
            return new Refused(new VersionMismatch(cart.version()));
        }
        return command.quantity() == 0
                ? remove(cart, command.sku(), change)
                : set(cart, command, forSale, limits, change);
    }

    private static LineDecision remove(Cart cart, String sku, UUID change) {
        Cart.Line line = cart.line(sku);
        return line == null
                ? new Refused(new NoSuchLine(sku))
                : new Set(new CartChange(cart, cart.without(List.of(line), change)));
    }

    private static LineDecision set(Cart cart, SetLine command, boolean forSale, CartLimits limits, UUID change) {
        if (command.quantity() < 0 || command.quantity() > limits.quantity()) {
            return new Refused(new TooLarge("quantity", "a line has 1 to " + limits.quantity() + " units"));
        }
        if (!forSale) {
            return new Refused(new UnknownProduct(command.sku()));
        }
        if (cart.line(command.sku()) == null && cart.lines().size() >= limits.lines()) {
            return new Refused(new TooLarge("lines", "a cart has at most " + limits.lines() + " lines"));
        }
        return new Set(new CartChange(cart, cart.with(command.sku(), command.quantity(), change)));
    }
}
