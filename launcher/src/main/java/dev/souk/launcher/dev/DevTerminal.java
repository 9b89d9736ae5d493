package dev.souk.launcher.dev;

import dev.souk.embedded.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** The output of {@code souk dev} for its user, a line at a time. Called from several threads. */
public final class DevTerminal {
    private static final double MILLIS = 1_000.0;

    private final PrintWriter out;

    public DevTerminal(PrintWriter out) {
        this.out = out;
    }

    /** A step that is done. */
    synchronized void done(String what, String words, long millis) {
        line(String.format(Locale.ROOT, "  %-9s %-32s %5.1f s", what, words, millis / MILLIS));
    }

    public synchronized void line(String words) {
        out.println(words);
        out.flush();
    }

    /** Of the embedded servers; that they were asked to do something is no news on its own. */
    Progress servers() {
        return (server, state, millis) -> {
            switch (state) {
                case READY -> done(server, "ready", millis);
                case STOPPED -> done(server, "stopped", millis);
                case FAILED -> line("  " + server + " failed");
                case STARTING, STOPPING -> {
                    // the line comes with the result
                }
            }
        };
    }
}
