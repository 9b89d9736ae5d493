package dev.souk.launcher.doctor;

/**
 * What was found out about one thing.
 *
 * @param thing one word
 * @param words for people, one line
 */
public record Finding(String thing, boolean ok, String words) {
    static Finding good(String thing, String words) {
        return new Finding(thing, true, words);
    }

    static Finding bad(String thing, String words) {
        return new Finding(thing, false, words);
    }

    /** A failure's own words, cut to their first line. */
    static Finding bad(String thing, String where, Throwable failure) {
        Throwable cause = failure.getCause() != null && failure.getMessage() == null ? failure.getCause() : failure;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return bad(thing, where + ": " + message.lines().findFirst().orElse(""));
    }
}
