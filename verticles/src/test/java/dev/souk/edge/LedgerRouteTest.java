package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.PromiseLedger;
import dev.souk.audit.message.PromiseLedger.Money;
import dev.souk.audit.message.PromiseLedger.Orders;
import dev.souk.audit.message.PromiseLedger.Stock;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code GET /v1/ops/ledger}. */
class LedgerRouteTest {
    private static final String LEDGER = "/v1/ops/ledger";
    private static final BigDecimal MUCH = new BigDecimal("123456789012345678901");

    private final EdgeServer edge = EdgeServer.shared();

    @Test
    void showsTheLedgerToOperators() {
        Instant now = Instant.parse("2026-11-27T05:00:00Z");
        edge.features.answer(
                AuditEndpoints.LEDGER,
                asked -> new PromiseLedger(
                        now,
                        3,
                        now.minusSeconds(3_600),
                        new Stock(1, MUCH, MUCH, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, BigDecimal.ZERO),
                        new Orders(2, Map.of("CONFIRMED", 2L), 0),
                        List.of(new Money("GBP", MUCH, MUCH, BigDecimal.ZERO, BigDecimal.ZERO, 0)),
                        List.of()));

        HttpResponse<Buffer> response = edge.get(LEDGER).as("olga", "operator").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsString()).contains("\"received\":123456789012345678901", "\"wrong\":[]");
    }

    @Test
    void isForOperatorsAlone() {
        assertThat(edge.get(LEDGER).send().statusCode()).isEqualTo(401);
        assertThat(edge.get(LEDGER).as("ann", "customer").send().statusCode()).isEqualTo(403);
    }
}
