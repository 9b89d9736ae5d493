package dev.souk.stock.domain;

import java.util.List;

/** What stock knows of an order; of an order it never heard of it knows nothing. */
public enum StockOrderState {
    /** It has reservations that are HELD. */
    RESERVED,
    /** Stock could not give everything, and gave nothing. */
    REJECTED,
    /** Its reservations are COMMITTED; or it has none yet, since the confirmation overtook the placement. */
    CONFIRMED,
    /** Nothing is reserved for it any more, nor ever will be: the tombstone that a late placement finds. */
    ENDED;

    /** @return what an order's reservations, one or more, say of it: nothing else has to be remembered of such an order */
    public static StockOrderState shownBy(List<Reservation> reservations) {
        StockOrderState shown = ENDED;
        for (Reservation reservation : reservations) {
            switch (reservation.state()) {
                case COMMITTED -> {
                    return CONFIRMED;
                }
                case HELD -> shown = RESERVED;
                case RELEASED, RESTOCKED -> {}
            }
        }
        return shown;
    }
}
