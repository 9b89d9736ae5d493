package dev.souk.launcher.dev;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.ServerProcess;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackOptions;
import dev.souk.launcher.Migrations;
import dev.souk.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole shop on this machine: the embedded servers, migrated, and the nodes. All of it runs, or nothing.
 *
 * <p>Blocks the calling thread. Interrupting it cancels a start, which stops what had been started.
 */
public final class DevStack implements AutoCloseable {
    private static final int KILLED = 128;

    private final DevOptions options;
    private final DevTerminal terminal;
    private final EmbeddedStack servers;
    private final DevNodes nodes;
    private volatile boolean stopping;

    private DevStack(DevOptions options, DevTerminal terminal, EmbeddedStack servers, DevNodes nodes) {
        this.options = options;
        this.terminal = terminal;
        this.servers = servers;
        this.nodes = nodes;
    }

    /**
     * @param environment of which the nodes' settings and the JVM options count
     * @throws StackException when anything cannot be started
     * @throws dev.souk.settings.SettingsException before anything is started
     */
    public static DevStack start(DevOptions options, Map<String, String> environment, DevTerminal terminal) {
        DevSettings devSettings = new DevSettings(options);
        Settings settings = devSettings.check(environment);
        terminal.line("Starting PostgreSQL, Kafka and Redis; data in " + options.data());
        StackOptions ports =
                StackOptions.at(options.data()).withPortOffset(options.ports().offset());
        EmbeddedStack servers = EmbeddedStack.start(ports, options.ports().taken(options.nodes()), terminal.servers());
        DevStack stack = new DevStack(options, terminal, servers, new DevNodes(options, devSettings, terminal));
        try {
            stack.migrate(settings);
            stack.nodes.start(servers.folder(), environment);
            stack.watch();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void migrate(Settings settings) {
        long begin = System.nanoTime();
        Migrations migrations = new Migrations(settings.sql());
        Migrations.Outcome shop = migrations.migrateShop();
        migrations.migrateSandbox(settings.sandbox());
        String words = shop.applied() == 0
                ? "version " + shop.version()
                : "version " + shop.version() + ", " + shop.applied() + " steps";
        terminal.done("schema", words, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    /** Says so when something ends that nobody asked to. It is not started again: that would hide it. */
    private void watch() {
        for (ServerProcess process : servers.folder().servers()) {
            process.onExit().thenAccept(exit -> {
                if (!stopping) {
                    terminal.line(ended(process, exit));
                }
            });
        }
    }

    private String ended(ServerProcess process, int exit) {
        String how = exit > KILLED ? "was killed (signal " + (exit - KILLED) + ")" : "ended with exit code " + exit;
        String more = nodes.processes().contains(process)
                ? "start it again with: souk node --config " + options.data().resolve("nodes") + "/" + process.name()
                        + ".yaml"
                : "what needs it fails until all is stopped and started again";
        return process.name() + " " + how + " (log: " + process.logFile() + "); " + more;
    }

    public DevPorts ports() {
        return options.ports();
    }

    /** The nodes' processes, to be watched or killed. */
    public List<ServerProcess> nodes() {
        return nodes.processes();
    }

    public EmbeddedStack servers() {
        return servers;
    }

    /** Stops the nodes, then the servers, within 15 seconds. */
    @Override
    public void close() {
        stopping = true;
        terminal.line("Stopping");
        nodes.stop();
        servers.stop();
    }
}
