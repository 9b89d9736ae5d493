package dev.souk.launcher.browser;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Audits;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.ShopSettings;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A node with every role and some stock, a front before it, and a browser. */
final class OpenShop implements AutoCloseable {
    final Settings settings;
    final Shop shop;
    final Front front;
    final Browser browser;

    private final Node node;

    OpenShop(String database) {
        settings = ShopSettings.load(ShopSettings.of(database, Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        for (int lamp = 1; lamp <= 30; lamp++) {
            shop.stock("lamp-%02d".formatted(lamp), 1_000 + lamp, 1_000);
        }
        front = new Front(settings.http().port());
        browser = new Browser(front.url());
    }

    /** @return the orders of a customer, newest first */
    List<JsonNode> orders(String customer) {
        List<JsonNode> orders = new ArrayList<>();
        Shop.require(
                        200,
                        shop.send("GET", "/v1/orders?limit=100", shop.token(customer, "customer"), Map.of(), null)
                                .join())
                .body()
                .get("items")
                .forEach(orders::add);
        return orders;
    }

    JsonNode captured(String customer, String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop.get(customer, id),
                        order -> order.at("/payment/status").asText().equals("CAPTURED"));
    }

    /** Empties the customer's cart, which a test before may have filled. */
    void emptyCart(String customer) {
        String token = shop.token(customer, "customer");
        JsonNode cart =
                shop.send("POST", "/v1/carts", token, Map.of(), null).join().body();
        for (JsonNode line : cart.get("lines")) {
            String path = "/v1/carts/" + cart.get("id").asText() + "/lines/"
                    + line.get("sku").asText();
            Shop.require(200, shop.send("DELETE", path, token, Map.of(), null).join());
        }
    }

    void price(String sku, int amount) {
        String product = "{\"name\":\"The %s\",\"category\":\"test\",\"price\":{\"amount\":%d,\"currency\":\"GBP\"}}"
                .formatted(sku, amount);
        Shop.require(
                200,
                shop.send("PUT", "/v1/products/" + sku, shop.token("merchant", "merchant"), Map.of(), product)
                        .join());
    }

    /** Runs a statement directly on the database, past all tested code. */
    void damage(String sql) {
        String url = SharedStack.get().postgres().jdbcUrl(settings.sql().database());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Leaves a dead letter of the stock's consumer, as that consumer does. */
    String bury(String key, String body) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", settings.kafka().bootstrapServers());
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.deadLetters(Topics.ORDERS), bytes(key), bytes(body));
        Map.of(
                        "souk-consumer", "stock",
                        "souk-reason", "undecodable",
                        "souk-attempts", "1",
                        "souk-error-message", "not an event",
                        "souk-origin-topic", Topics.ORDERS,
                        "souk-origin-partition", "0",
                        "souk-origin-offset", "0")
                .forEach((name, value) -> letter.headers().add(name, bytes(value)));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata written = producer.send(letter).get();
            return written.topic() + "/" + written.partition() + "/" + written.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        browser.close();
        front.close();
        Audits.await(node.stop());
    }
}
