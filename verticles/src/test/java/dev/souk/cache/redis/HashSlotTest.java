package dev.souk.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashSlotTest {
    @ParameterizedTest
    @CsvSource({"test1, 4768", "test1:0, 3318", "test1:1, 7383", "test1:2, 11444", "123456789, 12739", "'', 0"})
    void isTheOneThatRedisComputes(String key, int slot) {
        assertThat(HashSlot.of(key)).isEqualTo(slot);
    }

    @Test
    void countsOnlyWhatStandsInTheFirstPairOfBraces() {
        assertThat(HashSlot.of("{user1000}.following")).isEqualTo(HashSlot.of("user1000"));
        assertThat(HashSlot.of("a{test1}b{test1:0}")).isEqualTo(4768);
        assertThat(HashSlot.of("foo{{bar}}zap")).isEqualTo(HashSlot.of("{bar"));
    }

    @Test
    void countsTheWholeKeyWhenTheBracesHoldNothing() {
        assertThat(HashSlot.of("foo{}{bar}")).isNotEqualTo(HashSlot.of("bar"));
        assertThat(HashSlot.of("{}test1")).isNotEqualTo(HashSlot.of("test1"));
        assertThat(HashSlot.of("test1{")).isNotEqualTo(HashSlot.of("test1"));
    }
}
