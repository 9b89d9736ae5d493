package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Events of every type, as a shop really sends them, against the AsyncAPI document. */
class SentEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventsDocument document = EventsDocument.read();
    private final Set<String> subjects = new HashSet<>();
    private Shop shop;

    @Test
    void areWhatTheDocumentSaysAndOfEveryTypeThatItNames() throws Exception {
        Settings settings = ShopSettings.load(
                ShopSettings.of("sent_events", Map.of("order.deadline", "15s", "payment.provider-timeout", "40s")));
        Node node = Audits.await(Node.start(settings));
        try {
            shop = new Shop("http://127.0.0.1:" + settings.http().port());
            everythingHappens();
            check(settings.kafka().bootstrapServers());
        } finally {
            Audits.await(node.stop());
        }
    }

    private void everythingHappens() {
        shop.stock("event cup", 500, 100);
        shop.stock("event rare", 500, 1);
        shop.stock("event gone", 500, 0);
        subjects.addAll(List.of("event cup", "event rare", "event gone"));
        Shop.require(
                204,
                shop.send("DELETE", "/v1/products/event%20gone", shop.token("merchant", "merchant"), Map.of(), null)
                        .join());

        // The first answer to its payment never comes: the order expires meanwhile.
        String expired = order("late", "tok_timeout", Shop.line("event cup", 1));
        String rejected = order("greedy", "tok_ok", Shop.line("event rare", 2));
        String declined = order("poor", "tok_declined", Shop.line("event cup", 1));
        String lost = order("unlucky", "tok_capture_fails", Shop.line("event cup", 1));
        String whole = order("ann", "tok_ok", Shop.line("event cup", 2));
        awaitStatus("ann", whole, "CAPTURED");
        operate("POST", "/v1/orders/" + whole + "/ship", null);
        operate("POST", "/v1/orders/" + whole + "/deliver", null);
        operate("POST", "/v1/orders/" + whole + "/refunds", "{}");

        assertThat(shop.settled("greedy", rejected).get("status").asText()).isEqualTo("REJECTED");
        assertThat(shop.settled("poor", declined).get("status").asText()).isEqualTo("PAYMENT_FAILED");
        shop.settled("unlucky", lost);
        awaitStatus("unlucky", lost, "VOIDED");
        awaitStatus("ann", whole, "REFUNDED");
        assertThat(shop.settled("late", expired).get("status").asText()).isEqualTo("EXPIRED");
    }

    private String order(String customer, String card, String line) {
        String id = Shop.require(
                        201,
                        shop.order(customer, "k-" + customer, card, "[" + line + "]")
                                .join())
                .body()
                .get("id")
                .asText();
        subjects.add(id);
        return id;
    }

    private void operate(String method, String path, String body) {
        Answer answer = shop.send(
                        method, path, shop.token("olga", "operator"), Map.of("Idempotency-Key", "k-" + path), body)
                .join();
        assertThat(answer.status()).as(String.valueOf(answer.body())).isIn(200, 201);
    }

    private void awaitStatus(String customer, String order, String payment) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> shop.get(customer, order).at("/payment/status").asText(), payment::equals);
    }

    private void check(String bootstrap) throws Exception {
        Map<String, String> seen = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            Topics.ALL.forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(part -> all.add(new TopicPartition(topic, part.partition()))));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end && seen.size() < document.topics().size()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (subjects.contains(record.key())) {
                        check(record, seen);
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(document.topics());
    }

    private void check(ConsumerRecord<String, byte[]> record, Map<String, String> seen) throws Exception {
        JsonNode event = Json.MAPPER.readTree(record.value());
        String type = event.get("type").asText();
        assertThat(document.findings(type, event)).as(event.toString()).isEmpty();
        assertThat(record.topic()).as(type).isEqualTo(document.topics().get(type));
        assertThat(record.key()).isEqualTo(event.get("subject").asText());
        assertThat(header(record, "ce_type")).isEqualTo(type);
        assertThat(header(record, "content-type")).isEqualTo("application/cloudevents+json");
        seen.put(type, record.topic());
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
