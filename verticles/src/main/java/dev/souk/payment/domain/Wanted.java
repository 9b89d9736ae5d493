package dev.souk.payment.domain;

/** The goal that an order sets for its payment. It only rises, so the order in which events arrive does not matter. */
public enum Wanted {
    AUTHORISED,
    CAPTURED,
    /** The amount that was taken or held is given back; nothing more is taken. */
    RETURNED;

    /** @return 1, 2, 3: as stored, where "greatest" decides */
    public short code() {
        return (short) (ordinal() + 1);
    }

    public static Wanted of(int code) {
        return values()[code - 1];
    }
}
