package dev.souk.launcher.dev;

import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The nodes of a {@code souk dev}: each a JVM of its own, with a log and a settings file in the data folder. */
final class DevNodes {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    /** Of the 15 seconds that all but an archive may take to stop, the servers may need 10. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
    /** The first node of a build writes its class-data archive after that, which takes some seconds. */
    private static final Duration ARCHIVE_LIMIT = Duration.ofSeconds(10);

    private static final int LOOK_MILLIS = 1_000;
    /** The name of its process, and the command that runs it. */
    private static final String SANDBOX = "sandbox";

    private final DevOptions options;
    private final DevSettings settings;
    private final DevTerminal terminal;
    private final NodeJvm jvm = new NodeJvm();
    private final List<ServerProcess> processes = new ArrayList<>();

    DevNodes(DevOptions options, DevSettings settings, DevTerminal terminal) {
        this.options = options;
        this.settings = settings;
        this.terminal = terminal;
    }

    /**
     * Starts all of them at the same time; returns when every one is ready.
     *
     * @throws StackException when one is not; those that run are left to {@link #stop}
     */
    void start(StackFolder folder, Map<String, String> environment) {
        long begin = System.nanoTime();
        if (options.nodes() > 1) {
            startProcess(folder, sandbox(folder, environment));
        }
        for (int node = 1; node <= options.nodes(); node++) {
            startProcess(folder, command(node, folder, environment));
        }
        for (ServerProcess process : processes) {
            process.awaitReady();
            terminal.done(process.name(), "ready", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
    }

    private void startProcess(StackFolder folder, ServerCommand command) {
        ServerProcess process = new ServerProcess(folder, command);
        processes.add(process);
        process.start();
    }

    private List<String> arguments(String command, int node, StackFolder folder) {
        List<String> arguments = new ArrayList<>(List.of(command));
        options.files().forEach(file -> arguments.addAll(List.of("--config", file.toString())));
        arguments.addAll(
                List.of("--config", write(node, folder.data().resolve("nodes")).toString()));
        options.overrides().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }

    private ServerCommand sandbox(StackFolder folder, Map<String, String> environment) {
        int port = options.ports().sandbox();
        return ServerCommand.of(SANDBOX, jvm.command(0, arguments(SANDBOX, 1, folder), environment))
                .withReadiness(process -> accepts(port), START_LIMIT);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(DevPorts.HOST, port), LOOK_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private ServerCommand command(int node, StackFolder folder, Map<String, String> environment) {
        List<String> arguments = arguments("node", node, folder);
        URI ready = URI.create(options.ports().managementUrl(node) + "/health/ready");
        return ServerCommand.of(DevSettings.name(node), jvm.command(node, arguments, environment))
                .withReadiness(process -> answersOk(ready), START_LIMIT);
    }

    private Path write(int node, Path folder) {
        Path file = folder.resolve(DevSettings.name(node) + ".yaml");
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, settings.file(node));
        } catch (IOException e) {
            throw new StackException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean answersOk(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(LOOK_MILLIS);
            connection.setReadTimeout(LOOK_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The command that a user types to start this process again. */
    String commandFor(ServerProcess process) {
        boolean sandbox = process.name().equals(SANDBOX);
        String node = sandbox ? DevSettings.name(1) : process.name();
        Path settings = options.data().resolve("nodes").resolve(node + ".yaml");
        return "souk " + (sandbox ? SANDBOX : "node") + " --config " + settings;
    }

    List<ServerProcess> processes() {
        return List.copyOf(processes);
    }

    /** All at the same time, within one limit; a node that takes longer is killed, which loses nothing. */
    void stop() {
        if (!processes.isEmpty()) {
            long begin = System.nanoTime();
            ServerProcess.stopAll(processes, jvm.makesArchive() ? STOP_LIMIT.plus(ARCHIVE_LIMIT) : STOP_LIMIT);
            jvm.keepArchive();
            String which = processes.size() == 1 ? "souk-1" : "nodes";
            terminal.done(which, "stopped", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
    }
}
