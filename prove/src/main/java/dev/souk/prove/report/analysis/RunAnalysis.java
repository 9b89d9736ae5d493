package dev.souk.prove.report.analysis;

import dev.souk.prove.report.notice.NoticeTotal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counts of the history of a run.
 *
 * @param zero the whole second in which the first request was sent: where all times begin
 * @param endMillis of the buying
 * @param lines of the history; {@code bytes} and {@code sha256} are of its file
 * @param cut the last line was not whole
 * @param confirmedByTheShop the confirmed orders per second are those of the shop's timelines; else, those that
 *     buyers saw
 * @param accepted orders, each key once
 * @param repeated requests that were sent not for the first time
 * @param replays answers that said to be one
 * @param reads of the catalog; absent in files of earlier versions
 * @param notices to buyers that follow their orders and to the merchant; absent in files of earlier versions
 * @param answers how often each kind of request ended in each way
 */
public record RunAnalysis(
        Instant zero,
        long endMillis,
        long lines,
        long bytes,
        String sha256,
        boolean cut,
        boolean confirmedByTheShop,
        long accepted,
        long repeated,
        long replays,
        List<Second> seconds,
        Map<Lane, LaneTotal> lanes,
        @Nullable ReadTotal reads,
        @Nullable NoticeTotal notices,
        List<Outage> outages,
        Map<String, Map<String, Long>> answers) {
    public RunAnalysis {
        seconds = List.copyOf(seconds);
        lanes = new LinkedHashMap<>(lanes);
        outages = List.copyOf(outages);
        answers = new TreeMap<>(answers);
    }
}
