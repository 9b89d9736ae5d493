package dev.souk.cache.hot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that were counted most of a stream of any length, in memory for a fixed number of them: Space-Saving
 * (Metwally, Agrawal, El Abbadi: "Efficient Computation of Frequent and Top-k Elements in Data Streams", 2005), with
 * weights, and with counts that fade. A key that is not known takes the place of the least, and its count as a possible
 * error.
 *
 * <p>With capacity m and all (faded) counts adding up to n: a key's count is never told too low, nor too high by more
 * than its error, which is n/m at most; and a key of more than n/m is known.
 *
 * <p>Lives on one thread.
 */
final class TopKeys {
    /** A heap by count: the least first. */
    private final List<Counter> heap;

    private final Map<String, Counter> byKey;
    private final int capacity;

    private static final class Counter {
        private String key;
        private double count;
        private double error;
        private int place;

        Counter(String key, int place) {
            this.key = key;
            this.place = place;
        }
    }

    /**
     * @param count at most this often, weighted and faded
     * @param error the count is too high by this at most
     */
    record Counted(String key, double count, double error) {}

    TopKeys(int capacity) {
        this.capacity = capacity;
        this.heap = new ArrayList<>(capacity);
        this.byKey = HashMap.newHashMap(capacity);
    }

    void add(String key, double weight) {
        Counter counter = byKey.get(key);
        if (counter == null) {
            counter = heap.size() < capacity ? opened(key) : taken(key);
        }
        counter.count += weight;
        sink(counter);
    }

    private Counter opened(String key) {
        Counter counter = new Counter(key, heap.size());
        heap.add(counter);
        byKey.put(key, counter);
        rise(counter);
        return counter;
    }

    private Counter taken(String key) {
        Counter least = heap.getFirst();
        byKey.remove(least.key);
        least.key = key;
        least.error = least.count;
        byKey.put(key, least);
        return least;
    }

    /** All counts fade alike, so that their order stays; those that are next to nothing go. */
    void fade(double factor, double least) {
        heap.forEach(counter -> {
            counter.count *= factor;
            counter.error *= factor;
        });
        List<Counter> kept =
                heap.stream().filter(counter -> counter.count >= least).toList();
        if (kept.size() < heap.size()) {
            heap.clear();
            byKey.clear();
            kept.forEach(counter -> {
                counter.place = heap.size();
                heap.add(counter);
                byKey.put(counter.key, counter);
                rise(counter);
            });
        }
    }

    /** @return the {@code most} of them, the highest count first */
    List<Counted> top(int most) {
        return heap.stream()
                .sorted(Comparator.comparingDouble((Counter counter) -> -counter.count)
                        .thenComparing(counter -> counter.key))
                .limit(most)
                .map(counter -> new Counted(counter.key, counter.count, counter.error))
                .toList();
    }

    private void sink(Counter counter) {
        while (true) {
            int left = 2 * counter.place + 1;
            if (left >= heap.size()) {
                return;
            }
            Counter child = heap.get(left);
            if (left + 1 < heap.size() && heap.get(left + 1).count < child.count) {
                child = heap.get(left + 1);
            }
            if (child.count >= counter.count) {
                return;
            }
            swap(counter, child);
        }
    }

    private void rise(Counter counter) {
        while (counter.place > 0) {
            Counter parent = heap.get((counter.place - 1) / 2);
            if (parent.count <= counter.count) {
                return;
            }
            swap(counter, parent);
        }
    }

    private void swap(Counter one, Counter other) {
        int place = one.place;
        one.place = other.place;
        other.place = place;
        heap.set(one.place, one);
        heap.set(other.place, other);
    }
}
