package dev.souk.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.AuditEndpoints.ReadLedger;
import dev.souk.audit.message.PromiseLedger;
import dev.souk.audit.message.PromiseLedger.Money;
import dev.souk.audit.message.PromiseLedger.Stock;
import dev.souk.audit.promise.PromiseVerticle;
import dev.souk.bus.Bus;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger of the promise, of a shop in which all holds and of one in which something does not. */
class PromiseLedgerTest {
    private static TestDatabase database;
    private static CleanShop shop;

    private static Bus bus;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        shop = new CleanShop(database);
        bus = new Bus(database.vertx, Duration.ofSeconds(5));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void load() {
        shop.load(100);
        // A new verticle knows nothing of earlier reads.
        database.vertx.deploymentIDs().forEach(id -> TestDatabase.await(database.vertx.undeploy(id)));
        TestDatabase.await(
                database.vertx.deployVerticle(new PromiseVerticle(bus, database.transactions, Duration.ofSeconds(60))));
    }

    private Future<PromiseLedger> ask() {
        return bus.ask(AuditEndpoints.LEDGER, new ReadLedger());
    }

    private PromiseLedger ledger() {
        return TestDatabase.await(ask());
    }

    @Test
    void addsUpWhereAllHolds() {
        PromiseLedger ledger = ledger();

        assertThat(ledger.wrong()).isEmpty();
        Stock stock = ledger.stock();
        assertThat(stock.skus()).isPositive();
        assertThat(stock.received())
                .isEqualTo(stock.available().add(stock.held()).add(stock.sold()));
        assertThat(stock.held()).isEqualTo(stock.heldByOrders()).isPositive();
        assertThat(ledger.orders().accepted()).isEqualTo(100);
        assertThat(ledger.orders().byStatus().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(100);
        assertThat(ledger.money()).isNotEmpty().allSatisfy(money -> {
            assertThat(money.owed()).isPositive().isEqualTo(money.captured().add(money.outstanding()));
            assertThat(money.kept()).isEqualTo(BigDecimal.ZERO);
        });
        assertThat(ledger.money().stream().map(Money::outstanding).anyMatch(sum -> sum.signum() > 0))
                .as("some wait for their capture")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE reservation SET quantity = quantity + 1 WHERE state = 'HELD'" + "| the shelves hold",
                "UPDATE payment SET authorized = amount * 2, captured = amount * 2 WHERE captured = amount AND captured > 0"
                        + "| orders were charged more than they cost",
                "UPDATE payment SET captured = captured - 1 WHERE captured > 1 AND claimed = 0 AND refunded = 0"
                        + "| that are owed",
                "UPDATE orders SET deadline = now() - interval '1 hour' WHERE status = 'RESERVED'"
                        + "| orders are not settled past their deadline",
                "UPDATE payment p SET confirmed_at = now() - interval '1 hour' FROM orders o"
                        + " WHERE o.id = p.order_id AND o.status = 'CONFIRMED' AND p.captured = 0"
                        + "| confirmed orders wait too long",
                "ALTER TABLE stock DROP CONSTRAINT stock_balance; UPDATE stock SET sold = sold + received + 1"
                        + "| units were sold beyond what was received",
            })
    void saysWhatDoesNotHold(String damage, String words) {
        boolean shape = damage.startsWith("ALTER");
        shop.await(damage);
        try {
            assertThat(ledger().wrong()).anyMatch(wrong -> wrong.contains(words));
        } finally {
            if (shape) {
                shop.await("UPDATE stock SET sold = received - available - held; ALTER TABLE stock ADD CONSTRAINT"
                        + " stock_balance CHECK (received = available + held + sold)");
            }
        }
    }

    @Test
    void isReadOnceHoweverManyAsk() {
        List<Future<PromiseLedger>> asked = Stream.generate(this::ask).limit(50).toList();

        List<PromiseLedger> answers = TestDatabase.await(Future.all(asked)).list();
        shop.await("UPDATE reservation SET quantity = quantity + 1 WHERE state = 'HELD'");

        assertThat(answers.stream().map(PromiseLedger::at).distinct()).hasSize(1);
        assertThat(ledger()).as("some time old at most").isEqualTo(answers.getFirst());
    }
}
