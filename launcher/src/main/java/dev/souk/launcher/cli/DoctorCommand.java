package dev.souk.launcher.cli;

import dev.souk.launcher.cli.terminal.Blocking;
import dev.souk.launcher.doctor.Doctor;
import dev.souk.launcher.doctor.Finding;
import dev.souk.launcher.doctor.Finding.Verdict;
import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says in words which parts are reachable, slow or wrong, and what to do. */
@Command(name = "doctor", description = "What is reachable and what is not, in words.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int CLOSE_SECONDS = 5;

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(offset.orNull());
        Vertx vertx = Vertx.vertx();
        try {
            List<Finding> findings = Blocking.get(new Doctor(vertx, settings).examine());
            PrintWriter out = spec.commandLine().getOut();
            findings.forEach(finding ->
                    out.printf("%-4s  %-9s  %s%n", finding.verdict().label(), finding.thing(), finding.words()));
            out.flush();
            return exitCode(findings);
        } finally {
            // A frozen server does not confirm the end of a connection, and all has been said.
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    /** The exit code of the worst finding. A slow or risky thing works. */
    private static int exitCode(List<Finding> findings) {
        Verdict worst = findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.GOOD);
        return switch (worst) {
            case GOOD, RISKY, SLOW -> ExitCode.DONE;
            case WRONG -> ExitCode.FALSE;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
        };
    }
}
