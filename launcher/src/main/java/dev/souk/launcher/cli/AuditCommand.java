package dev.souk.launcher.cli;

import dev.souk.audit.Audit;
import dev.souk.audit.AuditReport;
import dev.souk.launcher.RepairCrew;
import dev.souk.launcher.Schema;
import dev.souk.launcher.cli.terminal.Blocking;
import dev.souk.launcher.cli.terminal.Seconds;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
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
    private static final Map<String, String> PATIENT = Map.of("sql.statement-timeout", "10m", "sql.pool-size", "4");

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

    @Option(names = "--repair", description = "Say what can be done about each violation, and change nothing.")
    private boolean repair;

    @Option(
            names = "--yes",
            description = "With --repair: do it, through the features' commands, and audit again. What was done for an"
                    + " order stands in its timeline.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (yes && !repair) {
            throw CommandException.usage("--yes goes with --repair");
        }
        Settings settings = options.load(offset.orNull(), PATIENT);
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        try (AuditProgress progress = new AuditProgress(spec.commandLine().getErr())) {
            MeterRegistry metrics = new SimpleMeterRegistry();
            TransactionRunner transactions =
                    new TransactionRunner(vertx, pool, metrics, settings.sql().retryFor());
            Audit audit = Audit.of(vertx, settings, transactions);
            AuditReport report = Blocking.get(migrated(pool)
                    .compose(ready -> audit.run(settle, progress))
                    .compose(found ->
                            repaired(found, audit, progress, new Shop(vertx, settings, transactions, metrics))));
            progress.close();
            AuditText.print(report, json, spec.commandLine().getOut());
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

    private record Shop(Vertx vertx, Settings settings, TransactionRunner transactions, MeterRegistry metrics) {}

    /** @return the report itself; or with what would be done; or that of another audit, with what was done before it */
    private Future<AuditReport> repaired(AuditReport found, Audit audit, AuditProgress progress, Shop shop) {
        if (!repair) {
            return Future.succeededFuture(found);
        }
        if (found.ok()) {
            return Future.succeededFuture(found.with(List.of()));
        }
        return RepairCrew.assemble(shop.vertx(), shop.settings(), shop.transactions(), shop.metrics())
                .compose(crew -> crew.repair().carryOut(found, !yes).eventually(crew::close))
                .compose(said -> yes
                        ? audit.run(settle, progress).map(after -> after.with(said))
                        : Future.succeededFuture(found.with(said)));
    }

    private static Future<Void> migrated(Pool pool) {
        return Schema.state(pool)
                .compose(schema -> schema.missing().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(CommandException.unreachable("the database lacks schema version "
                                + schema.missing() + ": run 'souk migrate' first")));
    }
}
