package dev.souk.audit;

import static dev.souk.audit.CleanShop.id;
import static dev.souk.audit.CleanShop.order;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.RepairOutcome;
import dev.souk.audit.AuditReport.RepairReport;
import dev.souk.audit.AuditReport.Violation;
import dev.souk.audit.invariant.Remedy;
import dev.souk.audit.repair.Remedies;
import dev.souk.audit.repair.Repair;
import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderQueriesVerticle;
import dev.souk.order.OrderRepairVerticle;
import dev.souk.payment.PaymentVerticles;
import dev.souk.repair.RepairAnswer;
import dev.souk.stock.StockRepairVerticle;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A finding may be gone by the time of its repair: every remedy looks for itself, and then does nothing. */
class RepairOfWhatIsRightTest {
    private static final int ORDERS = 60;
    private static final List<String> TABLES = List.of(
            "orders",
            "stock",
            "stock_order",
            "reservation",
            "payment",
            "outbox",
            "outbox_pending",
            "inbox",
            "stock_recount");

    private TestDatabase database;
    private CleanShop shop;
    private Messaging messaging;
    private Remedies remedies;

    @BeforeEach
    void start() {
        database = TestDatabase.create(Map.of());
        shop = new CleanShop(database);
        shop.load(ORDERS);
        Bus bus = new Bus(database.vertx, database.settings.bus().deadline());
        messaging = new Messaging(
                database.vertx, database.settings, "repair-test", database.transactions, database.metrics);
        await(Future.all(
                database.vertx.deployVerticle(new OrderQueriesVerticle(bus, database.transactions)),
                database.vertx.deployVerticle(new OrderRepairVerticle(bus, messaging, database.metrics)),
                database.vertx.deployVerticle(new StockRepairVerticle(bus, database.transactions, database.metrics)),
                database.vertx.deployVerticle(PaymentVerticles.review(messaging, bus))));
        remedies = new Remedies(bus, messaging);
    }

    @AfterEach
    void stop() {
        await(messaging.close());
        database.close();
    }

    private List<String> digest() {
        return TABLES.stream()
                .map(table -> await(database.pool
                                .query("SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM "
                                        + table + " t")
                                .execute())
                        .iterator()
                        .next()
                        .getString(0))
                .toList();
    }

    private static List<String> ids(Remedy remedy) {
        return switch (remedy) {
            case RECOUNT_STOCK ->
                Stream.concat(Stream.of("no such thing"), IntStream.range(0, 50).mapToObj(sku -> "SKU-" + sku))
                        .toList();
            case REVIEW_STOCK, EXPIRE_ORDER ->
                IntStream.range(-1, ORDERS).mapToObj(CleanShop::order).toList();
            // There is work to do yet for 1 (to capture) and 10 (to authorise) of 20.
            case REVIEW_PAYMENT ->
                IntStream.range(-1, ORDERS)
                        .filter(number -> number % 20 != 1 && number % 20 != 10)
                        .boxed()
                        .flatMap(number -> Stream.of(order(number), id("payment " + number)))
                        .toList();
            case PUBLISH_AGAIN -> List.of(id("no such event"));
        };
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void changesNothing(Remedy remedy) {
        List<String> before = digest();

        RepairAnswer answer = await(remedies.apply(remedy, ids(remedy), false));

        assertThat(answer.done()).isEmpty();
        assertThat(answer.refused()).isEmpty();
        assertThat(digest()).isEqualTo(before);
    }

    /** An id that makes its batch fail does not hinder the other ids. */
    @Test
    void whatCannotBeTriedIsReportedAndKeepsNothingElseFromBeingRepaired() {
        shop.await("UPDATE stock SET held = held + 1, available = available - 1 WHERE sku = 'SKU-3'");
        shop.await("UPDATE orders SET deadline = NULL WHERE id = '" + order(10) + "'");
        AuditReport report =
                AuditReport.of(List.of(check("stock-held", "SKU-3"), check("orders-settled", "not an id", order(10))));

        List<RepairReport> said = await(new Repair(database.settings, remedies).carryOut(report, false));

        assertThat(said)
                .extracting(RepairReport::id, RepairReport::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("SKU-3", RepairOutcome.DONE),
                        org.assertj.core.groups.Tuple.tuple("not an id", RepairOutcome.FAILED),
                        org.assertj.core.groups.Tuple.tuple(order(10), RepairOutcome.DONE));
    }

    /** Counting takes long in a large shop: a plan of a repair locks nothing, and so waits for no lock. */
    @Test
    void aPlanOfARecountStandsInNobodysWay() {
        shop.await("UPDATE stock SET held = held + 1, available = available - 1 WHERE sku = 'SKU-3'");

        RepairAnswer plan = await(database.pool.withTransaction(buyer -> buyer.query(
                        "SELECT sku FROM stock WHERE sku = 'SKU-3' FOR UPDATE")
                .execute()
                .compose(locked -> remedies.apply(Remedy.RECOUNT_STOCK, List.of("SKU-3", "SKU-4"), true))));

        assertThat(plan.done())
                .singleElement()
                .satisfies(done -> assertThat(done.id()).isEqualTo("SKU-3"));
    }

    private static CheckReport check(String name, String... ids) {
        return new CheckReport(
                name,
                false,
                ids.length,
                0,
                Stream.of(ids).map(id -> new Violation(id, "wrong")).toList(),
                null);
    }
}
