package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.FreePort;
import dev.souk.launcher.Node;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the programs of {@code docs/integrate.md}, as they stand there, against a real shop. They need Node. */
@Tag("stack")
class IntegrateTest {
    private static final Path ROOT = Path.of(System.getProperty("souk.root", ".."));
    /** The name of a program stands in the paragraph before it. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?m)^`(\\w+\\.(?:mjs|java))`[^\\n]*\\n\\n```(?:js|java)\\n((?:.*\\n)*?)```$");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] KEY = "a key of this very test".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    @TempDir
    private static Path folder;

    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() throws IOException {
        for (Map.Entry<String, String> program : programs().entrySet()) {
            Files.writeString(folder.resolve(program.getKey()), program.getValue());
        }
        installPublishedClient(folder.resolve("node_modules"));
        settings = ShopSettings.load(ShopSettings.of("integrate_shop", Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("integrated", 500, 100);
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    /** Installs the packages that {@code npm install} would bring, from the tests of the bridge. */
    private static void installPublishedClient(Path modules) throws IOException {
        Path packages = ROOT.resolve("verticles/src/test/resources/npm");
        try (Stream<Path> files = Files.walk(packages)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, modules.resolve(packages.relativize(file).toString()));
            }
        }
    }

    private static Map<String, String> programs() throws IOException {
        Map<String, String> programs = new TreeMap<>();
        PROGRAM.matcher(Files.readString(ROOT.resolve("docs/integrate.md")))
                .results()
                .forEach(found -> programs.put(found.group(1), found.group(2)));
        return programs;
    }

    private record Ran(int code, String out) {}

    private static ProcessBuilder program(String name, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.concat(
                        Stream.of(name.endsWith(".java") ? java : "node", name), Stream.of(arguments))
                .toList();
        ProcessBuilder program =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        program.environment()
                .putAll(Map.of(
                        "SOUK_URL",
                        "http://127.0.0.1:" + settings.http().port(),
                        "SOUK_TOKEN",
                        shop.token("ann", "customer"),
                        "WEBHOOK_SECRET",
                        SECRET));
        return program;
    }

    private static Ran run(String name, String... arguments) throws Exception {
        Process process = program(name, arguments)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(name + " does not end: " + Files.readString(folder.resolve(name + ".out")));
        }
        return new Ran(process.exitValue(), Files.readString(folder.resolve(name + ".out")));
    }

    @Test
    void everyProgramOfThePageIsRunByATest() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/integrate.md"));

        assertThat(programs().keySet())
                .containsExactly(
                        "Bridge.java",
                        "Follow.java",
                        "Order.java",
                        "Receive.java",
                        "bridge.mjs",
                        "follow.mjs",
                        "order.mjs",
                        "receive.mjs");
        assertThat(Pattern.compile("(?m)^```(js|java)$").matcher(page).results())
                .hasSize(programs().size());
    }

    @ParameterizedTest
    @CsvSource({"order.mjs, follow.mjs", "Order.java, Follow.java", "order.mjs, bridge.mjs", "Order.java, Bridge.java"})
    void anOrderIsPlacedAndFollowedToItsCapture(String order, String follow) throws Exception {
        Ran placed = run(order, "integrated");
        assertThat(placed.code()).as(placed.out()).isZero();
        String id = placed.out().split(" ", 2)[0];
        assertThat(shop.get("ann", id).get("locale").asText()).isEqualTo("de-AT");

        Ran followed = run(follow, id);

        assertThat(followed.code()).as(followed.out()).isZero();
        assertThat(followed.out().lines().map(line -> line.split(" ")[1]))
                .startsWith("order.placed", "order.reserved", "order.confirmed")
                .endsWith("payment.captured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge.mjs", "Bridge.java"})
    void anOrderThatIsAnothersIsRefusedAtTheBridge(String bridge) throws Exception {
        Ran refused = run(bridge, "7a1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11");

        assertThat(refused.code()).as(refused.out()).isEqualTo(1);
        assertThat(refused.out()).contains("access_denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.mjs", "Order.java"})
    void whatIsRefusedIsSaid(String order) throws Exception {
        Ran refused = run(order, "nothing-of-the-kind");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("unknown_product");
    }

    @ParameterizedTest
    @ValueSource(strings = {"receive.mjs", "Receive.java"})
    void whatIsSignedIsTakenOnceAndTheRestRefused(String receive) throws Exception {
        int port = FreePort.next();
        ProcessBuilder program = program(receive);
        program.environment().put("PORT", Integer.toString(port));
        Path out = folder.resolve(receive + ".out");
        Process process = program.redirectOutput(out.toFile()).start();
        try {
            String body = "{\"type\":\"order.confirmed\",\"timestamp\":\"2026-11-27T04:30:00Z\",\"data\":{\"order\":"
                    + "{\"id\":\"7\",\"status\":\"CONFIRMED\"},\"seq\":3}}";
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(ConnectException.class)
                    .until(() -> post(port, "unsigned", Instant.now(), "v1,AAAA", body), status -> status == 401);
            Instant now = Instant.now();
            String good = signature("msg_1", now, body);

            assertThat(post(port, "msg_1", now, good, body)).isEqualTo(204);
            assertThat(post(port, "msg_1", now, "v1,b3RoZXI= " + good, body)).isEqualTo(204);
            assertThat(post(port, "msg_1", now, good, body + " ")).isEqualTo(401);
            assertThat(post(port, "msg_2", now, good, body)).isEqualTo(401);
            Instant old = now.minusSeconds(301);
            assertThat(post(port, "msg_3", old, signature("msg_3", old, body), body))
                    .isEqualTo(401);

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Files.readString(out).contains("order.confirmed"));
            assertThat(Files.readString(out).lines().filter(line -> line.startsWith("order.confirmed")))
                    .hasSize(1);
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int post(int port, String id, Instant at, String signature, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(20))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
            return answer.statusCode();
        }
    }

    /** The signature by the Standard Webhooks specification. */
    private static String signature(String id, Instant at, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        String signed = id + "." + at.getEpochSecond() + "." + body;
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
