package dev.souk.traffic.target;

import dev.souk.traffic.shop.ShopProcess;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Measures targets that need the same shop: both sides alternately, several rounds, medians. */
public interface Bench {
    /** The ids of the targets that this bench can measure. */
    public List<String> ids();

    /** @param wanted some of {@link #ids}; the bench stops every process that it starts, also when it fails */
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException;

    /**
     * @param folder for data and logs, emptied before
     * @param rounds of which the median counts
     * @param seconds of each measurement; 0: the target's own default
     */
    record Setup(Path root, Path folder, int offset, int rounds, int seconds) {
        int seconds(int usual) {
            return seconds == 0 ? usual : seconds;
        }

        ShopProcess shop(String... options) throws InterruptedException {
            return ShopProcess.start(root, offset, folder.resolve("data"), List.of(options));
        }
    }

    public static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no median of nothing");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
