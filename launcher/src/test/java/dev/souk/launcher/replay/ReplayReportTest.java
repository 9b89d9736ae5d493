package dev.souk.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Json;
import dev.souk.launcher.retail.RetailInvoice;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayReportTest {
    private static final RetailInvoice INVOICE = new RetailInvoice("1", null, List.of());

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void countsEveryOrderOnce() {
        ReplayReport report = new ReplayReport();
        report.add(INVOICE, new Outcome.Confirmed(millis(2), millis(30)));
        report.add(INVOICE, new Outcome.Rejected("insufficient_stock", true, millis(4)));
        report.add(INVOICE, new Outcome.Rejected("sold_out", false, millis(9_000)));
        report.add(INVOICE, new Outcome.Failed("EXPIRED", millis(6)));
        report.took(TimeUnit.SECONDS.toNanos(2));

        assertThat(Json.text(report.figures()))
                .isEqualTo("{\"invoices\":4,\"placed\":3,\"confirmed\":1,\"rejected\":2,"
                        + "\"rejectedByReason\":{\"insufficient_stock\":1,\"sold_out\":1},\"failed\":1,\"errors\":0,"
                        + "\"ordersPerSecond\":1.5,\"acceptedMillis\":{\"p50\":4.0,\"p95\":6.0,\"p99\":6.0},"
                        + "\"confirmedMillis\":{\"p50\":30.0,\"p95\":30.0,\"p99\":30.0}}");
        assertThat(report.clean()).isTrue();
    }

    @Test
    void faultsAndUnsettledOrdersAreErrorsWithTheirReasons() {
        ReplayReport report = new ReplayReport();
        report.add(INVOICE, new Outcome.Fault("HTTP 500"));
        report.add(INVOICE, new Outcome.Unsettled("order o-1 is PENDING", millis(1)));

        assertThat(report.clean()).isFalse();
        assertThat(report.figures().errors()).isEqualTo(2);
        assertThat(report.figures().placed()).isEqualTo(1);
        assertThat(report.complaints()).containsExactly("invoice 1: HTTP 500", "invoice 1: order o-1 is PENDING");
    }

    @Test
    void percentilesAreThoseOfTheNearestRank() {
        Percentiles percentiles = new Percentiles();
        IntStream.rangeClosed(1, 2_000).map(i -> 2_001 - i).forEach(i -> percentiles.add(millis(i)));

        assertThat(percentiles.millis()).isEqualTo(new Percentiles.Millis(1_000, 1_900, 1_980));
    }

    @Test
    void percentilesOfNothingAreZero() {
        assertThat(new Percentiles().millis()).isEqualTo(new Percentiles.Millis(0, 0, 0));
    }
}
