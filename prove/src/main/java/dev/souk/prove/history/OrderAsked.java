package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an order's body matters afterwards.
 *
 * @param items as written in the body; empty when a cart is ordered
 * @param token the sandbox provider's test token
 * @param expectedTotal minor units, where the buyer insisted on a total
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderAsked(
        List<Item> items,
        @Nullable String cartId,
        String token,
        @Nullable Long expectedTotal) {
    public OrderAsked {
        items = List.copyOf(items);
    }
}
