package dev.souk.bus;

/** Rules for every text that comes from outside. Has no state. */
public final class Texts {
    private Texts() {}

    /** @return how long a text is for people and for JSON Schema: its Unicode code points */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * Whether a database can hold the text: NUL is in no PostgreSQL text, and half of a surrogate pair has no UTF-8.
     * Refused where a text comes in, because behind that a batch of many senders would fail for the text of one.
     */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
