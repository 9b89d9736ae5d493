package dev.souk.audit;

/**
 * A violation, planted in a clean shop.
 *
 * @param what the violation, in words
 * @param sql that breaks it
 * @param check that must find it
 * @param detail that the violation's words must have in them
 */
record Plant(String what, String sql, String check, String id, String detail) {
    @Override
    public String toString() {
        return check + ": " + what;
    }
}
