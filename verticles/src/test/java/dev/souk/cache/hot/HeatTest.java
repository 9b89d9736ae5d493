package dev.souk.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeatTest {
    private final Heat heat = new Heat();

    private void read(String key, int times) {
        for (int i = 0; i < times; i++) {
            heat.note(key);
        }
    }

    @Test
    void everyReadIsCountedOnce() {
        read("mug", 3);
        read("cup", 1);

        assertThat(heat.take()).containsOnly(entry("mug", 3.0), entry("cup", 1.0));
        assertThat(heat.take()).isEmpty();
        read("cup", 2);
        assertThat(heat.take()).containsOnly(entry("cup", 2.0));
    }

    @Test
    void ofMoreReadsThanItHoldsTheSampleStandsForAll() {
        for (int i = 0; i < 100_000; i++) {
            heat.note(i % 4 == 0 ? "cup" : "mug");
        }

        Map<String, Double> taken = heat.take();

        assertThat(taken).containsOnlyKeys("mug", "cup");
        assertThat(taken.get("mug")).isCloseTo(75_000, within(100.0));
        assertThat(taken.get("cup")).isCloseTo(25_000, within(100.0));
    }
}
