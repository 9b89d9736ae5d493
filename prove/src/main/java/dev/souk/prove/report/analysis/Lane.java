package dev.souk.prove.report.analysis;

import dev.souk.prove.history.Operation;
import org.jspecify.annotations.Nullable;

/** Requests that depend on the same parts of the shop, and are therefore counted apart. */
public enum Lane {
    ORDERS("orders", "POST /v1/orders"),
    CATALOG("catalog reads", "GET /v1/products, GET /v1/products/{sku}, GET /v1/stock/{sku}"),
    LOOKUPS("order look-ups", "GET /v1/orders/{id}");

    public final String title;
    final String requests;

    Lane(String title, String requests) {
        this.title = title;
        this.requests = requests;
    }

    /** @return none for operations without a lane of their own: tokens, carts, cancellations */
    static @Nullable Lane of(Operation operation) {
        return switch (operation) {
            case PLACE_ORDER -> ORDERS;
            case LIST_PRODUCTS, GET_PRODUCT, GET_STOCK -> CATALOG;
            case GET_ORDER -> LOOKUPS;
            case TOKEN, OPEN_CART, GET_CART, SET_CART_LINE, REMOVE_CART_LINE, CANCEL_ORDER -> null;
        };
    }
}
