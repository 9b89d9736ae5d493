package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an order's body that matter afterwards.
 *
 * @param items as written in the body; empty when a cart is ordered
 * @param cartVersion the cart's, as the buyer saw it last before they first asked; it is not part of the body
 * @param token the sandbox provider's test token
 * @param expectedTotal minor units, where the buyer insisted on a total
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderAsked(
        List<Item> items,
        @Nullable String cartId,
        @Nullable Long cartVersion,
        String token,
        @Nullable Long expectedTotal) {
    public OrderAsked {
        items = List.copyOf(items);
    }
}
