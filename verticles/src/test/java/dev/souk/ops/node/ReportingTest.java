package dev.souk.ops.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.ops.message.BreakerPosition;
import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.NodeReport.BreakerState;
import dev.souk.ops.message.NodeReport.StageReport;
import dev.souk.ops.message.StageKind;
import dev.souk.order.flow.OrderFlow;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reports that a node makes from its registry. */
class ReportingTest {
    private static final NodeIdentity NODE = new NodeIdentity("a", "1", List.of("order"), Instant.EPOCH);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @AfterEach
    void close() {
        metrics.close();
    }

    private MeterSample sample(long nanos) {
        return new MeterReader(true).sample(metrics.getMeters(), nanos);
    }

    private NodeReport report(Runnable between) {
        MeterSample first = sample(0);
        between.run();
        return Reporting.report(NODE, first, sample(2 * SECOND), 3);
    }

    @Test
    void ordersAreCountedByStateAndTimedInBuckets() {
        OrderFlow flow = new OrderFlow(metrics);
        flow.moved(List.of(), List.of(Duration.ofSeconds(1)));

        NodeReport report = report(() ->
                flow.moved(List.of(), List.of(Duration.ofMillis(7), Duration.ofMillis(8), Duration.ofMillis(90))));

        assertThat(report.moved()).hasSize(10).containsEntry("PENDING", 0.0);
        assertThat(report.confirmedWithin()).startsWith(5.0, 10.0).isSorted();
        assertThat(report.confirmed().stream().mapToLong(Long::longValue).sum())
                .as("the one of before is not counted again")
                .isEqualTo(3);
        assertThat(report.confirmed().get(1)).isEqualTo(2);
        assertThat(report.confirmed().get(report.confirmedWithin().indexOf(100.0)))
                .isEqualTo(1);
    }

    @Test
    void aBatchAndAConsumerAreStages() {
        metrics.counter("souk.consumer.handled", "consumer", "stock").increment(100);
        NodeReport report = report(() -> {
            metrics.summary("souk.batch.size", "batch", "orders").record(6);
            metrics.summary("souk.batch.size", "batch", "orders").record(2);
            metrics.gauge("souk.batch.queued", List.of(Tag.of("batch", "orders")), 5);
            metrics.counter("souk.consumer.handled", "consumer", "stock").increment(40);
            metrics.timer("souk.consumer.batch", "consumer", "stock").record(Duration.ofMillis(500));
            metrics.timer("souk.consumer.batch", "consumer", "stock").record(Duration.ofMillis(500));
        });

        assertThat(report.stages())
                .containsExactly(
                        new StageReport("orders", StageKind.BATCH, 4, 1, 0, 5),
                        new StageReport("stock", StageKind.CONSUMER, 20, 1, 0.5, 0));
    }

    @Test
    void aBreakerIsAsOpenAsTheWorstOfItsName() {
        Gauge.builder("souk.payment.breaker", () -> 1).register(metrics);
        Gauge.builder("souk.cache.redis.up", () -> 1).tag("link", "a").register(metrics);
        Gauge.builder("souk.cache.redis.up", () -> 0).tag("link", "b").register(metrics);
        Gauge.builder("souk.cache.source.away", () -> 0).tag("cache", "product").register(metrics);
        Gauge.builder("souk.webhook.breakers", () -> 0).tag("state", "open").register(metrics);

        assertThat(report(() -> {}).breakers())
                .containsExactly(
                        new BreakerState("database-reads", BreakerPosition.CLOSED),
                        new BreakerState("payment-provider", BreakerPosition.HALF_OPEN),
                        new BreakerState("redis", BreakerPosition.OPEN),
                        new BreakerState("webhook-endpoints", BreakerPosition.CLOSED));
    }
}
