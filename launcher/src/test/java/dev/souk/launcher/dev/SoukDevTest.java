package dev.souk.launcher.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.ShopClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SoukDevTest {
    private static final int CREATED = 201;
    private static final Set<String> SETTLED =
            Set.of("CONFIRMED", "REJECTED", "PAYMENT_FAILED", "CANCELLED", "EXPIRED");

    @TempDir
    Path folder;

    private final int offset = DevProcess.freeOffset();
    private final DevPorts ports = new DevPorts(offset);

    /** Places an order and looks at it until it is settled; an order that was not accepted is answered as it is. */
    private static Answer order(ShopClient shop, String token, String sku, String key) throws InterruptedException {
        Map<String, String> headers = new HashMap<>(ShopClient.bearer(token));
        headers.put("idempotency-key", key);
        Answer placed = shop.post(
                "/v1/orders",
                headers,
                Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "payment", Map.of("token", "tok_ok")));
        if (placed.status() != CREATED) {
            return placed;
        }
        String path = "/v1/orders/" + placed.body().path("id").asText();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop.get(path, token),
                        answer -> SETTLED.contains(answer.body().path("status").asText()));
    }

    private ShopClient node(int number) {
        return new ShopClient(URI.create(ports.url(number)));
    }

    private static void assertGone(List<ProcessHandle> processes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void opensAShopWhoseOrdersSurviveItsEndAndEvenItsKill() throws Exception {
        String id;
        List<ProcessHandle> left;
        try (DevProcess first = DevProcess.start(folder, offset).untilOpen()) {
            String token = first.shown("Bearer ");
            String sku = first.shown("\"sku\":\"");
            try (ShopClient shop = node(1)) {
                Answer placed = order(shop, token, sku, "first");
                assertThat(placed.body().path("status").asText()).isEqualTo("CONFIRMED");
                id = placed.body().path("id").asText();
            }
            left = first.children();
            assertThat(left).hasSizeGreaterThanOrEqualTo(9);
            first.kill();
            assertThat(left).allMatch(ProcessHandle::isAlive);
        }
        try (DevProcess second = DevProcess.start(folder, offset).untilOpen()) {
            assertGone(left);
            assertThat(second.terminal()).doesNotContain("sample products");
            String token = second.shown("Bearer ");
            try (ShopClient shop = node(1)) {
                assertThat(shop.get("/v1/orders/" + id, token)
                                .body()
                                .path("status")
                                .asText())
                        .isEqualTo("CONFIRMED");
            }
            List<ProcessHandle> children = second.children();
            second.terminate();
            assertThat(second.exit()).isZero();
            assertGone(children);
            assertThat(ports.taken(1).keySet()).allMatch(DevProcess::isFree);
        }
    }

    @Test
    void goesOnSellingWhenOneOfThreeNodesIsKilled() throws Exception {
        try (DevProcess dev = DevProcess.start(folder, offset, "--nodes", "3").untilOpen()) {
            String token = dev.shown("Bearer ");
            String sku = dev.shown("\"sku\":\"");
            for (int number = 1; number <= 3; number++) {
                try (ShopClient shop = node(number)) {
                    assertThat(order(shop, token, sku, "before-" + number)
                                    .body()
                                    .path("status")
                                    .asText())
                            .isEqualTo("CONFIRMED");
                }
            }

            ProcessHandle.of(dev.pidOf("souk-2")).orElseThrow().destroyForcibly();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> dev.terminal().contains("souk-2 was killed (signal 9)"));
            for (int number : List.of(1, 3)) {
                try (ShopClient shop = node(number)) {
                    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                        Answer placed =
                                order(shop, token, sku, UUID.randomUUID().toString());
                        assertThat(placed.body().path("status").asText()).isEqualTo("CONFIRMED");
                    });
                }
            }
            dev.terminate();
            assertThat(dev.exit()).isZero();
        }
    }

    @Test
    void sayInOneLineWhatIsInTheWayAndLeavesNothingHalfStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports.http(2), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            refused(folder.resolve("data"), "Port " + ports.http(2) + " for HTTP of souk-2 is taken", "--nodes", "2");
        }
        Path corrupt = Files.createDirectories(folder.resolve("data/postgres"));
        Files.writeString(corrupt.resolve("PG_VERSION"), "18\n");
        refused(folder.resolve("data"), "is corrupt");
        Path file = Files.writeString(folder.resolve("a-file"), "");
        refused(file, "cannot be written");
    }

    private void refused(Path data, String reason, String... options) throws Exception {
        try (DevProcess dev = DevProcess.startOn(data, folder, offset, options)) {
            assertThat(dev.exit()).isEqualTo(3);
            assertThat(dev.terminal().lines().filter(line -> line.startsWith("souk: ")))
                    .hasSize(1)
                    .allMatch(line -> line.contains(reason));
            assertThat(dev.terminal()).doesNotContain(" ready ", "\tat ");
        }
    }

    @Test
    void stopsWhatItHadStartedWhenItIsStoppedInTheMiddleOfAStart() throws Exception {
        try (DevProcess dev = DevProcess.start(folder, offset)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> dev.terminal().contains("ready"));
            List<ProcessHandle> children = dev.children();
            dev.terminate();

            assertThat(dev.exit()).isZero();
            assertGone(children);
        }
    }
}
