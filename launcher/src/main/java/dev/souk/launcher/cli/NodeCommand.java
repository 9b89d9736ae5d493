package dev.souk.launcher.cli;

import dev.souk.embedded.process.Termination;
import dev.souk.launcher.Node;
import dev.souk.launcher.NodeLogs;
import dev.souk.launcher.NodeName;
import dev.souk.launcher.cli.terminal.UntilStopped;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one node until it is told to stop. */
@Command(
        name = "node",
        description = "One node of a cluster, until Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    /** The steps of a stop have limits of their own; this one is for what they did not foresee. */
    private static final Duration BEYOND_DRAIN = Duration.ofSeconds(40);

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--roles",
            paramLabel = "ROLE[,ROLE]",
            description = "What runs here: catalog, cart, stock, order, payment, notification, cache, edge, audit."
                    + " Default: all.")
    private @Nullable String roles;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(roles == null ? Map.of() : Map.of("node.roles", roles));
        NodeLogs.configure(settings.logs(), NodeName.of(settings.node()));
        Duration limit =
                settings.http().drainPause().plus(settings.http().drain()).plus(BEYOND_DRAIN);
        return Termination.run(limit, ExitCode.FALSE, () -> UntilStopped.run(Node.start(settings), Node::stop, limit));
    }
}
