package dev.souk.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.hot.HotKeyMessages.KeyRate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class HotSetTest {
    private static final long SECOND = 1_000_000_000L;

    private final HotSet set = new HotSet(100, 2);

    private List<String> hotAt(long seconds) {
        return set.decide(seconds * SECOND).stream().map(KeyRate::key).toList();
    }

    private void read(String node, long seconds, Map<String, Double> rates) {
        set.report(
                node,
                rates.entrySet().stream()
                        .map(key -> new KeyRate(key.getKey(), key.getValue()))
                        .toList(),
                seconds * SECOND);
    }

    @Example
    void whatAllNodesTogetherReadOftenIsHot() {
        read("a", 0, Map.of("mug", 60.0, "cup", 60.0));
        read("b", 0, Map.of("mug", 60.0));

        assertThat(set.decide(0)).containsExactly(new KeyRate("mug", 120));
    }

    @Example
    void itStaysHotUntilItIsReadHalfAsOftenAndHeatsUpAtTheFullRateAgain() {
        read("a", 0, Map.of("mug", 100.0));
        assertThat(hotAt(0)).containsExactly("mug");
        read("a", 1, Map.of("mug", 50.0));
        assertThat(hotAt(1)).containsExactly("mug");
        read("a", 2, Map.of("mug", 49.0));
        assertThat(hotAt(2)).isEmpty();
        read("a", 3, Map.of("mug", 99.0));
        assertThat(hotAt(3)).isEmpty();
    }

    @Example
    void theHottestAreChosenWhenThereAreTooMany() {
        read("a", 0, Map.of("mug", 150.0, "cup", 300.0, "jug", 200.0));

        assertThat(hotAt(0)).containsExactly("cup", "jug");
    }

    @Example
    void aNodeThatFellSilentReadsNothingAnyMore() {
        read("a", 0, Map.of("mug", 150.0));

        assertThat(hotAt(HotSet.SILENCE.toSeconds())).containsExactly("mug");
        assertThat(hotAt(HotSet.SILENCE.toSeconds() + 1)).isEmpty();
    }

    @Example
    void aReportTakesThePlaceOfTheNodesLastOneAndMoreNodesThanThereCanBeAreNotHeard() {
        IntStream.range(0, 600).forEach(node -> read("n" + node, 0, Map.of("mug", 1.0)));
        IntStream.range(0, 600).forEach(node -> read("n" + node, 0, Map.of("mug", 1.0)));

        assertThat(set.decide(0)).containsExactly(new KeyRate("mug", 512));
    }

    @Property
    void whatIsHotIsReadAtHalfTheRateAtLeastAndWhatIsReadAtTheRateIsHotUnlessTheSetIsFull(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(max = 200) Double> rates) {
        HotSet one = new HotSet(100, 1);
        long now = 0;
        for (double rate : rates) {
            one.report("a", List.of(new KeyRate("mug", rate)), now);
            boolean hot = !one.decide(now).isEmpty();
            assertThat(hot || rate < 100).isTrue();
            assertThat(!hot || rate >= 50).isTrue();
            now += SECOND;
        }
    }
}
