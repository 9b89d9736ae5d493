package dev.souk.launcher.cli;

import java.io.PrintWriter;

/**
 * One line on a terminal that is written again and again; nothing where standard error is no terminal. May be moved
 * from any thread.
 */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long BETWEEN_NANOS = 100_000_000;
    /** The start script knows: Java 22 and later take everything for a console. */
    private static final boolean TERMINAL = Boolean.getBoolean("souk.terminal");

    private final PrintWriter err;
    private final String unit;
    private final long total;
    private long drawn;
    private boolean dirty;

    /** @param total how many units are all; 0: nobody knows */
    ProgressBar(PrintWriter err, String unit, long total) {
        this.err = err;
        this.unit = unit;
        this.total = total;
    }

    synchronized void at(long done) {
        long now = System.nanoTime();
        if (TERMINAL && (drawn == 0 || now - drawn > BETWEEN_NANOS)) {
            drawn = now;
            dirty = true;
            err.print("\r" + text(done, total, unit));
            err.flush();
        }
    }

    static String text(long done, long total, String unit) {
        if (total <= 0) {
            return done + " " + unit;
        }
        int filled = (int) Math.min(WIDTH, done * WIDTH / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + Math.min(100, done * 100 / total)
                + "% of " + total + " " + unit;
    }

    /** Takes the line away again. */
    @Override
    public synchronized void close() {
        if (dirty) {
            err.print("\r" + " ".repeat(WIDTH * 2 + 20) + "\r");
            err.flush();
        }
    }
}
