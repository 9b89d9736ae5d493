package dev.souk.notification.mail.domain;

import java.util.regex.Pattern;

/** Texts of buyers and merchants on one line of a letter. */
public final class PlainText {
    /** Control characters, line ends among them, and the two separators that are line ends too. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]+");
    /** Characters that turn the direction of the text behind them. */
    private static final Pattern TURNS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private PlainText() {}

    /** @return the text without anything that would end its line, or a header */
    public static String line(String text) {
        return TURNS.matcher(BREAKS.matcher(text).replaceAll(" "))
                .replaceAll("")
                .strip();
    }
}
