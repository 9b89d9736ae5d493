package dev.souk.audit;

import static dev.souk.audit.CleanShop.id;
import static dev.souk.audit.CleanShop.order;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 6, on two databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderLedgerTest {
    private TestDatabase database;
    private CleanShop shop;
    private CleanLedger ledger;

    @BeforeAll
    void start() {
        database = TestDatabase.create(Map.of("sandbox.database", CleanLedger.create()));
        shop = new CleanShop(database);
        ledger = CleanLedger.of(database);
    }

    @AfterAll
    void stop() {
        ledger.close();
        database.close();
    }

    private AuditReport audit(Duration settle, Progress progress) {
        return await(Audit.of(database.vertx, database.settings, database.transactions)
                .run(settle, progress));
    }

    private static CheckReport ledgerOf(AuditReport report) {
        CheckReport last = report.checks().getLast();
        assertThat(last.name()).isEqualTo("provider-ledger");
        return last;
    }

    @Test
    void booksThatAgreeAreOkWhateverTheirLength() {
        shop.load(20_000);
        ledger.load(20_000);

        AuditReport report = audit(Duration.ofMinutes(10), Progress.SILENT);

        assertThat(report.ok()).isTrue();
        assertThat(ledgerOf(report).checked()).isEqualTo(19_000);
    }

    /** The differences exceed a page and the list, and are looked at again page by page. */
    @Test
    void booksThatDifferEverywhereAreCountedWholeAndListedInPart() {
        shop.load(8_000);
        ledger.load(8_000);
        ledger.run("UPDATE ledger_account SET currency = 'EUR'");

        CheckReport report = ledgerOf(audit(Duration.ZERO, Progress.SILENT));

        assertThat(report.violations())
                .hasSize(1_000)
                .allSatisfy(violation -> assertThat(violation.detail()).isNotEmpty());
        assertThat(report.more()).isEqualTo(6_400 - 1_000);
        assertThat(report.inFlight()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            authorised twice                | 1  | UPDATE ledger_account SET authorised = 2 * authorised
            a penny more captured           | 1  | UPDATE ledger_account SET captured = 1
            a penny less captured           | 20 | UPDATE ledger_account SET captured = captured - 1
            a penny less given back         | 4  | UPDATE ledger_account SET refunded = refunded - 1
            given back unasked              | 3  | UPDATE ledger_account SET refunded = 1
            let go                          | 1  | UPDATE ledger_account SET voided = true
            not let go                      | 8  | UPDATE ledger_account SET voided = false
            in another currency             | 20 | UPDATE ledger_account SET currency = 'EUR'
            unknown to the provider         | 20 | DELETE FROM ledger_account
            authorised although it declined | 6  | INSERT INTO ledger_account SELECT '%1$s', 'GBP', 'OK', 5, 0, 0, false WHERE '%1$s'
            """)
    void aPaymentIsFoundThatTheProviderHas(String what, int order, String sql) {
        shop.load(60);
        ledger.load(60);
        String payment = id("payment " + order);
        String column = sql.startsWith("INSERT") ? "" : " WHERE payment";
        ledger.run((sql + column).formatted(payment) + " = '" + payment + "'");

        AuditReport report = audit(Duration.ZERO, Progress.SILENT);

        assertThat(report.checks().stream().filter(check -> !check.ok()).map(CheckReport::name))
                .containsExactly("provider-ledger");
        assertThat(ledgerOf(report).violations()).as(what).singleElement().satisfies(violation -> {
            assertThat(violation.id()).isEqualTo(payment);
            assertThat(violation.detail())
                    .startsWith("here order " + order(order))
                    .contains("; at the provider ");
        });
    }

    @Test
    void moneyThatNobodyHereKnowsOfIsFound() {
        shop.load(60);
        ledger.load(60);
        ledger.run("INSERT INTO ledger_account VALUES ('" + id("stranger") + "', 'GBP', 'OK', 700, 0, 0, false)");

        assertThat(ledgerOf(audit(Duration.ZERO, Progress.SILENT)).violations())
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.id()).isEqualTo(id("stranger"));
                    assertThat(violation.detail())
                            .isEqualTo("here nothing; at the provider authorised 700, captured 0, refunded 0 GBP");
                });
    }

    @Test
    void anAnswerThatArrivesWhileTheAuditWaitsWasInFlight() {
        shop.load(60);
        ledger.load(60);
        String payment = id("payment 1");
        ledger.run("UPDATE ledger_account SET captured = authorised WHERE payment = '" + payment + "'");

        AuditReport report = audit(Duration.ofMinutes(10), new Progress() {
            @Override
            public void waiting(long suspects, Duration left) {
                shop.run("UPDATE payment SET state = 'CAPTURED', captured = authorized WHERE id = '" + payment + "';"
                        + " UPDATE orders SET captured = total, payment_status = 'CAPTURED' WHERE id = '" + order(1)
                        + "'");
            }
        });

        assertThat(report.ok()).isTrue();
        assertThat(ledgerOf(report).inFlight()).isOne();
    }

    @Test
    void theLedgerOfALiveProviderIsNotOursToRead() {
        shop.load(60);
        ledger.load(60);
        ledger.run("DELETE FROM ledger_account");
        var live = dev.souk.settings.SettingsLoader.load(
                List.of(),
                Map.of(),
                Map.of(
                        "sql.port", Integer.toString(database.settings.sql().port()),
                        "sql.database", database.settings.sql().database(),
                        "sandbox.database", database.settings.sandbox().database(),
                        "payment.provider", "live"));

        AuditReport report =
                await(Audit.of(database.vertx, live, database.transactions).run(Duration.ZERO, Progress.SILENT));

        assertThat(report.ok()).isTrue();
        assertThat(report.checks()).noneMatch(check -> check.name().equals("provider-ledger"));
    }
}
