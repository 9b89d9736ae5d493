package dev.souk.audit;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.Violation;
import dev.souk.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of violation, planted once in a clean shop, is found by the right check under the right id, and no other is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedViolationTest {
    private static final int ORDERS = 60;

    private TestDatabase database;
    private CleanShop shop;

    @BeforeAll
    void start() {
        database = TestDatabase.create(Map.of("sandbox.database", "no_such_ledger"));
        shop = new CleanShop(database);
        // The audit has to see violations that get past the database's own rules.
        shop.await("""
                ALTER TABLE stock DROP CONSTRAINT stock_balance;
                ALTER TABLE stock DROP CONSTRAINT stock_available;
                ALTER TABLE payment DROP CONSTRAINT payment_captured;
                ALTER TABLE payment DROP CONSTRAINT payment_refunded;
                """);
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @ParameterizedTest
    @MethodSource({
        "dev.souk.audit.UnitsAndMoneyPlants#stock",
        "dev.souk.audit.UnitsAndMoneyPlants#confirmedOrders",
        "dev.souk.audit.UnitsAndMoneyPlants#endedOrders",
        "dev.souk.audit.UnitsAndMoneyPlants#refunds",
        "dev.souk.audit.OrdersAndEventsPlants#acceptedOrders",
        "dev.souk.audit.OrdersAndEventsPlants#ordersThemselves",
        "dev.souk.audit.OrdersAndEventsPlants#events"
    })
    void isFoundByTheRightCheckAndNoOther(Plant plant) {
        shop.load(ORDERS);
        shop.await(plant.sql());

        AuditReport report = await(Audit.of(database.vertx, database.settings, database.transactions)
                .run(Duration.ZERO, Progress.SILENT));

        assertThat(report.ok()).isFalse();
        assertThat(found(report)).containsExactly(plant.check() + " " + plant.id());
        assertThat(violations(report).getFirst().detail()).contains(plant.detail());
    }

    private static List<String> found(AuditReport report) {
        List<String> found = new ArrayList<>();
        for (CheckReport check : report.checks()) {
            assertThat(check.ok()).isEqualTo(check.violations().isEmpty());
            check.violations().forEach(violation -> found.add(check.name() + " " + violation.id()));
        }
        return found;
    }

    private static List<Violation> violations(AuditReport report) {
        return report.checks().stream()
                .flatMap(check -> check.violations().stream())
                .toList();
    }
}
