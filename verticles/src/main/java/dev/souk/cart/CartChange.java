package dev.souk.cart;

/** A cart before and after a change; equal when the change had been made already. */
record CartChange(Cart before, Cart after) {
    static CartChange none(Cart cart) {
        return new CartChange(cart, cart);
    }

    boolean isWrite() {
        return after.version() != before.version();
    }
}
