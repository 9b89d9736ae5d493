package dev.souk.launcher.dev.control;

import dev.souk.embedded.process.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The control of one {@code souk dev}: see the package. */
public final class DevControl implements AutoCloseable {
    private final ControlServer server;

    private DevControl(ControlServer server) {
        this.server = server;
    }

    /**
     * The address at which the control listens, and the issuer whose tokens it takes.
     *
     * @param host a loopback address
     * @param key of the development issuer
     */
    public record Options(String host, int port, Path key, String issuer, String audience) {}

    /**
     * @param processes of the shop
     * @param nodes addresses of the nodes, by the names of their processes
     * @param restarted told about each process that the control started
     * @throws dev.souk.embedded.StackException when the port is taken
     */
    public static DevControl start(
            Options options, List<ServerProcess> processes, Map<String, URI> nodes, Consumer<ServerProcess> restarted) {
        EventLog events = new EventLog(InstantSource.system());
        Parts parts = new Parts(processes, events, restarted);
        LiveNodes live = new LiveNodes(nodes, parts::isRunning);
        Operators operators = Operators.of(options.key(), options.issuer(), options.audience());
        Control control = new Control(parts, live, events);
        return new DevControl(
                ControlServer.start(options.host(), options.port(), control, operators, new NodeProxy(live)));
    }

    /** Ends the crowd, and starts no process any more. A broken part stays broken. */
    @Override
    public void close() {
        server.close();
    }
}
