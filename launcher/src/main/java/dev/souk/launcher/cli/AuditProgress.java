package dev.souk.launcher.cli;

import dev.souk.audit.Progress;
import dev.souk.launcher.cli.terminal.ProgressBar;
import dev.souk.launcher.cli.terminal.StatusLine;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows on a terminal how an audit goes on. */
record AuditProgress(StatusLine line) implements Progress, AutoCloseable {
    public AuditProgress(PrintWriter err) {
        this(new StatusLine(err));
    }

    @Override
    public void looking(String check, int done, int all) {
        line.show(ProgressBar.text(done, all, "checks: " + check));
    }

    @Override
    public void waiting(long suspects, Duration left) {
        line.show(suspects + " may be in flight; up to " + left.toSeconds() + " s left to settle");
    }

    @Override
    public void close() {
        line.close();
    }
}
