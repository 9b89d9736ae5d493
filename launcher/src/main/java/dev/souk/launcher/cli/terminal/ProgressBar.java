package dev.souk.launcher.cli.terminal;

import java.io.PrintWriter;

/** How much of a known whole is done, on a {@link StatusLine}. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;

    private final StatusLine line;
    private volatile String unit = "";
    private volatile long total;

    public ProgressBar(PrintWriter err) {
        this.line = new StatusLine(err);
    }

    /** @param all the size of the whole; 0: unknown */
    public void of(long all, String whatUnit) {
        unit = whatUnit;
        total = all;
    }

    public void at(long done) {
        line.show(text(done, total, unit));
    }

    public static String text(long done, long total, String unit) {
        if (total <= 0) {
            return done + " " + unit;
        }
        int filled = (int) Math.min(WIDTH, done * WIDTH / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + Math.min(100, done * 100 / total)
                + "% of " + total + " " + unit;
    }

    @Override
    public void close() {
        line.close();
    }
}
