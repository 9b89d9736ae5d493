package dev.souk.launcher.cli;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.Termination;
import dev.souk.launcher.dev.DevOptions;
import dev.souk.launcher.dev.DevStack;
import dev.souk.launcher.dev.DevTerminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole shop on this machine until it is told to stop. */
@Command(
        name = "dev",
        description = "A whole shop on this machine: PostgreSQL, Kafka, Redis Cluster and the nodes, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {
    /** The stop's own limits add up to 25 s. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes, each a JVM of its own. Default: 1.")
    private int nodes = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data lives. It survives a restart. Default: .souk beside the souk script.")
    private @Nullable Path data;

    @Option(names = "--empty", description = "Without the sample catalog.")
    private boolean empty;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DevOptions options = options();
        DevTerminal terminal = new DevTerminal(spec.commandLine().getOut());
        return Termination.run(STOP_LIMIT, ExitCode.FALSE, () -> run(options, terminal));
    }

    private DevOptions options() {
        Path folder = data == null ? Path.of(System.getProperty("souk.root", "."), ".souk") : data;
        try {
            return new DevOptions(folder, nodes, offset.ports(), !empty, settings.files(), settings.overrides());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--nodes: " + e.getMessage());
        }
    }

    private static int run(DevOptions options, DevTerminal terminal) throws InterruptedException {
        try (DevStack stack = DevStack.start(options, System.getenv(), terminal)) {
            new CountDownLatch(1).await();
        } catch (StackException e) {
            // A start that was cancelled has stopped what there was, which is what was asked for.
            if (!Thread.interrupted()) {
                throw e;
            }
        } catch (InterruptedException stop) {
            terminal.line("Stopped. The data stays in " + options.data());
        }
        return ExitCode.DONE;
    }
}
