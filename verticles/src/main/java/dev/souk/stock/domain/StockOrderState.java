package dev.souk.stock.domain;

import java.util.List;

/** The state of an order as stock knows it; an order that stock never heard of has none. */
public enum StockOrderState {
    /** It has reservations that are HELD. */
    RESERVED,
    /** Stock could not give everything, and gave nothing. */
    REJECTED,
    /** Its reservations are COMMITTED; or it has none yet, since the confirmation overtook the placement. */
    CONFIRMED,
    /** Nothing is reserved for it any more, nor ever will be: the tombstone that a late placement finds. */
    ENDED;

    /**
     * @return what an order's reservations, one or more, say of it: nothing else has to be remembered of such an order
     */
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
