package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Schema.NotMigratedException;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final EmbeddedStack stack = SharedStack.get();

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Set<String> eventLoops() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vert.x-eventloop"))
                .collect(Collectors.toSet());
    }

    private Settings migrated(String database, Map<String, String> overrides) {
        Settings settings = TestSettings.of(stack, database, overrides);
        new Migrations(settings.sql()).migrateShop();
        return settings;
    }

    @Test
    void servesWhenEverythingIsThereAndLeavesNothingRunningWhenItStops() throws Exception {
        Set<String> before = eventLoops();
        Node node = await(Node.start(migrated("node_life", Map.of())));
        assertThat(node.isServing()).isTrue();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).containsAll(Topics.ALL);
        }

        await(node.stop());

        assertThat(node.isServing()).isFalse();
        Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(eventLoops()));
    }

    @Test
    void aNodeThatStopsTakesRequestsUntilABalancerCanHaveSeenIt() throws Exception {
        int http = FreePort.next();
        int management = FreePort.next();
        Duration pause = Duration.ofSeconds(2);
        Node node = await(Node.start(migrated(
                "node_pause",
                Map.of(
                        "http.port", "" + http,
                        "management.port", "" + management,
                        "http.drain-pause", pause.toMillis() + "ms"))));
        assertThat(status(management, "/health/ready")).isEqualTo(200);

        long asked = System.nanoTime();
        Future<Void> stopped = node.stop();

        assertThat(status(management, "/health/ready")).isEqualTo(503);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isRefused(http));
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .as("taken connections for")
                .isGreaterThanOrEqualTo(pause.minusMillis(50));
        await(stopped);
    }

    private static int status(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void refusesADatabaseThatIsNotMigratedAndSaysWhatToDo() {
        Set<String> before = eventLoops();
        Settings settings = TestSettings.of(stack, "node_unmigrated", Map.of());

        assertThatThrownBy(() -> await(Node.start(settings)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(NotMigratedException.class)
                .hasMessageContaining("souk migrate");
        Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(eventLoops()));
    }

    @Test
    void waitsForADatabaseThatIsStartingStill() throws Exception {
        Settings shop = migrated("node_early", Map.of());
        Vertx vertx = Vertx.vertx();
        AtomicInteger asked = new AtomicInteger();
        NetClient database = vertx.createNetClient();
        int port = await(vertx.createNetServer()
                        .connectHandler(client -> {
                            if (asked.incrementAndGet() <= 3) {
                                client.close();
                            } else {
                                client.pause();
                                database.connect(shop.sql().port(), shop.sql().host())
                                        .onSuccess(server -> {
                                            client.pipeTo(server);
                                            server.pipeTo(client);
                                        });
                            }
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        try {
            Node node = await(Node.start(TestSettings.of(stack, "node_early", Map.of("sql.port", "" + port))));

            assertThat(asked).hasValueGreaterThan(3);
            await(node.stop());
        } finally {
            await(vertx.close());
        }
    }

    @Test
    void refusesSettingsWithWhichNobodyCouldEverDoAnything() {
        Settings settings = migrated("node_no_keys", Map.of("auth.dev", "false"));

        assertThatThrownBy(() -> await(Node.start(settings)))
                .cause()
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("auth.jwks");
    }

    @Test
    void endsItsStartWhenKafkaCannotBeReached() {
        Set<String> before = eventLoops();
        Settings settings = migrated("node_no_kafka", Map.of("kafka.bootstrap-servers", "127.0.0.1:1"));

        assertThatThrownBy(() -> await(Node.start(settings))).cause().hasMessageContaining("Kafka at 127.0.0.1:1");
        Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(eventLoops()));
    }
}
