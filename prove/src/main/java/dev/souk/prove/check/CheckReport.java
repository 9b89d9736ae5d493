package dev.souk.prove.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The verdicts on one run.
 *
 * @param facts how many of each kind were read
 * @param statuses how many orders ended as what
 * @param confirmations how many orders became CONFIRMED in which second, by the shop's timelines; empty when it
 *     keeps none
 * @param historyCut the history's last line was not whole
 * @param millis that reading and checking took
 */
public record CheckReport(
        String shop,
        List<Verdict> verdicts,
        Map<String, Long> facts,
        SortedMap<String, Long> statuses,
        SortedMap<Instant, Long> confirmations,
        boolean historyCut,
        long millis) {
    public CheckReport {
        verdicts = List.copyOf(verdicts);
        facts = Map.copyOf(facts);
        statuses = new TreeMap<>(statuses);
        confirmations = new TreeMap<>(confirmations);
    }

    /** Whether every promise that was checked was kept. */
    public boolean ok() {
        return verdicts.stream().allMatch(Verdict::ok);
    }
}
