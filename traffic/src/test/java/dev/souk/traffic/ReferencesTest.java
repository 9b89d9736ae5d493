package dev.souk.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.traffic.load.Pgbench;
import dev.souk.traffic.shop.CpuTime;
import dev.souk.traffic.shop.Metrics;
import dev.souk.traffic.target.Bench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    @Test
    void pgbenchSaysTransactionsAndTheirRate() {
        Pgbench.Result result = Pgbench.parse("""
                number of transactions actually processed: 1234
                number of failed transactions: 0 (0.000%)
                latency average = 4.000 ms
                tps = 7000.250000 (without initial connection time)
                """);

        assertThat(result).isEqualTo(new Pgbench.Result(7000.25, 1234));
        assertThatThrownBy(() -> Pgbench.parse("FATAL: no such database")).hasMessageContaining("FATAL");
    }

    @Test
    void metricsGrowByLabel() {
        Metrics before = Metrics.parse("""
                # HELP x y
                souk_cache_answers_total{cache="product",level="memory",result="fresh"} 10.0
                souk_consumer_lag{consumer="stock"} 4.0
                """);
        Metrics after = Metrics.parse("""
                souk_cache_answers_total{cache="product",level="memory",result="fresh"} 25.0
                souk_cache_answers_total{cache="list",level="memory",result="fresh"} 5.0
                souk_cache_answers_total{cache="list",level="source",result="fresh"} 1.0E3
                souk_consumer_lag{consumer="stock"} 4.0
                souk_consumer_lag{consumer="order"} 3.0
                """);

        assertThat(after.since(before, "souk_cache_answers_total", "level"))
                .isEqualTo(Map.of("memory", 20.0, "source", 1000.0));
        assertThat(after.sum("souk_consumer_lag")).isEqualTo(7);
        assertThat(after.sum("souk_consumer")).as("a family, no prefix").isZero();
    }

    @Test
    void cpuTimeIsReadBehindANameWithSpaces() {
        String stat = "42 (postgres: a) b) S 1 2 3 4 5 6 7 8 9 10 100 20 3 4 20 0 1";

        assertThat(CpuTime.ticks(stat, 2)).isEqualTo(120);
        assertThat(CpuTime.ticks(stat, 4)).isEqualTo(127);
    }

    @Test
    void theMedianOfRoundsLeavesOutliersAside() {
        assertThat(Bench.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Bench.median(List.of(4.0, 2.0))).isEqualTo(3);
        assertThatThrownBy(() -> Bench.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
