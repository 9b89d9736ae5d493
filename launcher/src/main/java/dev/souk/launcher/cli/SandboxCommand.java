package dev.souk.launcher.cli;

import dev.souk.embedded.process.Termination;
import dev.souk.launcher.NodeLogs;
import dev.souk.launcher.SandboxProvider;
import dev.souk.launcher.cli.terminal.UntilStopped;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the sandbox provider alone until it is told to stop. */
@Command(
        name = "sandbox",
        description = "The sandbox payment provider alone, until Ctrl-C or SIGTERM. Never in production.",
        mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(Map.of());
        NodeLogs.configure(settings.logs(), "sandbox");
        return Termination.run(
                LIMIT,
                ExitCode.FALSE,
                () -> UntilStopped.run(SandboxProvider.start(settings), SandboxProvider::stop, LIMIT));
    }
}
