package dev.souk.prove.follow;

/** Hears of orders at once when their buyer is told that they are accepted, on the buyer's thread. */
@FunctionalInterface
public interface AcceptedOrders {
    /** Does nothing. */
    AcceptedOrders UNHEARD = (buyer, bearer, order) -> {};

    /**
     * @param bearer the buyer's token
     * @param order its id
     */
    void accepted(String buyer, String bearer, String order);
}
