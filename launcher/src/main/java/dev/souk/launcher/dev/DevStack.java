package dev.souk.launcher.dev;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.client.ShopClient;
import dev.souk.launcher.dev.control.DevControl;
import dev.souk.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    private volatile @Nullable DevMail mail;
    private volatile @Nullable DevControl control;
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
        long begin = System.nanoTime();
        terminal.line("Starting PostgreSQL, Kafka and Redis; data in " + options.data());
        StackOptions ports =
                StackOptions.at(options.data()).withPortOffset(options.ports().offset());
        EmbeddedStack servers = EmbeddedStack.start(ports, options.ports().taken(options.nodes()), terminal.servers());
        DevStack stack = new DevStack(options, terminal, servers, new DevNodes(options, devSettings, terminal));
        try {
            stack.migrate(settings);
            stack.mail = DevMail.start(options.ports().smtp(), options.mails());
            stack.nodes.start(servers.folder(), environment);
            stack.control = stack.control(settings);
            stack.open();
            servers.folder().servers().forEach(stack::watch);
            terminal.line(String.format(Locale.ROOT, "The shop is open (%.1f s). Ctrl-C closes it.", seconds(begin)));
            return stack;
        } catch (InterruptedException e) {
            stack.close();
            Thread.currentThread().interrupt();
            throw new StackException("The start was cancelled", e);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private void open() throws InterruptedException {
        long begin = System.nanoTime();
        try (ShopClient shop = new ShopClient(URI.create(options.ports().url(1)))) {
            SampleCatalog catalog = new SampleCatalog(shop);
            if (options.sample()) {
                catalog.loadWhereThereIsNone()
                        .ifPresent(products -> terminal.done(
                                "catalog",
                                products + " sample products",
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
            }
            Welcome welcome = new Welcome(options.ports(), options.nodes(), options.data());
            terminal.line("");
            terminal.line(welcome.addresses());
            terminal.line("");
            Optional<String> sku = catalog.firstSku();
            if (sku.isPresent()) {
                terminal.line("Place an order:");
                terminal.line(welcome.order(sku.get(), shop.devToken("alice", List.of("customer"))));
            } else {
                terminal.line("There is nothing to buy yet: souk import FILE brings products.");
            }
            terminal.line("");
        }
    }

    private DevControl control(Settings settings) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (int node = 1; node <= options.nodes(); node++) {
            addresses.put(DevSettings.name(node), URI.create(options.ports().url(node)));
        }
        DevControl.Options where = new DevControl.Options(
                DevPorts.HOST,
                options.ports().control(),
                Path.of(settings.auth().devKey()),
                settings.auth().issuer(),
                settings.auth().audience());
        return DevControl.start(where, servers.folder().servers(), addresses, this::watch);
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

    /** Says so when something ends. It is not started again unasked: that would hide it. */
    private void watch(ServerProcess process) {
        process.onExit().thenAccept(exit -> {
            if (!stopping) {
                terminal.line(ended(process, exit));
            }
        });
    }

    private String ended(ServerProcess process, int exit) {
        String how = exit > KILLED ? "was killed (signal " + (exit - KILLED) + ")" : "ended with exit code " + exit;
        String more = nodes.processes().contains(process)
                ? "start it again with: " + nodes.commandFor(process)
                : "start it again at " + options.ports().controlUrl() + "/ops";
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

    /**
     * Stops the nodes, then the servers, within 15 seconds, and 10 more where the first node makes a class-data
     * archive.
     */
    @Override
    public void close() {
        stopping = true;
        terminal.line("Stopping");
        DevControl front = control;
        if (front != null) {
            front.close();
        }
        nodes.stop();
        DevMail smtp = mail;
        if (smtp != null) {
            smtp.close();
        }
        servers.stop();
    }
}
