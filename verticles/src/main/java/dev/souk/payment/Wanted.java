package dev.souk.payment;

/** What the order wants of its payment. It only rises, so the order in which events arrive does not matter. */
enum Wanted {
    AUTHORISED,
    CAPTURED,
    /** Whatever was taken or held is given back; nothing more is taken. */
    RETURNED;

    /** @return 1, 2, 3: as stored, where "greatest" decides */
    short code() {
        return (short) (ordinal() + 1);
    }

    static Wanted of(int code) {
        return values()[code - 1];
    }
}
