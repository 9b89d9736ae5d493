package dev.souk.launcher.doctor;

/**
 * The result of a check of one thing.
 *
 * @param thing one word
 * @param words for people, one line: the state, and the remedy
 */
public record Finding(String thing, Verdict verdict, String words) {
    /** The state of a thing, in order from good to bad. */
    public enum Verdict {
        GOOD("ok"),
        /** It works, and will be trouble. */
        RISKY("RISK"),
        /** It answers, later than it should. */
        SLOW("SLOW"),
        /** It answers, and is not as the shop needs it. */
        WRONG("FAIL"),
        /** It does not answer. */
        UNREACHABLE("FAIL");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** As it is printed: 2 to 4 letters. */
        public String label() {
            return label;
        }
    }

    static Finding good(String thing, String words) {
        return new Finding(thing, Verdict.GOOD, words);
    }

    static Finding risky(String thing, String words) {
        return new Finding(thing, Verdict.RISKY, words);
    }

    static Finding slow(String thing, String words) {
        return new Finding(thing, Verdict.SLOW, words);
    }

    static Finding wrong(String thing, String words) {
        return new Finding(thing, Verdict.WRONG, words);
    }

    static Finding unreachable(String thing, String words) {
        return new Finding(thing, Verdict.UNREACHABLE, words);
    }

    /** A failure's own words, cut to their first line. */
    static String wordsOf(Throwable failure) {
        Throwable cause = failure.getCause() != null && failure.getMessage() == null ? failure.getCause() : failure;
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
