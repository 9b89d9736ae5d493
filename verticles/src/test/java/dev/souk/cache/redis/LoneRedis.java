package dev.souk.cache.redis;

import static dev.souk.testing.TestDatabase.await;

import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.testing.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A Redis Cluster of one real server that has all hash slots, speaks TLS alone, and lets in two users: {@code default}, and
 * {@code souk}, which has no keys but those under {@code souk:} and may do what docs/operations.md grants it.
 */
final class LoneRedis implements AutoCloseable {
    static final String PASSWORD = "of:the@default/user%+";
    static final String USER = "souk";
    static final String USER_PASSWORD = "s+p/a:c@%41#?";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SLOTS = 16_384;

    private final int port = FreePort.next();
    private final Vertx vertx;
    private final TestCertificate certificate;
    private final Process server;

    LoneRedis(Vertx vertx, Path folder) throws IOException {
        this.vertx = vertx;
        this.certificate = TestCertificate.create(folder, "redis");
        Path users = Files.writeString(folder.resolve("users.acl"), """
                user default on >%s ~* &* +@all
                user %s on >%s ~souk:* +@read +@write +@scripting +cluster|slots +cluster|info +hello +ping
                """.formatted(PASSWORD, USER, USER_PASSWORD));
        Path configuration = Files.writeString(folder.resolve("redis.conf"), """
                bind 127.0.0.1
                port 0
                tls-port %d
                tls-cert-file "%s"
                tls-key-file "%s"
                tls-ca-cert-file "%2$s"
                tls-auth-clients no
                tls-cluster yes
                cluster-enabled yes
                cluster-announce-ip 127.0.0.1
                dir "%s"
                aclfile "%s"
                save ""
                """.formatted(
                        port, certificate.certificate(), certificate.key(), folder, users));
        server = new ProcessBuilder(program(), configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
        IntStream.range(0, SLOTS).forEach(slots::arg);
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> String.valueOf(ask(Request.cmd(Command.PING))).equals("PONG"));
        ask(slots);
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> String.valueOf(ask(Request.cmd(Command.CLUSTER).arg("INFO")))
                        .contains("cluster_state:ok"));
    }

    /** The server that the shared cluster runs. */
    private static String program() {
        long node = SharedStack.get().redis().nodes().getFirst().pid();
        return ProcessHandle.of(node)
                .flatMap(process -> process.info().command())
                .orElseThrow();
    }

    Settings.Redis settings() {
        return settings(Map.of());
    }

    /** @param overrides of the settings that let in the user {@code default} */
    Settings.Redis settings(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(Map.of(
                "redis.nodes",
                "127.0.0.1:" + port,
                "redis.prefix",
                "souk:",
                "redis.password",
                PASSWORD,
                "redis.tls",
                "true",
                "redis.ca-file",
                certificate.certificate().toString(),
                "redis.command-timeout",
                "10s"));
        all.putAll(overrides);
        return SettingsLoader.load(List.of(), Map.of(), all).redis();
    }

    /** @return the answer to a command that has one */
    Response ask(Request request) {
        Redis client = Redis.createClient(vertx, RedisClients.alone(settings(), "127.0.0.1:" + port));
        try {
            return Objects.requireNonNull(await(client.send(request)));
        } finally {
            await(client.close());
        }
    }

    @Override
    public void close() {
        server.destroyForcibly();
        server.onExit().join();
    }
}
