package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.prove.history.LineAsked;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request to a shop, whichever node it will go to. Sent again it is the same to the letter, key included.
 *
 * @param path with its query, percent-encoded
 * @param bearer the buyer's token
 * @param target the order, product or cart that the request is about, for the history
 */
public record Call(
        Operation operation,
        String method,
        String path,
        @Nullable String bearer,
        @Nullable String key,
        @Nullable String target,
        @Nullable String body,
        @Nullable OrderAsked order,
        @Nullable LineAsked line) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static Call token(String buyer) {
        ObjectNode body = JSON.objectNode().put("sub", buyer);
        body.putArray("roles").add("customer");
        return new Call(Operation.TOKEN, "POST", "/dev/tokens", null, null, null, body.toString(), null, null);
    }

    static Call products(@Nullable String cursor) {
        String path = "/v1/products?limit=100" + (cursor == null ? "" : "&cursor=" + encoded(cursor));
        return get(Operation.LIST_PRODUCTS, path, null, null);
    }

    static Call product(String sku) {
        return get(Operation.GET_PRODUCT, "/v1/products/" + encoded(sku), null, sku);
    }

    static Call stock(String sku) {
        return get(Operation.GET_STOCK, "/v1/stock/" + encoded(sku), null, sku);
    }

    static Call openCart(String bearer) {
        return new Call(Operation.OPEN_CART, "POST", "/v1/carts", bearer, null, null, null, null, null);
    }

    static Call cart(String bearer, String cart) {
        return get(Operation.GET_CART, "/v1/carts/" + cart, bearer, cart);
    }

    /** Sets a line, or takes it out. */
    static Call cartLine(String bearer, String cart, LineAsked line) {
        boolean out = line.quantity() == 0;
        return new Call(
                out ? Operation.REMOVE_CART_LINE : Operation.SET_CART_LINE,
                out ? "DELETE" : "PUT",
                "/v1/carts/" + cart + "/lines/" + encoded(line.sku()),
                bearer,
                null,
                cart,
                out ? null : JSON.objectNode().put("quantity", line.quantity()).toString(),
                null,
                line);
    }

    /** @param currency of {@code expectedTotal} */
    static Call place(String bearer, String key, OrderAsked order, String currency) {
        ObjectNode body = JSON.objectNode();
        if (order.cartId() == null) {
            order.items()
                    .forEach(item -> body.withArray("lines")
                            .addObject()
                            .put("sku", item.sku())
                            .put("quantity", item.quantity()));
        } else {
            body.put("cartId", order.cartId());
        }
        body.putObject("payment").put("token", order.token());
        if (order.expectedTotal() != null) {
            body.putObject("expectedTotal").put("amount", order.expectedTotal()).put("currency", currency);
        }
        return new Call(Operation.PLACE_ORDER, "POST", "/v1/orders", bearer, key, null, body.toString(), order, null);
    }

    static Call order(String bearer, String id) {
        return get(Operation.GET_ORDER, "/v1/orders/" + id, bearer, id);
    }

    static Call cancel(String bearer, String id) {
        return new Call(
                Operation.CANCEL_ORDER, "POST", "/v1/orders/" + id + "/cancel", bearer, null, id, null, null, null);
    }

    private static Call get(Operation operation, String path, @Nullable String bearer, @Nullable String target) {
        return new Call(operation, "GET", path, bearer, null, target, null, null, null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
