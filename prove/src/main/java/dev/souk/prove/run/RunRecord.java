package dev.souk.prove.run;

import dev.souk.prove.check.CheckReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A whole run. Times are by the wall clock of this machine, as those of the history are.
 *
 * @param command that makes a run of the same plan
 * @param shop {@value #SOUK} or {@value #NAIVE}
 * @param seed of the schedule and of the buyers' choices
 * @param started when the world began to be built
 * @param opened when the first buyer came
 * @param boughtUntil when the last order could be begun: later than {@code opened + options.time()} where faults
 *     had to wait
 * @param closed when the last buyer had gone home
 * @param ended when the checker had its verdict
 * @param faults in the order in which they began
 * @param leftOut faults that were planned and did not happen, and why
 * @param rest whether the shop had come to rest when it was checked
 * @param versions by name: of the shop, the servers, Java, the machine
 * @param history the file that the verdict was made from
 */
public record RunRecord(
        String command,
        String shop,
        long seed,
        RunOptions options,
        Instant started,
        Instant opened,
        Instant boughtUntil,
        Instant closed,
        Instant ended,
        List<FaultRecord> faults,
        List<String> leftOut,
        Rest rest,
        Map<String, String> versions,
        CheckReport verdict,
        Path history) {
    public static final String SOUK = "souk";
    public static final String NAIVE = "naive";

    public RunRecord {
        faults = List.copyOf(faults);
        leftOut = List.copyOf(leftOut);
        versions = Map.copyOf(versions);
    }

    public String name() {
        return name(started, shop, seed);
    }

    /**
     * Distinct among runs that share a folder, fit for a file's name, and sorted by start: {@code
     * 20260314-150926-souk-42}.
     */
    public static String name(Instant started, String shop, long seed) {
        String at = started.toString().replaceAll("[-:]", "").replace('T', '-').substring(0, 15);
        return at + "-" + shop + "-" + seed;
    }
}
