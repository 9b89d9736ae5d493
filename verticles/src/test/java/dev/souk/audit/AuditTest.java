package dev.souk.audit;

import static dev.souk.audit.CleanShop.event;
import static dev.souk.audit.CleanShop.order;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.store.EventAuditRepository;
import dev.souk.audit.store.Finding;
import dev.souk.audit.store.OrderAuditRepository;
import dev.souk.bus.Json;
import dev.souk.bus.UnavailableException;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private TestDatabase database;
    private CleanShop shop;

    @BeforeEach
    void start() {
        database = TestDatabase.create(Map.of("sandbox.database", "no_such_ledger"));
        shop = new CleanShop(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private AuditReport audit(Duration settle, Progress progress) {
        return await(Audit.of(database.vertx, database.settings, database.transactions)
                .run(settle, progress));
    }

    private static CheckReport check(AuditReport report, String name) {
        return report.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Repairs the shop as soon as the audit waits for it. */
    private Progress whenWaiting(String sql) {
        AtomicBoolean first = new AtomicBoolean(true);
        return new Progress() {
            @Override
            public void waiting(long suspects, Duration left) {
                if (first.getAndSet(false)) {
                    shop.run(sql);
                }
            }
        };
    }

    @Test
    void aShopWithoutFaultsIsOkAndEveryCheckLooksAtAllOfIt() {
        shop.load(20_000);

        AuditReport report = audit(LONG, Progress.SILENT);

        assertThat(report.ok()).isTrue();
        assertThat(report.checks()).allSatisfy(check -> {
            assertThat(check.ok()).as(check.name()).isTrue();
            assertThat(check.violations()).as(check.name()).isEmpty();
        });
        assertThat(report.checks())
                .filteredOn(check -> check.inFlight() > 0)
                .singleElement()
                .satisfies(settled -> {
                    assertThat(settled.name()).isEqualTo("orders-settled");
                    // Every twentieth order is RESERVED and has a day left.
                    assertThat(settled.inFlight()).isEqualTo(1_000);
                });
        assertThat(checked(report))
                .isEqualTo(Map.ofEntries(
                        Map.entry("stock-balance", 1_000L),
                        Map.entry("stock-receipts", 1_000L),
                        Map.entry("stock-held", 1_000L),
                        Map.entry("stock-sold", 1_000L),
                        Map.entry("confirmed-orders-stock", 14_000L),
                        Map.entry("confirmed-orders-payment", 14_000L),
                        Map.entry("ended-orders-hold-nothing", 5_000L),
                        Map.entry("idempotency", 24_000L),
                        Map.entry("accepted-orders-exist", 39_000L),
                        Map.entry("orders-settled", 20_000L),
                        Map.entry("order-totals", 20_000L),
                        Map.entry("order-timelines", 20_000L),
                        Map.entry("outbox-published", 118_000L),
                        Map.entry("effects-once", 118_000L),
                        Map.entry("refund-sums", 19_000L)));
    }

    private static Map<String, Long> checked(AuditReport report) {
        return report.checks().stream()
                .collect(java.util.stream.Collectors.toMap(CheckReport::name, CheckReport::checked));
    }

    @Test
    void anEmptyShopIsOk() {
        assertThat(audit(LONG, Progress.SILENT).ok()).isTrue();
    }

    @Test
    void anEventThatIsPublishedWhileTheAuditWaitsWasInFlight() {
        shop.load(60);
        String placed = event("order.placed", 20);
        shop.await("INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE id = '"
                + placed + "'");

        AuditReport report = audit(LONG, whenWaiting("DELETE FROM outbox_pending WHERE id = '" + placed + "'"));

        assertThat(report.ok()).isTrue();
        assertThat(check(report, "outbox-published").inFlight()).isOne();
        assertThat(check(report, "outbox-published").violations()).isEmpty();
    }

    @Test
    void anOrderConfirmedJustNowWhoseStockIsStillHeldIsInFlight() {
        shop.load(60);
        String id = order(20);
        shop.await("""
                UPDATE stock s SET sold = sold - r.quantity, held = held + r.quantity
                FROM reservation r WHERE r.sku = s.sku AND r.order_id = '%1$s';
                UPDATE reservation SET state = 'HELD' WHERE order_id = '%1$s';
                UPDATE orders SET payment_status = 'NONE' WHERE id = '%2$s'
                """.formatted(id, order(1)));

        AuditReport report = audit(LONG, whenWaiting("""
                UPDATE stock s SET sold = sold + r.quantity, held = held - r.quantity
                FROM reservation r WHERE r.sku = s.sku AND r.order_id = '%1$s';
                UPDATE reservation SET state = 'COMMITTED' WHERE order_id = '%1$s';
                UPDATE orders SET payment_status = 'AUTHORIZED' WHERE id = '%2$s'
                """.formatted(id, order(1))));

        assertThat(report.ok()).isTrue();
        assertThat(check(report, "confirmed-orders-stock").inFlight()).isOne();
        assertThat(check(report, "effects-once").inFlight()).isOne();
    }

    @Test
    void whatDoesNotSettleInTimeIsAViolationAndWhatDoesIsNot() {
        shop.load(60);
        shop.await("INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE id IN ('"
                + event("order.placed", 20) + "', '" + event("order.placed", 21) + "')");
        List<Long> waits = new ArrayList<>();
        Progress published = whenWaiting("DELETE FROM outbox_pending WHERE id = '" + event("order.placed", 20) + "'");

        AuditReport report = audit(Duration.ofSeconds(2), new Progress() {
            @Override
            public void waiting(long suspects, Duration left) {
                waits.add(suspects);
                published.waiting(suspects, left);
            }
        });

        assertThat(waits).startsWith(2L).endsWith(1L);
        CheckReport outbox = check(report, "outbox-published");
        assertThat(report.ok()).isFalse();
        assertThat(outbox.ok()).isFalse();
        assertThat(outbox.inFlight()).isOne();
        assertThat(outbox.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.id()).isEqualTo(event("order.placed", 21)));
    }

    @Test
    void aFaultThatNoMessageUnderWayExplainsIsNotWaitedFor() {
        shop.load(60);
        shop.await("UPDATE stock SET held = held + 1, available = available - 1 WHERE sku = 'SKU-3'");
        List<Long> waits = new ArrayList<>();

        AuditReport report = audit(LONG, new Progress() {
            @Override
            public void waiting(long suspects, Duration left) {
                waits.add(suspects);
            }
        });

        assertThat(report.ok()).isFalse();
        assertThat(waits).isEmpty();
    }

    @Test
    void theReportIsTheJsonOfTheContract() {
        shop.load(60);
        shop.await("UPDATE stock SET held = held + 1, available = available - 1 WHERE sku = 'SKU-3'");

        JsonNode json = Json.read(Json.text(audit(Duration.ZERO, Progress.SILENT)), JsonNode.class);

        assertThat(json.fieldNames()).toIterable().containsExactly("ok", "checks");
        assertThat(json.get("ok").isBoolean()).isTrue();
        assertThat(json.get("checks")).allSatisfy(check -> {
            assertThat(check.fieldNames())
                    .toIterable()
                    .containsExactly("name", "ok", "checked", "inFlight", "violations");
            assertThat(check.get("name").isTextual()).isTrue();
            assertThat(check.get("ok").isBoolean()).isTrue();
            assertThat(check.get("checked").isIntegralNumber()).isTrue();
            assertThat(check.get("inFlight").isIntegralNumber()).isTrue();
            assertThat(check.get("violations").isArray()).isTrue();
        });
        JsonNode held = json.get("checks").get(2);
        assertThat(held.get("name").asText()).isEqualTo("stock-held");
        assertThat(held.get("violations").get(0).fieldNames()).toIterable().containsExactly("id", "detail");
        assertThat(held.get("violations").get(0).get("id").asText()).isEqualTo("SKU-3");
    }

    @Test
    void ofVeryManyViolationsTheFirstThousandAreListedAndAllAreCounted() {
        shop.load(2_000);
        shop.await(
                "INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE topic = 'souk.stock'");

        CheckReport outbox = check(audit(Duration.ZERO, Progress.SILENT), "outbox-published");

        assertThat(outbox.violations())
                .hasSize(1_000)
                .allSatisfy(violation -> assertThat(violation.detail()).isNotEmpty());
        assertThat(outbox.more()).isEqualTo(1_000);
        assertThat(outbox.inFlight()).isZero();
    }

    /** A shop in which all is broken is audited too, in bounded memory: only listed violations come with details. */
    @Test
    void ofVeryManySuspectsOnlyWhatHasToBeKnownIsKept() {
        shop.load(2_000);
        shop.await("UPDATE orders SET total = total + 1");
        shop.await(
                "INSERT INTO outbox_pending (id, shard, events) SELECT id, 0, ARRAY[id] FROM outbox WHERE topic = 'souk.stock'");

        Finding totals = looked(snapshot -> new OrderAuditRepository().wrongTotals(snapshot));
        Finding events = looked(snapshot -> new EventAuditRepository().unpublished(snapshot));

        assertThat(totals.total()).isEqualTo(2_000);
        assertThat(totals.suspects()).hasSize(1_000);
        assertThat(events.total()).isEqualTo(2_000);
        assertThat(events.suspects()).hasSize(2_000);
        assertThat(events.suspects().subList(0, 1_000))
                .allSatisfy(suspect -> assertThat(suspect.detail()).isNotEmpty());
        assertThat(events.suspects().subList(1_000, 2_000))
                .allSatisfy(suspect -> assertThat(suspect.detail()).isEmpty());
    }

    private Finding looked(Function<SqlClient, Future<Finding>> look) {
        return await(database.transactions.read("test", look));
    }

    @Test
    void theAuditNeverSeesHalfOfATransaction() {
        shop.load(60);
        AtomicBoolean running = new AtomicBoolean(true);
        Future<Void> buyers = buy(running);
        try {
            for (int round = 0; round < 20; round++) {
                AuditReport report = audit(Duration.ZERO, Progress.SILENT);
                assertThat(report.checks().stream().filter(check -> !check.ok()).map(CheckReport::violations))
                        .isEmpty();
            }
        } finally {
            running.set(false);
            await(buyers);
        }
    }

    /** Receives and sells without a pause, each time reservation and counters in one transaction. */
    private Future<Void> buy(AtomicBoolean running) {
        return database.transactions
                .run("buy", tx -> tx.query("""
                        INSERT INTO stock_receipt (id, sku, quantity, kind, principal)
                        VALUES (gen_random_uuid(), 'SKU-999', 1, 'RECEIPT', 'm');
                        UPDATE stock SET received = received + 1, held = held + 1 WHERE sku = 'SKU-999';
                        UPDATE stock SET held = held - 1, available = available + 1 WHERE sku = 'SKU-999'
                        """).execute())
                .compose(bought -> running.get() ? buy(running) : Future.succeededFuture());
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNoVerdict() {
        Settings settings = SettingsLoader.load(List.of(), Map.of(), Map.of("sql.port", "1", "sql.retry-for", "1s"));
        Pool nowhere = SqlPool.open(database.vertx, settings.sql());
        TransactionRunner transactions = new TransactionRunner(
                database.vertx, nowhere, database.metrics, settings.sql().retryFor());
        Audit audit = Audit.of(database.vertx, settings, transactions);

        assertThatThrownBy(() -> await(audit.run(Duration.ZERO, Progress.SILENT)))
                .isInstanceOf(UnavailableException.class);
        await(nowhere.close());
    }
}
