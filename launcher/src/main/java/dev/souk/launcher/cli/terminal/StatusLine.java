package dev.souk.launcher.cli.terminal;

import java.io.PrintWriter;

/**
 * One line on a terminal that is written again and again; nothing where standard error is no terminal. May be written
 * from any thread.
 */
public final class StatusLine implements AutoCloseable {
    private static final int WIDTH = 78;
    private static final long BETWEEN_NANOS = 100_000_000;
    /** The start script knows: Java 22 and later take everything for a console. */
    private static final boolean TERMINAL = Boolean.getBoolean("souk.terminal");

    private final PrintWriter err;
    private long shownAt;
    private boolean shown;

    public StatusLine(PrintWriter err) {
        this.err = err;
    }

    /** Shows the text, unless another one has only just been shown. */
    public synchronized void show(String text) {
        long now = System.nanoTime();
        if (TERMINAL && (!shown || now - shownAt > BETWEEN_NANOS)) {
            shownAt = now;
            shown = true;
            String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            err.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            err.flush();
        }
    }

    /** Takes the line away again. */
    @Override
    public synchronized void close() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
