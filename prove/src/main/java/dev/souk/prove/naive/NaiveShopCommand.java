package dev.souk.prove.naive;

import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How an instance of the naive shop is started as a process of its own, with this JVM's Java and class path. */
public final class NaiveShopCommand {
    private static final Duration START_LIMIT = Duration.ofSeconds(40);
    private static final int ANSWER_MILLIS = 1_000;

    private NaiveShopCommand() {}

    /** @param name of the process and its log */
    public static ServerCommand of(String name, int port, String jdbcUrl, String bootstrapServers) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                // Its small answers would wait 40 ms for the client's acknowledgement.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                classPath(),
                NaiveShopMain.class.getName(),
                "--port",
                Integer.toString(port),
                "--jdbc-url",
                jdbcUrl,
                "--bootstrap-servers",
                bootstrapServers);
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return ServerCommand.of(name, command).withReadiness(process -> answers(process, ready), START_LIMIT);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean answers(ServerProcess process, URI ready) {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return process.isAlive() && connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
