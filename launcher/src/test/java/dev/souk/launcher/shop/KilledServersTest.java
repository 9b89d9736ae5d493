package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.Node;
import dev.souk.launcher.cli.SoukCommand;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The database and Kafka are killed in the middle of a replay, and a foreign client writes nonsense into a topic. */
@Tag("stack")
class KilledServersTest {
    private static final int INVOICES = 300;
    private static final int KILL_AFTER = 100;

    @TempDir
    private static Path folder;

    private static EmbeddedStack stack;
    private static Map<String, String> raw;
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() {
        stack = EmbeddedStack.start(StackOptions.temporary(folder.resolve("stack")), Progress.SILENT);
        raw = ShopSettings.of(stack, "killed_servers", Map.of());
        settings = ShopSettings.load(raw);
        node = Audits.await(Node.start(settings));
        shop = new Shop(url());
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
        stack.stop();
    }

    private static String url() {
        return "http://127.0.0.1:" + settings.http().port();
    }

    private record Ran(int exit, JsonNode out, String err) {}

    private static Ran souk(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                SoukCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(arguments.toArray(String[]::new));
        return new Ran(exit, Json.read(out.toString(), JsonNode.class), err.toString());
    }

    /** Invoices of two lines each, as the data set has them. */
    private static Path file(String sku) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"));
        for (int i = 0; i < INVOICES; i++) {
            String sold = ",2010-12-01 08:26:00,2.55," + (17_000 + i % 50) + ".0,United Kingdom";
            lines.add("%s-%d,%s,A LANTERN,2%s".formatted(sku, i, sku, sold));
            lines.add("%s-%d,%s-%d,A HEART,1%s".formatted(sku, i, sku, i % 10, sold));
        }
        return Files.write(folder.resolve(sku + ".csv"), lines, StandardCharsets.UTF_8);
    }

    private static CompletableFuture<Ran> replay(String sku) throws IOException {
        shop.stock(sku, 255, 100_000);
        for (int i = 0; i < 10; i++) {
            shop.stock(sku + "-" + i, 255, 100_000);
        }
        List<String> replay = List.of(
                "replay", file(sku).toString(), "--format", "online-retail", "--url", url(), "--rate", "40", "--json");
        // The replay runs on its own thread: HTTP answers use the common pool, which may have a single thread.
        return CompletableFuture.supplyAsync(
                () -> souk(replay), work -> Thread.ofVirtual().name("replay").start(work));
    }

    private static void awaitSold(String sku, int atLeast) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> shop.level(sku).get("sold").asInt() >= atLeast);
    }

    private static void assertReplayed(CompletableFuture<Ran> replay) throws Exception {
        Ran ran = replay.get(5, TimeUnit.MINUTES);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        assertThat(ran.out().get("confirmed").asInt()).isEqualTo(INVOICES);
        assertThat(ran.out().get("errors").asInt()).isZero();
        Audits.assertClean(settings);
    }

    private void killInTheMiddle(String sku, ServerProcess server) throws Exception {
        CompletableFuture<Ran> replay = replay(sku);
        awaitSold(sku, KILL_AFTER);
        assertThat(replay).as("in the middle").isNotDone();
        server.kill();
        server.restart();

        assertReplayed(replay);
        assertThat(shop.level(sku).get("sold").asInt()).isEqualTo(2 * INVOICES);
    }

    @Test
    void aReplayIsConfirmedWholeThoughTheDatabaseIsKilledInTheMiddle() throws Exception {
        killInTheMiddle("LAMP", stack.postgres().process());
    }

    @Test
    void aReplayIsConfirmedWholeThoughKafkaIsKilledInTheMiddle() throws Exception {
        killInTheMiddle("VASE", stack.kafka().brokers().getFirst());
    }

    /** Every consumer of the topic puts it aside, and an operator finds it. */
    @Test
    void nonsenseInATopicStopsNothingAndIsFound() throws Exception {
        shop.stock("mug", 255, 100);
        try (Producer<byte[], byte[]> kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int partition = 0; partition < 3; partition++) {
                byte[] nonsense = ("nonsense " + partition).getBytes(StandardCharsets.UTF_8);
                kafka.send(new ProducerRecord<>("souk.orders", partition, null, nonsense))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        for (int i = 0; i < 20; i++) {
            String id = Shop.require(
                            201,
                            shop.order("ann", "mug-" + i, "tok_ok", "[" + Shop.line("mug", 1) + "]")
                                    .join())
                    .body()
                    .get("id")
                    .asText();
            assertThat(shop.settled("ann", id).get("status").asText()).isEqualTo("CONFIRMED");
        }

        List<String> list = new ArrayList<>(List.of("dlq", "list", "--topic", "souk.orders", "--json"));
        raw.forEach((key, value) -> list.addAll(List.of("--set", key + "=" + value)));
        List<String> everywhere = Stream.of("stock", "payment")
                .flatMap(consumer -> Stream.of(0, 1, 2).map(n -> consumer + " undecodable: nonsense " + n))
                .toList();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Ran listed = souk(list);
            assertThat(listed.exit()).isZero();
            List<String> letters = new ArrayList<>();
            listed.out()
                    .get("items")
                    .forEach(letter -> letters.add(letter.get("consumer").asText() + " "
                            + letter.get("reason").asText() + ": "
                            + letter.get("body").asText()));
            assertThat(letters).containsAll(everywhere);
        });
        Audits.assertClean(settings);
    }
}
