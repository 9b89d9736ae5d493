package dev.souk.traffic.load;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reference for reads: {@code traffic/reference/BareServer.java} with the bytes of a product, in a JVM of its own.
 */
public final class BareServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private BareServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param body the shop's answer for one product */
    public static BareServer start(Path root, int port, String body, Path folder) throws InterruptedException {
        Path bytes = folder.resolve("product.json");
        Path log = folder.resolve("bare-server.out");
        Process process;
        try {
            String classPath = classPath(root.resolve("launcher/target/app/lib"));
            Files.writeString(bytes, body);
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xms64m",
                            "-Xmx1g",
                            "-cp",
                            classPath,
                            root.resolve("traffic/reference/BareServer.java").toString(),
                            Integer.toString(port),
                            bytes.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new TrafficException("the bare server cannot be started: " + e.getMessage(), e);
        }
        BareServer server = new BareServer(process, port);
        long begin = System.nanoTime();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() - begin > START.toNanos()) {
                server.close();
                throw new TrafficException("the bare server did not start: see " + log);
            }
            Programs.pause(Duration.ofMillis(100));
        }
        return server;
    }

    /** Vert.x as the shop has it, without a logger: an unconfigured logger would write, at a cost that no node has. */
    private static String classPath(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.map(Path::toString)
                    .filter(jar -> !jar.contains("logback"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
