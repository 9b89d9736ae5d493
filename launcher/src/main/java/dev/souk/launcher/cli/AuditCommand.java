package dev.souk.launcher.cli;

import dev.souk.audit.Audit;
import dev.souk.audit.AuditReport;
import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.bus.Json;
import dev.souk.launcher.Schema;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the invariants of a shop, which may be running. No verdict (3) is not the same as a bad one (1). */
@Command(
        name = "audit",
        description = "Checks that no unit was sold twice, no buyer paid twice and no accepted order was lost.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    /** A look at everything is no request. */
    private static final Map<String, String> PATIENT = Map.of("sql.statement-timeout", "10m", "sql.pool-size", "2");

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    @Option(
            names = "--settle",
            paramLabel = "S",
            converter = Seconds.class,
            description = "How long what is under way may take to arrive before it is a violation, in seconds."
                    + " Default: 30. The audit waits only while there is such a thing.")
    private Duration settle = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(offset.orNull(), PATIENT);
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        try (AuditProgress progress = new AuditProgress(spec.commandLine().getErr())) {
            TransactionRunner transactions = new TransactionRunner(
                    vertx, pool, new SimpleMeterRegistry(), settings.sql().retryFor());
            AuditReport report = Blocking.get(migrated(pool)
                    .compose(ready -> Audit.of(vertx, settings, transactions).run(settle, progress)));
            progress.close();
            print(report);
            return report.ok() ? ExitCode.DONE : ExitCode.FALSE;
        } catch (CommandException e) {
            throw e;
        } catch (Exception e) {
            throw CommandException.unreachable("no verdict: " + Errors.line(e));
        } finally {
            Blocking.get(pool.close());
            Blocking.get(vertx.close());
        }
    }

    private static Future<Void> migrated(Pool pool) {
        return Schema.state(pool)
                .compose(schema -> schema.missing().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(CommandException.unreachable("the database lacks schema version "
                                + schema.missing() + ": run 'souk migrate' first")));
    }

    private void print(AuditReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report));
        } else {
            report.checks().forEach(check -> print(out, check));
            out.println(report.ok() ? "All invariants hold." : "Invariants are violated.");
        }
        out.flush();
    }

    private static void print(PrintWriter out, CheckReport check) {
        out.printf(
                "%-4s  %-26s %,12d checked%s%n",
                check.ok() ? "ok" : "FAIL",
                check.name(),
                check.checked(),
                check.inFlight() == 0 ? "" : String.format(", %,d in flight", check.inFlight()));
        check.violations().forEach(violation -> out.println("        " + violation.id() + "  " + violation.detail()));
        if (check.more() != null) {
            out.printf("        and %,d more%n", check.more());
        }
    }
}
