package dev.souk.traffic.load;

import dev.souk.traffic.process.Programs;
import dev.souk.traffic.shop.CpuTime;
import java.time.Duration;
import java.util.Map;

/**
 * The work that a shop's servers have done so far. The difference of two costs is the cost of the work between them.
 *
 * @param cpuMillis by node, database and broker
 */
public record Cost(long tuples, long walBytes, Map<String, Long> cpuMillis) {
    /** PostgreSQL's idle processes tell after up to ten seconds what they wrote (pgstat.c, PGSTAT_IDLE_INTERVAL). */
    private static final Duration TOLD = Duration.ofSeconds(11);

    public static Cost of(Stage stage) {
        return new Cost(
                stage.database().tuples(),
                stage.database().wal(),
                CpuTime.of(stage.shop().data()));
    }

    /** The counters of tables are read late enough, all others at once. */
    public static Cost settled(Stage stage) throws InterruptedException {
        long wal = stage.database().wal();
        Map<String, Long> cpu = CpuTime.of(stage.shop().data());
        Programs.pause(TOLD);
        return new Cost(stage.database().tuples(), wal, cpu);
    }

    public double tuplesSince(Cost earlier, long orders) {
        return (tuples - earlier.tuples) / (double) orders;
    }

    public double walSince(Cost earlier, long orders) {
        return (walBytes - earlier.walBytes) / (double) orders;
    }

    public double cpuSince(Cost earlier, String group, long orders) {
        return (cpuMillis.getOrDefault(group, 0L) - earlier.cpuMillis.getOrDefault(group, 0L)) / (double) orders;
    }
}
