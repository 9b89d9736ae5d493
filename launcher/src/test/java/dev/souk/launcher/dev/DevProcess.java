package dev.souk.launcher.dev;

import dev.souk.embedded.StackOptions;
import dev.souk.launcher.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code souk dev} as its user has it: a process with a terminal. */
public final class DevProcess implements AutoCloseable {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(150);

    private final Process process;
    private final Path output;
    private final Path data;

    private DevProcess(Process process, Path output, Path data) {
        this.process = process;
        this.output = output;
        this.data = data;
    }

    static DevProcess start(Path folder, int portOffset, String... options) throws IOException {
        return startOn(folder.resolve("data"), folder, portOffset, options);
    }

    /** @param folder for what the terminal shows */
    static DevProcess startOn(Path data, Path folder, int portOffset, String... options) throws IOException {
        Path output = Files.createTempFile(folder, "terminal", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "dev",
                "--data",
                data.toString(),
                "--port-offset",
                Integer.toString(portOffset)));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new DevProcess(process, output, data);
    }

    /** An offset at which everything that three nodes need is free at the moment. */
    public static int freeOffset() {
        while (true) {
            // Below the ports that outgoing connections get, also with the ports that Redis adds.
            int offset = 40 + 20 * ThreadLocalRandom.current().nextInt(100);
            StackOptions servers = StackOptions.at(Path.of("unused")).withPortOffset(offset);
            Set<Integer> ports = new HashSet<>(servers.ports().keySet());
            ports.addAll(new DevPorts(offset).taken(3).keySet());
            if (ports.stream().allMatch(DevProcess::isFree)) {
                return offset;
            }
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    String terminal() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DevProcess untilOpen() {
        Awaitility.await().atMost(OPEN_LIMIT).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("souk dev ended: " + terminal());
            }
            return terminal().contains("The shop is open");
        });
        return this;
    }

    /** The text that follows {@code before} on the terminal, up to the next quote or space. */
    String shown(String before) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(before) + "([^'\"\\s]+)").matcher(terminal());
        if (!matcher.find()) {
            throw new IllegalStateException(before + " is not on the terminal: " + terminal());
        }
        return matcher.group(1);
    }

    /** The servers and nodes, as the next start would look for them. */
    List<ProcessHandle> children() throws IOException {
        List<ProcessHandle> children = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".pid"))::iterator) {
                Properties properties = new Properties();
                try (var reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
                ProcessHandle.of(Long.parseLong(properties.getProperty("pid"))).ifPresent(children::add);
            }
        }
        return children;
    }

    long pidOf(String name) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("run").resolve(name + ".pid"))) {
            properties.load(reader);
        }
        return Long.parseLong(properties.getProperty("pid"));
    }

    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** @return the exit code; waits as long as a stop may take, and a little more for the JVM itself */
    int exit() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("souk dev does not end: " + terminal());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        List<ProcessHandle> children = process.isAlive() ? children() : List.of();
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
