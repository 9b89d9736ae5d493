package dev.souk.prove.check;

import java.util.List;
import java.util.Map;

/**
 * The verdicts on one run.
 *
 * @param facts how many of each kind were read
 * @param historyCut the history's last line was not whole
 * @param millis that reading and checking took
 */
public record CheckReport(
        String shop, List<Verdict> verdicts, Map<String, Long> facts, boolean historyCut, long millis) {
    public CheckReport {
        verdicts = List.copyOf(verdicts);
        facts = Map.copyOf(facts);
    }

    /** Whether every promise that was checked was kept. */
    public boolean ok() {
        return verdicts.stream().allMatch(Verdict::ok);
    }
}
