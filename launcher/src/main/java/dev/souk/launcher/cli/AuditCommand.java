package dev.souk.launcher.cli;

import dev.souk.audit.Audit;
import dev.souk.audit.AuditReport;
import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.Violation;
import dev.souk.audit.Progress;
import dev.souk.bus.Json;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the invariants of a shop while it runs. */
@Command(
        name = "audit",
        description = "Checks the promise: no unit sold twice, no buyer charged twice, no accepted order lost.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int MAX_SETTLE = 3_600;

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Option(names = "--json", description = "The report as JSON, and nothing else on standard output.")
    private boolean json;

    @Option(
            names = "--settle",
            paramLabel = "S",
            description = "Seconds that something suspect may take to become right. Default: 30.")
    private int settle = 30;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (settle < 0 || settle > MAX_SETTLE) {
            throw CommandException.usage("--settle: 0 to " + MAX_SETTLE + " seconds, not " + settle);
        }
        Settings settings = options.load(offset.orNull());
        AuditReport report = run(settings);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            report.checks().forEach(check -> print(out, check));
        }
        out.flush();
        return report.ok() ? ExitCode.DONE : ExitCode.FALSE;
    }

    private AuditReport run(Settings settings) throws Exception {
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        try (StatusLine line = new StatusLine(spec.commandLine().getErr())) {
            TransactionRunner transactions = new TransactionRunner(
                    vertx, pool, new SimpleMeterRegistry(), settings.sql().retryFor());
            return Blocking.get(
                    Audit.of(vertx, settings, transactions).run(Duration.ofSeconds(settle), new Shown(line)));
        } finally {
            Blocking.get(pool.close());
            Blocking.get(vertx.close());
        }
    }

    private record Shown(StatusLine line) implements Progress {
        @Override
        public void looking(String check, int done, int all) {
            line.show("looking: " + check + " (" + (done + 1) + " of " + all + ")");
        }

        @Override
        public void waiting(long suspects, Duration left) {
            line.show("waiting for " + suspects + " in flight, " + left.toSeconds() + " s at most");
        }
    }

    private static void print(PrintWriter out, CheckReport check) {
        String inFlight = check.inFlight() > 0 ? ", " + check.inFlight() + " in flight" : "";
        out.printf("%-4s  %-32s %d checked%s%n", check.ok() ? "ok" : "FAIL", check.name(), check.checked(), inFlight);
        for (Violation violation : check.violations()) {
            out.println("      " + violation.id() + ": " + violation.detail());
        }
        if (check.more() != null) {
            out.println("      ... and " + check.more() + " more");
        }
    }
}
