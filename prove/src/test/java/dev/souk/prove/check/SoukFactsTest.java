package dev.souk.prove.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.shop.SoukFacts;
import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.LineAsked;
import dev.souk.prove.history.Operation;
import dev.souk.prove.history.OrderAsked;
import dev.souk.prove.history.OrderSeen;
import dev.souk.prove.history.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One order through all of Souk's real tables and topics, written by hand as Souk writes it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SoukFactsTest {
    private static final UUID ORDER = UUID.randomUUID();
    private static final UUID PAYMENT = UUID.randomUUID();
    private static final EmbeddedStack STACK = SharedStack.get();
    private static final Item LINE = new Item("85123A", 2, 255L);

    private static Connection souk;
    private static KafkaProducer<String, byte[]> kafka;
    private static SoukFacts facts;
    private static final List<Sent> webhooks = new ArrayList<>();

    private record Sent(UUID id, String type, long seq) {}

    @TempDir
    Path folder;

    @BeforeAll
    static void makeTablesAndTopics() throws Exception {
        STACK.postgres().createDatabase("facts_souk");
        STACK.postgres().createDatabase("facts_sandbox");
        souk = DriverManager.getConnection(STACK.postgres().jdbcUrl("facts_souk"));
        SoukSchema.create(souk, "migration");
        try (Connection sandbox = DriverManager.getConnection(STACK.postgres().jdbcUrl("facts_sandbox"))) {
            SoukSchema.create(sandbox, "sandbox");
            provider(sandbox);
        }
        String brokers = STACK.kafka().bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(
                            new NewTopic("souk.orders", Optional.of(2), Optional.empty()),
                            new NewTopic("souk.stock", Optional.of(2), Optional.empty()),
                            new NewTopic("souk.payments", Optional.of(2), Optional.empty())))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        kafka = new KafkaProducer<>(Map.of(
                "bootstrap.servers", brokers,
                "key.serializer", StringSerializer.class,
                "value.serializer", ByteArraySerializer.class));
        facts = new SoukFacts(
                STACK.postgres().jdbcUrl("facts_souk"), STACK.postgres().jdbcUrl("facts_sandbox"), brokers);
        order();
    }

    @AfterAll
    static void close() throws SQLException {
        kafka.close();
        souk.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void provider(Connection sandbox) throws SQLException {
        run(sandbox, """
                INSERT INTO ledger_call (key, payment, kind, amount, currency, token, status, code) VALUES
                  ('authorise.0.%1$s', '%1$s', 'AUTHORISE', 510, 'GBP', 'tok_error_once', 200, ''),
                  ('capture.0.%1$s', '%1$s', 'CAPTURE', 510, 'GBP', '', 402, 'try_again'),
                  ('capture.1.%1$s', '%1$s', 'CAPTURE', 510, 'GBP', '', 200, '')
                """.formatted(PAYMENT));
    }

    private static void order() throws Exception {
        UUID placed = event("souk.orders", "order.placed", 1);
        event("souk.stock", "stock.reserved", 1);
        UUID reserved = event("souk.orders", "order.reserved", 2);
        event("souk.payments", "payment.authorized", 1);
        UUID confirmed = event("souk.orders", "order.confirmed", 3, "cart");
        UUID captured = event("souk.payments", "payment.captured", 2);
        String timeline = """
                [{"seq":1,"at":"2026-01-05T10:00:00Z","status":"PENDING","event":"order.placed","eventId":"%s"},
                 {"seq":2,"at":"2026-01-05T10:00:01Z","status":"RESERVED","event":"order.reserved","eventId":"%s"},
                 {"seq":3,"at":"2026-01-05T10:00:02Z","status":"CONFIRMED","event":"order.confirmed","eventId":"%s"},
                 {"seq":4,"at":"2026-01-05T10:00:03Z","status":"CONFIRMED","event":"payment.captured","eventId":"%s"}]
                """.formatted(placed, reserved, confirmed, captured);
        String lines = """
                [{"sku":"85123A","name":"HOLDER","quantity":2,"unitPrice":{"amount":255,"currency":"GBP"},
                  "lineTotal":{"amount":510,"currency":"GBP"}}]
                """;
        delivered(placed, "order.placed", 1);
        delivered(reserved, "order.reserved", 2);
        delivered(confirmed, "order.confirmed", 3);
        run(souk, """
                INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status, authorized,
                                    captured, refunded, created_at, cart_id, cart_version)
                VALUES ('%s', 'alice', 'CONFIRMED', 'GBP', 510, '%s', '%s', 4, 'CAPTURED', 510, 510, 0,
                        '2026-01-05T10:00:00Z', '%4$s', 2);
                INSERT INTO idempotency_claim (principal, route, key, body_hash, resource)
                VALUES ('alice', 'POST /v1/orders', 'key-1', 'hash', '%1$s'),
                       ('clerk', 'POST /v1/stock/85123A/receipts', 'key-1', 'hash', 'receipt');
                INSERT INTO cart (id, customer, version, changed_by)
                VALUES ('%4$s', 'alice', 3, '%1$s'), ('%1$s', NULL, 2, '%1$s');
                INSERT INTO cart_line (cart_id, sku, quantity, added, changed)
                VALUES ('%4$s', 'other', 1, 3, 3), ('%1$s', 'other', 1, 2, 2);
                INSERT INTO stock (sku, received, available, held, sold) VALUES ('85123A', 10, 8, 0, 2);
                INSERT INTO stock_receipt (id, sku, quantity, kind, principal)
                VALUES ('%4$s', '85123A', 12, 'OPENING', 'clerk'), ('%1$s', '85123A', -2, 'RECEIPT', 'clerk');
                INSERT INTO stock_order (order_id, state) VALUES ('%1$s', 'CONFIRMED');
                INSERT INTO reservation (order_id, sku, quantity, state) VALUES ('%1$s', '85123A', 2, 'COMMITTED');
                INSERT INTO payment (order_id, id, amount, currency, wanted, state, authorized, captured)
                VALUES ('%1$s', '%4$s', 510, 'GBP', 2, 'CAPTURED', 510, 510)
                """.formatted(ORDER, lines, timeline, PAYMENT));
    }

    private static void delivered(UUID event, String type, long seq) throws SQLException {
        run(souk, """
                INSERT INTO webhook_endpoint (id, url, events, description)
                VALUES ('%1$s', 'http://127.0.0.1/hooks', '{order.*}', '') ON CONFLICT DO NOTHING;
                INSERT INTO webhook_delivery
                  (id, endpoint_id, event_id, event, order_id, seq, happened_at, status, attempts, tries)
                VALUES (gen_random_uuid(), '%1$s', '%2$s', '%3$s', '%1$s', %4$d, now(), 'DELIVERED', 2, 2)
                """.formatted(ORDER, event, type, seq));
        webhooks.add(new Sent(event, type, seq));
    }

    private static UUID event(String topic, String type, long seq, String... consumers) throws Exception {
        UUID id = UUID.randomUUID();
        String payload = """
                {"specversion":"1.0","id":"%s","source":"/souk","type":"%s","subject":"%s","seq":%d,"note":"£",
                 "time":"2026-01-05T10:00:00Z","data":{"deadline":"2026-01-05T10:02:00Z"}}
                """.formatted(id, type, ORDER, seq);
        run(souk, """
                INSERT INTO outbox (id, topic, type, key, payload)
                VALUES ('%s', '%s', '%s', '%s', '%s')
                """.formatted(id, topic, type, ORDER, payload));
        for (String consumer : consumers) {
            run(souk, "INSERT INTO inbox (event_id, consumer) VALUES ('%s', '%s')".formatted(id, consumer));
        }
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        kafka.send(new ProducerRecord<>(topic, ORDER.toString(), bytes)).get(20, TimeUnit.SECONDS);
        return id;
    }

    private CheckReport check() throws Exception {
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter history = HistoryWriter.create(file)) {
            String cart = PAYMENT.toString();
            LineAsked line = new LineAsked("85123A", 2, 1L);
            long set = history.asked("alice", Operation.SET_CART_LINE, "http://node", 1, null, cart, null, line);
            history.answered(set, 200, null, null, false, null, new CartSeen(cart, 2, List.of(LINE)));
            OrderAsked body = new OrderAsked(List.of(), cart, 2L, "tok_error_once", 510L);
            long place = history.asked("alice", Operation.PLACE_ORDER, "http://node", 1, "key-1", null, body, null);
            history.answered(place, 201, null, null, false, seen("PENDING", 0, "order.placed"), null);
            LineAsked other = new LineAsked("other", 1, 2L);
            long after = history.asked("alice", Operation.SET_CART_LINE, "http://node", 1, null, cart, null, other);
            CartSeen both = new CartSeen(cart, 3, List.of(LINE, new Item("other", 1, 100L)));
            history.answered(after, 200, null, null, false, null, both);
            long get =
                    history.asked("alice", Operation.GET_ORDER, "http://node", 1, null, ORDER.toString(), null, null);
            history.answered(
                    get,
                    200,
                    null,
                    null,
                    false,
                    seen("CONFIRMED", 510, "order.placed", "order.reserved", "order.confirmed"),
                    null);
            String order = ORDER.toString();
            webhooks.forEach(sent -> history.webhook(sent.id().toString(), sent.type(), order, sent.seq(), true, true));
            follow(history, order);
        }
        return new Checker(CheckerOptions.usual(Scratch.jdbcUrl())).check(file, facts);
    }

    /** Follows the order as the columns of the timeline have it. */
    private static void follow(HistoryWriter history, String order) throws SQLException {
        long stream = history.followed("alice", order, "http://node", 1, null);
        try (Statement statement = souk.createStatement();
                ResultSet step = statement.executeQuery("""
                        SELECT e ->> 'seq', e ->> 'event', e ->> 'status', e ->> 'eventId'
                        FROM orders, jsonb_array_elements(timeline::jsonb) AS e
                        """)) {
            while (step.next()) {
                history.told(stream, step.getLong(1), step.getString(2), step.getString(3), step.getString(4));
            }
        }
        history.unfollowed(stream, StreamEnd.LEFT, null, null, null);
    }

    private static OrderSeen seen(String status, long authorized, String... events) {
        return new OrderSeen(ORDER.toString(), status, "GBP", 510, List.of(LINE), List.of(events), authorized, 0, 0);
    }

    @Test
    @Order(1)
    void aWholeOrderIsReadFromEveryStoreAndFoundFlawless() throws Exception {
        CheckReport report = check();

        assertThat(Scratch.broken(report)).isEmpty();
        assertThat(report.verdicts())
                .allSatisfy(verdict -> assertThat(verdict.skipped()).isNull());
        assertThat(report.facts())
                .containsEntry("orders", 1L)
                .containsEntry("claim", 1L)
                .containsEntry("ledger", 2L)
                .containsEntry("event", 6L)
                .containsEntry("outbox", 6L)
                .containsEntry("inbox", 8L)
                .containsEntry("cart", 1L)
                .containsEntry("cart_line", 1L)
                .containsEntry("exchange", 4L)
                .containsEntry("delivery", 3L)
                .containsEntry("webhook", 3L)
                .containsEntry("stream", 1L)
                .containsEntry("told", 4L);
        assertThat(facts.lastSteps(Set.of(ORDER.toString(), PAYMENT.toString())))
                .isEqualTo(Map.of(ORDER.toString(), 4L));
    }

    @Test
    @Order(2)
    void nothingIsPendingAtRest() throws Exception {
        assertThat(Quiet.await(facts, Duration.ofSeconds(20))).isEqualTo(new Pending(0, 0, 0, 0, 0));
    }

    @Test
    @Order(3)
    void whatIsUnderWayIsPending() throws Exception {
        run(souk, "UPDATE orders SET status = 'RESERVED'");
        run(
                souk,
                "INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE topic = 'souk.stock'");
        run(souk, "UPDATE payment SET due_at = now()");
        assertThat(Quiet.await(facts, Duration.ZERO)).isEqualTo(new Pending(1, 0, 1, 1, 0));

        run(souk, "UPDATE orders SET status = 'CANCELLED'");
        run(souk, "UPDATE reservation SET state = 'HELD'");
        assertThat(facts.pending().holds()).isEqualTo(1);
        assertThat(facts.pending().webhooks()).isZero();

        run(souk, "UPDATE webhook_delivery SET status = 'PENDING', next_attempt_at = now() WHERE seq = 2");
        assertThat(facts.pending().webhooks()).isEqualTo(1);
    }

    @Test
    @Order(4)
    void whatIsWrongInTheTablesIsFound() throws Exception {
        run(souk, "UPDATE stock SET available = 7, held = 1");

        assertThat(Scratch.broken(check())).containsKeys("stock-counters-add-up", "reservations-match-orders");
    }
}
