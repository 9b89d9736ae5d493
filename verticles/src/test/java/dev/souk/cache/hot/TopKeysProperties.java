package dev.souk.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.souk.cache.hot.TopKeys.Counted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TopKeysProperties {
    private static final double EXACT = 1e-6;

    /** Key 40 stands for a second that passes: all counts halve. */
    private static Map<String, Double> count(TopKeys keys, List<Integer> stream) {
        Map<String, Double> truth = new HashMap<>();
        for (int each : stream) {
            if (each == 40) {
                keys.fade(0.5, 0);
                truth.replaceAll((key, count) -> count / 2);
            } else {
                String key = "k" + each;
                double weight = 1 + each % 3;
                keys.add(key, weight);
                truth.merge(key, weight, Double::sum);
            }
        }
        return truth;
    }

    @Property
    void aCountIsNeverTooLowNorTooHighByMoreThanItsError(
            @ForAll @Size(max = 300) List<@IntRange(max = 40) Integer> stream,
            @ForAll @IntRange(min = 1, max = 12) int capacity) {
        TopKeys keys = new TopKeys(capacity);

        Map<String, Double> truth = count(keys, stream);

        double all = truth.values().stream().mapToDouble(Double::doubleValue).sum();
        for (Counted key : keys.top(capacity)) {
            double really = truth.getOrDefault(key.key(), 0.0);
            assertThat(key.count()).isGreaterThanOrEqualTo(really - EXACT);
            assertThat(key.count() - key.error()).isLessThanOrEqualTo(really + EXACT);
            assertThat(key.error()).isLessThanOrEqualTo(all / capacity + EXACT);
        }
    }

    @Property
    void aKeyOfMoreThanItsShareIsKnown(
            @ForAll @Size(max = 300) List<@IntRange(max = 40) Integer> stream,
            @ForAll @IntRange(min = 1, max = 12) int capacity) {
        TopKeys keys = new TopKeys(capacity);

        Map<String, Double> truth = count(keys, stream);

        double share = truth.values().stream().mapToDouble(Double::doubleValue).sum() / capacity;
        List<String> known = keys.top(capacity).stream().map(Counted::key).toList();
        truth.forEach((key, really) -> {
            if (really > share + EXACT) {
                assertThat(known).contains(key);
            }
        });
        assertThat(known).hasSizeLessThanOrEqualTo(capacity).doesNotHaveDuplicates();
    }

    @Property
    void whileThereIsRoomEveryCountIsExactAndTheHighestComesFirst(
            @ForAll @Size(max = 300) List<@IntRange(max = 40) Integer> stream) {
        TopKeys keys = new TopKeys(50);

        Map<String, Double> truth = count(keys, stream);

        List<Counted> top = keys.top(50);
        assertThat(top).hasSameSizeAs(truth.keySet());
        double before = Double.MAX_VALUE;
        for (Counted key : top) {
            assertThat(key.count()).isCloseTo(truth.getOrDefault(key.key(), -1.0), within(EXACT));
            assertThat(key.count()).isLessThanOrEqualTo(before);
            before = key.count();
        }
    }

    @Property
    void whatFadedToNextToNothingIsForgottenAndTheRestIsNot(
            @ForAll @Size(max = 200) List<@IntRange(max = 39) Integer> stream) {
        TopKeys keys = new TopKeys(50);
        Map<String, Double> truth = count(keys, stream);

        keys.fade(0.25, 0.9);

        assertThat(keys.top(50).stream().map(Counted::key))
                .containsExactlyInAnyOrderElementsOf(truth.entrySet().stream()
                        .filter(key -> key.getValue() / 4 >= 0.9)
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
