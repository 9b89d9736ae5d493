package dev.souk.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.TestSettings;
import dev.souk.launcher.cli.terminal.Blocking;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An operator, and a message that a consumer cannot decide until its defect is repaired. */
class DlqCommandTest {
    private static final String DATABASE = "dlq_command";
    private static final EventType<String> NOTED = new EventType<>("noted.by-a-test", Topics.CATALOG, String.class);

    private static EmbeddedStack stack;
    private static Vertx vertx;
    private static Pool pool;
    private static Messaging messaging;
    private static final List<EventConsumer> CONSUMERS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        stack = SharedStack.get();
        Settings settings = TestSettings.of(stack, DATABASE, Map.of());
        new Migrations(settings.sql()).migrateShop();
        TopicAdmin.ensureTopics(settings.kafka());
        vertx = Vertx.vertx();
        pool = SqlPool.open(vertx, settings.sql());
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TransactionRunner transactions = new TransactionRunner(vertx, pool, metrics, Duration.ofSeconds(10));
        messaging = new Messaging(vertx, settings, "test", transactions, metrics);
    }

    @AfterAll
    static void close() throws Exception {
        for (EventConsumer consumer : CONSUMERS) {
            Blocking.get(consumer.stop());
        }
        Blocking.get(messaging.close());
        Blocking.get(pool.close());
        Blocking.get(vertx.close());
    }

    private record Ran(int exit, String out, String err) {
        JsonNode json() {
            return Json.read(out, JsonNode.class);
        }
    }

    private static Ran souk(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                SoukCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ran(command.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
    }

    private static Ran dlq(String... arguments) {
        return dlq(Map.of(), arguments);
    }

    private static Ran dlq(Map<String, String> overrides, String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        Map<String, String> settings = new HashMap<>(TestSettings.raw(stack, DATABASE));
        settings.putAll(overrides);
        settings.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        return souk(all);
    }

    /** Handles the events of its key, and none until it is repaired. */
    private static final class Defective implements EventHandler {
        private final String key;
        private final List<String> handled = new CopyOnWriteArrayList<>();
        private volatile boolean repaired;

        Defective(String key) {
            this.key = key;
        }

        @Override
        public boolean concerns(EventEnvelope event) {
            return event.is(NOTED) && event.subject().equals(key);
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            if (!repaired) {
                return Future.failedFuture(new IllegalStateException("a defect about " + key));
            }
            return Future.succeededFuture(
                    new Effects(List.of(), () -> events.forEach(event -> handled.add(event.subject()))));
        }
    }

    private static Defective consume(String key) throws Exception {
        Defective handler = new Defective(key);
        Deployable consumer = context ->
                messaging.consume("dlq-" + key, Set.of(Topics.CATALOG), handler).onSuccess(CONSUMERS::add);
        Blocking.get(vertx.deployVerticle(consumer));
        return handler;
    }

    private static void publish(String key, int count) throws Exception {
        List<NewEvent<?>> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of(NOTED, key, i, Instant.now(), null, "note " + i));
        }
        Blocking.get(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>("", events))));
    }

    /** @return the open letters of the consumer, when there are so many */
    private static List<JsonNode> letters(String key, int count) {
        List<JsonNode> letters = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            letters.clear();
            Ran ran = dlq("list", "--json");
            assertThat(ran.exit()).isZero();
            ran.json().get("items").forEach(letter -> {
                if (letter.get("consumer").asText().equals("dlq-" + key)) {
                    letters.add(letter);
                }
            });
            assertThat(letters).hasSize(count);
        });
        return letters;
    }

    @Test
    void aPoisonMessageIsListedShownAndSentBackToBeHandled() throws Exception {
        Defective consumer = consume("one");
        publish("one", 1);
        JsonNode letter = letters("one", 1).getFirst();
        String id = letter.get("id").asText();
        assertThat(id).startsWith("souk.catalog.dlq/");
        assertThat(letter.get("reason").asText()).isEqualTo("undecidable");
        assertThat(letter.get("attempts").asInt()).isEqualTo(3);
        assertThat(letter.get("error").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.get("errorMessage").asText()).isEqualTo("a defect about one");

        assertThat(dlq("list", "--topic", "souk.catalog").out())
                .contains(id + "  undecidable by dlq-one, 3 attempts, 20")
                .contains("        java.lang.IllegalStateException: a defect about one");
        Ran shown = dlq("show", id);
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .contains("reason       undecidable")
                .contains("first error  java.lang.IllegalStateException: a defect about one")
                .contains("message      souk.catalog/")
                .contains("key          one")
                .contains("\"data\":\"note 0\"");
        assertThat(dlq("show", id, "--json").json()).isEqualTo(letter);

        consumer.repaired = true;
        Ran replayed = dlq("replay", id);

        assertThat(replayed.exit()).isZero();
        assertThat(replayed.out()).isEqualTo("sent back  " + id + "\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(consumer.handled).containsExactly("one"));
        letters("one", 0);
        Ran again = dlq("replay", id, "--json");
        assertThat(again.exit()).isEqualTo(ExitCode.FALSE);
        assertThat(again.json().get("done")).isEmpty();
        assertThat(again.json().at("/unknown/0/id").asText()).isEqualTo(id);
        assertThat(again.err()).startsWith("souk: " + id + ": ");
    }

    @Test
    void allOfThemAreSentBackOrOneIsDiscarded() throws Exception {
        Defective consumer = consume("many");
        publish("many", 5);
        List<JsonNode> letters = letters("many", 5);

        String first = letters.getFirst().get("id").asText();
        assertThat(dlq("discard", first).out()).isEqualTo("discarded  " + first + "\n");
        letters("many", 4);
        assertThat(dlq("list", "--limit", "1").out()).contains("There are more: --after ");

        consumer.repaired = true;
        Ran replayed = dlq("replay", "--all", "--topic", "souk.catalog", "--json");

        assertThat(replayed.exit()).isZero();
        assertThat(replayed.json().get("done").size()).isGreaterThanOrEqualTo(4);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(consumer.handled).hasSize(4));
        letters("many", 0);
    }

    @Test
    void whatIsNoIdNoTopicOrNoLetterIsSaid() {
        Ran noId = dlq("show", "yesterday's");
        assertThat(noId.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(noId.err()).contains("not the id of a dead letter");

        assertThat(dlq("list", "--topic", "souk.gossip").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(dlq("list", "--limit", "0").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(dlq("replay").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(dlq("replay", "--all", "souk.orders.dlq/0/0").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(souk(List.of("dlq")).exit()).isEqualTo(ExitCode.USAGE);
        assertThat(souk(List.of("dlq", "replay", "--help")).out()).startsWith("Usage: souk dlq replay");

        Ran noLetter = dlq("show", "souk.orders.dlq/0/999999");
        assertThat(noLetter.exit()).isEqualTo(ExitCode.FALSE);
        assertThat(noLetter.err()).isEqualTo("souk: souk.orders.dlq/0/999999: there is no such letter\n");
    }

    @Test
    void whatCannotBeReachedIsSaid() {
        Ran noDatabase = dlq(Map.of("sql.port", "1"), "list");
        assertThat(noDatabase.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(noDatabase.err()).startsWith("souk: the database");

        Ran noKafka = dlq(Map.of("kafka.bootstrap-servers", "127.0.0.1:1"), "list");
        assertThat(noKafka.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(noKafka.err()).startsWith("souk: Kafka at 127.0.0.1:1");
        assertThat(noKafka.out()).isEmpty();
    }
}
