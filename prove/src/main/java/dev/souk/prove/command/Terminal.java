package dev.souk.prove.command;

import java.io.PrintWriter;
import java.util.Locale;

/** The output for people, a line at a time, with the seconds since the beginning. Thread-safe. */
final class Terminal {
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private final long begin = System.nanoTime();

    Terminal(PrintWriter out) {
        this.out = out;
    }

    synchronized void line(String words) {
        out.println(words);
        out.flush();
    }

    /** Something that happened just now. */
    void event(String words) {
        line(String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - begin) / NANOS, words));
    }
}
