package dev.souk.cache.hot;

import dev.souk.cache.hot.HotKeyMessages.KeyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which keys are hot, by what the nodes report of their own reads. A key heats up at a rate and cools down at half of
 * it, so that one that is read just about so often does not go back and forth. A node that is silent for {@link
 * #SILENCE} reads nothing any more. Times are in nanoseconds, by one ticker. Lives on one thread.
 */
final class HotSet {
    static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int MOST_NODES = 512;

    private final double heatsAt;
    private final int most;
    private final Map<String, Report> reports = new HashMap<>();
    private Set<String> hot = Set.of();

    private record Report(List<KeyRate> keys, long heard) {}

    /**
     * @param heatsAt reads a second, over all nodes
     * @param most keys that are hot at one time
     */
    HotSet(double heatsAt, int most) {
        this.heatsAt = heatsAt;
        this.most = most;
    }

    /** In place of what the node reported before. */
    void report(String node, List<KeyRate> keys, long now) {
        if (reports.size() < MOST_NODES || reports.containsKey(node)) {
            reports.put(node, new Report(List.copyOf(keys), now));
        }
    }

    /** @return the hot keys with their rates over all nodes, the hottest first */
    List<KeyRate> decide(long now) {
        reports.values().removeIf(report -> now - report.heard() > SILENCE.toNanos());
        Map<String, Double> rates = new HashMap<>();
        reports.values()
                .forEach(report -> report.keys().forEach(key -> rates.merge(key.key(), key.rate(), Double::sum)));
        List<KeyRate> hottest = new ArrayList<>();
        rates.forEach((key, rate) -> {
            if (rate >= (hot.contains(key) ? heatsAt / 2 : heatsAt)) {
                hottest.add(new KeyRate(key, rate));
            }
        });
        hottest.sort(Comparator.comparingDouble((KeyRate key) -> -key.rate()).thenComparing(KeyRate::key));
        List<KeyRate> chosen = List.copyOf(hottest.subList(0, Math.min(most, hottest.size())));
        hot = new HashSet<>();
        chosen.forEach(key -> hot.add(key.key()));
        return chosen;
    }
}
