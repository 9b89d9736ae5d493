package dev.souk.launcher.cli;

import dev.souk.launcher.doctor.Doctor;
import dev.souk.launcher.doctor.Finding;
import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what is reachable and what is not, in words. */
@Command(name = "doctor", description = "What is reachable and what is not, in words.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
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
                    out.printf("%-4s  %-9s  %s%n", finding.ok() ? "ok" : "FAIL", finding.thing(), finding.words()));
            out.flush();
            return findings.stream().allMatch(Finding::ok) ? ExitCode.DONE : ExitCode.UNREACHABLE;
        } finally {
            Blocking.get(vertx.close());
        }
    }
}
