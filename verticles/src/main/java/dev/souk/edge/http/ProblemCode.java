package dev.souk.edge.http;

import java.util.Locale;

/** Every error that the edge can answer with; the contract says what each one means. */
public enum ProblemCode {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    MALFORMED_JSON(400, "The body is not JSON"),
    INVALID_REQUEST(400, "The request breaks the contract"),
    INVALID_CURSOR(400, "No page gave this cursor"),
    IDEMPOTENCY_KEY_MISSING(400, "An Idempotency-Key is needed"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    NOT_SIGNED(401, "A valid signature is needed"),
    FORBIDDEN(403, "The token does not allow this"),
    ROUTE_NOT_FOUND(404, "There is no such path"),
    PRODUCT_NOT_FOUND(404, "No such product is for sale"),
    SKU_NOT_FOUND(404, "Stock does not know the SKU"),
    CART_NOT_FOUND(404, "No such cart"),
    LINE_NOT_FOUND(404, "The cart has no such line"),
    ORDER_NOT_FOUND(404, "No such order"),
    WEBHOOK_NOT_FOUND(404, "No such webhook"),
    DELIVERY_NOT_FOUND(404, "The webhook has no such delivery"),
    LETTER_NOT_FOUND(404, "There is no such dead letter"),
    METHOD_NOT_ALLOWED(405, "The path has other methods"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    TOTAL_CHANGED(409, "The total is another than expected"),
    SOLD_OUT(409, "Nothing is left of what is asked for"),
    TOO_MANY_OPEN_ORDERS(409, "Too many orders are under way"),
    CART_ORDERED(409, "This version of the cart was ordered before"),
    ORDER_STATE(409, "The order's state does not allow this"),
    REFUND_NOT_ALLOWED(409, "The order cannot be refunded as it is"),
    REFUND_TOO_LARGE(409, "There is not that much left to give back"),
    INSUFFICIENT_STOCK(409, "There is not that much available"),
    TOO_MANY_WEBHOOKS(409, "There are as many webhooks as there may be"),
    WEBHOOK_DISABLED(409, "Nothing is sent to this webhook"),
    VERSION_MISMATCH(412, "It has another version"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not read here"),
    EXPECTATION_FAILED(417, "The expectation cannot be met"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used with another body"),
    UNKNOWN_PRODUCTS(422, "Not every product is for sale"),
    CART_EMPTY(422, "The cart has nothing to order"),
    UNKNOWN_CARD(422, "The payment provider does not know the card"),
    MIXED_CURRENCIES(422, "An order has one currency"),
    URL_NOT_ALLOWED(422, "Nothing is sent to such a URL"),
    LIMIT_EXCEEDED(422, "It is too large"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    RATE_LIMITED(429, "Too many requests"),
    TOO_MANY_STREAMS(429, "Too many streams are open"),
    INTERNAL_ERROR(500, "Something went wrong here"),
    BUSY(503, "Too much to do"),
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String title;
    private final String code = name().toLowerCase(Locale.ROOT);

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** As in the contract: {@code total_changed}. */
    public String code() {
        return code;
    }
}
