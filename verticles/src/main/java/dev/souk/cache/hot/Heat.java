package dev.souk.cache.hot;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The keys that were read since the last {@link #take}: their number, and a sample of them. While they are few the
 * sample has all of them. A read costs one addition and one store, allocates nothing and never waits.
 *
 * <p>{@link #note} may be called from everywhere, {@link #take} on one thread at a time.
 */
final class Heat {
    private static final int SAMPLES = 8_192;

    private final AtomicReferenceArray<String> samples = new AtomicReferenceArray<>(SAMPLES);
    private final AtomicLong reads = new AtomicLong();
    private long taken;

    void note(String key) {
        samples.setRelease((int) reads.getAndIncrement() & SAMPLES - 1, key);
    }

    /**
     * @return reads by key since the last call. Of more reads than the sample holds the last ones stand for all. A read
     *     that is just being noted may count for the key that was in its place.
     */
    Map<String, Double> take() {
        long now = reads.get();
        long fresh = now - taken;
        taken = now;
        int sampled = (int) Math.min(fresh, SAMPLES);
        Map<String, Double> byKey = new HashMap<>();
        double each = (double) fresh / Math.max(1, sampled);
        for (long read = now - sampled; read < now; read++) {
            String key = samples.getAcquire((int) read & SAMPLES - 1);
            if (key != null) {
                byKey.merge(key, each, Double::sum);
            }
        }
        return byKey;
    }
}
