package dev.souk.prove.history;

/** The operations that a buyer can ask of a shop. */
public enum Operation {
    TOKEN,
    LIST_PRODUCTS,
    GET_PRODUCT,
    GET_STOCK,
    OPEN_CART,
    GET_CART,
    SET_CART_LINE,
    REMOVE_CART_LINE,
    PLACE_ORDER,
    GET_ORDER,
    CANCEL_ORDER
}
