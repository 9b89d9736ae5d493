package dev.souk.order.store;

import dev.souk.idempotency.Claim;
import dev.souk.money.Money;
import dev.souk.order.domain.Pricing.Priced;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.store.OrderRepository.CartVersion;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A priced order on its way to the database.
 *
 * @param id random, made before the transaction so that a second run writes the same order
 */
public record NewOrder(
        UUID id,
        Claim claim,
        String customer,
        List<OrderLine> lines,
        Money total,
        String paymentToken,
        @Nullable UUID cartId,
        @Nullable Long cartVersion,
        @Nullable String email,
        @Nullable String shipTo,
        @Nullable String locale,
        @Nullable String traceparent) {
    /** @param cartVersion that was priced; absent where no cart is ordered */
    public static NewOrder of(UUID id, Claim claim, PlaceOrder request, Priced priced, @Nullable Long cartVersion) {
        return new NewOrder(
                id,
                claim,
                request.customer(),
                priced.lines(),
                priced.total(),
                request.paymentToken(),
                request.cartId(),
                cartVersion,
                request.email(),
                request.shipTo(),
                request.locale(),
                request.traceparent());
    }

    /** The version of a cart that this order is of, if it is of one. */
    @Nullable
    public CartVersion cart() {
        return cartId == null || cartVersion == null ? null : new CartVersion(cartId, cartVersion);
    }

    /** The card token stays out of logs. */
    @Override
    public String toString() {
        return "NewOrder[" + id + "]";
    }
}
