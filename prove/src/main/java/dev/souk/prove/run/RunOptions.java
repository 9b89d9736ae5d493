package dev.souk.prove.run;

import java.time.Duration;
import java.util.List;

/**
 * How large a run is, and how unfriendly.
 *
 * @param nodes of the shop, 1 to 9
 * @param buyers at the same time, 1 to 10,000
 * @param skus in the catalog, 1 to 1,000
 * @param stock units in all, {@code stock / skus} of each SKU and at least one
 * @param time that buyers buy, and faults happen; 5 s to an hour
 * @param faults kinds that the schedule chooses from, by name; none: nothing is broken
 */
public record RunOptions(int nodes, int buyers, int skus, long stock, Duration time, List<String> faults) {
    private static final long MOST_STOCK = 1_000_000_000;

    public RunOptions {
        faults = List.copyOf(faults);
        require("--nodes", nodes, 1, 9);
        require("--buyers", buyers, 1, 10_000);
        require("--skus", skus, 1, 1_000);
        require("--stock", stock, skus, MOST_STOCK);
        require("--seconds", time.toSeconds(), 5, 3_600);
    }

    private static void require(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + ": " + least + " to " + most + ", not " + value);
        }
    }

    public long stockPerSku() {
        return stock / skus;
    }
}
