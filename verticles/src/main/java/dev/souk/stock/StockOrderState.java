package dev.souk.stock;

/** What stock knows of an order; of an order it never heard of it knows nothing. */
enum StockOrderState {
    /** It has reservations that are HELD. */
    RESERVED,
    /** Stock could not give everything, and gave nothing. */
    REJECTED,
    /** Its reservations are COMMITTED; or it has none yet, since the confirmation overtook the placement. */
    CONFIRMED,
    /** Nothing is reserved for it any more, nor ever will be: the tombstone that a late placement finds. */
    ENDED
}
