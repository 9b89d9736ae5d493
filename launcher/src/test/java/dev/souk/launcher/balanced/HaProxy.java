package dev.souk.launcher.balanced;

import dev.souk.embedded.FreePort;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's HAProxy with the sections of {@code infra/haproxy} for the shop: the same ways, checks and intervals.
 * It is stricter where the original could hide a lost request: it opens a connection for each request, repeats none,
 * and takes none to another node.
 */
final class HaProxy {
    private static final Path CONFIGURATION =
            Path.of(System.getProperty("souk.root", ".."), "infra/haproxy/haproxy.cfg");
    private static final List<String> OF_THE_SHOP =
            List.of("global", "defaults", "frontend shop", "backend ready", "backend serving", "frontend statistics");
    private static final Pattern REPEATS =
            Pattern.compile("^ +(retry-on|retries|option redispatch).*\n", Pattern.MULTILINE);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.next();
    private final int statistics = FreePort.next();
    private final ServerProcess process;

    /** @param ports of each node: HTTP and management */
    HaProxy(StackFolder folder, List<int[]> ports) throws IOException {
        Path file = folder.data().resolve("haproxy.cfg");
        Files.writeString(file, configuration(Files.readString(CONFIGURATION), ports));
        process = new ServerProcess(
                folder,
                ServerCommand.of("haproxy", List.of(program(), "-db", "-f", file.toString()))
                        .withReadiness(started -> listens(port) && listens(statistics), Duration.ofSeconds(60)));
    }

    private static String program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("infra/install-tools.sh installs haproxy"))
                .toString();
    }

    private String configuration(String shipped, List<int[]> ports) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : shipped.split("\n(?=[a-z])")) {
            sections.put(section.lines().findFirst().orElse("").strip(), section + "\n");
        }
        List<String> own = new ArrayList<>();
        for (String name : OF_THE_SHOP) {
            String section = sections.entrySet().stream()
                    .filter(known -> known.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("infra/haproxy has no " + name));
            own.add(section);
        }
        String text = REPEATS.matcher(String.join("\n", own))
                .replaceAll("")
                .replace(" resolvers docker init-addr none", "")
                // This machine may let a process open fewer files than a container does.
                .replace("maxconn 20000", "maxconn 1000")
                .replace("bind :8888", "bind 127.0.0.1:" + port)
                .replace("bind :8404", "bind 127.0.0.1:" + statistics)
                .replace("defaults\n", "defaults\n    retries 0\n    option http-server-close\n");
        for (int i = 0; i < ports.size(); i++) {
            String name = "souk-" + (i + 1);
            text = text.replace(
                    name + ":8888 check port 8889",
                    "127.0.0.1:%d check port %d".formatted(ports.get(i)[0], ports.get(i)[1]));
        }
        return text;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    void start() {
        process.start();
        process.awaitReady();
    }

    void stop() {
        process.stop(Duration.ofSeconds(20));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Whether requests go to the node, as the statistics say. */
    boolean sendsTo(int node) {
        try {
            String table = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statistics + "/;csv"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return table.lines()
                    .map(line -> line.split(",", -1))
                    .anyMatch(
                            row -> row[0].equals("ready") && row[1].equals("souk-" + node) && row[17].startsWith("UP"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
