package dev.souk.launcher.cli;

import dev.souk.audit.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows on a terminal how an audit goes on. */
final class AuditProgress implements Progress, AutoCloseable {
    private final PrintWriter err;
    private ProgressBar line;

    AuditProgress(PrintWriter err) {
        this.err = err;
        this.line = new ProgressBar(err, "checks", 0);
    }

    @Override
    public synchronized void looking(String check, int done, int all) {
        replace(new ProgressBar(err, "checks: " + check, all), done);
    }

    @Override
    public synchronized void waiting(long suspects, Duration left) {
        replace(new ProgressBar(err, "may be in flight; up to " + left.toSeconds() + " s left to settle", 0), suspects);
    }

    private void replace(ProgressBar next, long at) {
        line.close();
        line = next;
        line.at(at);
    }

    @Override
    public synchronized void close() {
        line.close();
    }
}
