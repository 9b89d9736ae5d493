package dev.souk.embedded;

/** Why the servers cannot start or go on, in one line that can be shown to a user as it is. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String line) {
        super(oneLine(line));
    }

    public StackException(String line, Throwable cause) {
        super(oneLine(line), cause);
    }

    /** Servers' own words go into some of these messages, and may run over several lines. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
