package dev.souk.launcher.shop;

/**
 * Something wrong, planted in a running shop.
 *
 * @param check that must find it, under {@code id}
 * @param remedy that must put it right
 * @param words that must be said about it
 */
record Damage(String check, String id, String remedy, String words) {
    /** The violation as a report names it. */
    String violation() {
        return check + " " + id;
    }
}
