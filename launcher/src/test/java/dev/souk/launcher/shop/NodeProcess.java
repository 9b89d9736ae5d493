package dev.souk.launcher.shop;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.ServerCommand;
import dev.souk.embedded.ServerProcess;
import dev.souk.launcher.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A node in a JVM of its own, to be killed; ready when its management port says so. */
final class NodeProcess {
    private static final Set<String> LISTS = Set.of("redis.nodes", "cluster.members");
    private static final Duration START = Duration.ofSeconds(90);

    private NodeProcess() {}

    /**
     * @param settings every one that is not the default, by dotted key
     * @param options of its JVM
     */
    static ServerProcess of(EmbeddedStack stack, String name, Map<String, String> settings, String... options) {
        Path file = stack.folder().data().resolve(name + ".yaml");
        StringBuilder yaml = new StringBuilder();
        new TreeMap<>(settings)
                .forEach((key, value) -> yaml.append(key)
                        .append(": ")
                        .append(LISTS.contains(key) ? "[" + value + "]" : "\"" + value + "\"")
                        .append('\n'));
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("node", "--config", file.toString()));
        URI ready = URI.create("http://127.0.0.1:" + settings.get("management.port") + "/health/ready");
        return new ServerProcess(
                stack.folder(), ServerCommand.of(name, command).withReadiness(process -> isOk(ready), START));
    }

    private static boolean isOk(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
