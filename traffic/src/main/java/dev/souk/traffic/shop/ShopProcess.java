package dev.souk.traffic.shop;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shop: a {@code souk dev} of the runner's own, or one that runs already. If a shop of the runner's own stops in the
 * middle, the next request fails and the log of that shop is named.
 */
public final class ShopProcess implements AutoCloseable {
    private static final int HTTP = 8_888;
    private static final int MANAGEMENT = 8_889;
    private static final int SQL = 26_257;
    /** Ports of further nodes and servers lie within this many of the first. */
    private static final int STEP = 200;

    private static final int LOOK_MILLIS = 1_000;
    /** The first start also builds. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(30);

    private final int offset;
    private final Path data;
    private final @Nullable Process process;
    private final Duration started;

    private ShopProcess(int offset, Path data, @Nullable Process process, Duration started) {
        this.offset = offset;
        this.data = data;
        this.process = process;
        this.started = started;
    }

    /** @param options of {@code souk dev} besides folder and ports */
    public static ShopProcess start(Path root, int offset, Path data, List<String> options)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("souk").toString(), "dev", "--empty"));
        command.addAll(List.of("--port-offset", Integer.toString(offset), "--data", data.toString()));
        command.addAll(options);
        Path log = data.resolve("souk-dev.out");
        long begin = System.nanoTime();
        Process process;
        try {
            Files.createDirectories(data);
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new TrafficException("souk dev cannot be started: " + e.getMessage(), e);
        }
        // A runner that is told to stop takes its shop with it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "shop-stop"));
        ShopProcess shop = new ShopProcess(offset, data, process, Duration.ZERO);
        try {
            shop.awaitOpen(log, begin);
        } catch (RuntimeException | InterruptedException e) {
            shop.close();
            throw e;
        }
        return new ShopProcess(offset, data, process, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** @param data the data folder of a shop that runs, for its processes' numbers */
    public static ShopProcess running(String url, Path data) {
        int port = URI.create(url).getPort();
        if (port < HTTP) {
            throw new TrafficException("--url wants the address of a souk dev, such as http://127.0.0.1:8888");
        }
        return new ShopProcess(port - HTTP, data, null, Duration.ZERO);
    }

    private void awaitOpen(Path log, long begin) throws InterruptedException {
        while (!saysOpen(log)) {
            if (process != null && !process.isAlive()) {
                throw new TrafficException("souk dev ended at its start: see " + log);
            }
            if (System.nanoTime() - begin > START.toNanos()) {
                throw new TrafficException("souk dev was not ready in time: see " + log);
            }
            Programs.pause(Duration.ofMillis(100));
        }
    }

    private boolean saysOpen(Path log) {
        try {
            return Files.readString(log).contains("The shop is open") && ready();
        } catch (IOException e) {
            throw new TrafficException("cannot read " + log, e);
        }
    }

    public boolean ready() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(managementUrl(1) + "/health/ready").toURL().openConnection();
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

    /** An offset at which the ports that matter are free. */
    public static int freeOffset() {
        for (int offset = 10_000; offset <= 30_000; offset += STEP) {
            if (free(HTTP + offset) && free(MANAGEMENT + offset) && free(SQL + offset)) {
                return offset;
            }
        }
        throw new TrafficException("no free ports: name an offset with --port-offset");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + (HTTP + offset);
    }

    public String managementUrl(int node) {
        return "http://127.0.0.1:" + (MANAGEMENT + offset + (node - 1) * 10);
    }

    public int sqlPort() {
        return SQL + offset;
    }

    public int offset() {
        return offset;
    }

    public Path data() {
        return data;
    }

    /** From the start of the process until the shop was open. */
    public Duration started() {
        return started;
    }

    /** SIGTERM, as souk dev wants it; its children go with it. A shop that ran before stays. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
