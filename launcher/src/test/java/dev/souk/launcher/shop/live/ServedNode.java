package dev.souk.launcher.shop.live;

import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A node in a JVM of its own: its metrics, and its heap after a full collection. */
record ServedNode(ServerProcess process, int managementPort) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The sum of a metric over all lines of its name and these tags; 0 when there is none. */
    double metric(String name, String... tags) {
        return lines(line -> {
            int end = line.indexOf(line.contains("{") ? '{' : ' ');
            return line.substring(0, end).equals(name) && Arrays.stream(tags).allMatch(line::contains);
        });
    }

    private double lines(Predicate<String> wanted) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .filter(wanted)
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of live objects: those that a full collection leaves. */
    long liveHeap() throws IOException, InterruptedException {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!collection.waitFor(120, TimeUnit.SECONDS) || collection.exitValue() != 0) {
            collection.destroyForcibly();
            throw new IllegalStateException("the node's heap cannot be collected");
        }
        return (long) metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** As Linux tells it: the heap as it has grown, and everything beside it. */
    String residentMemory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return "not told by this system";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElseThrow();
        }
    }

    boolean ranOutOfMemory() throws IOException {
        return Files.readString(process.logFile()).contains("OutOfMemoryError");
    }
}
