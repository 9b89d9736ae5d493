package dev.souk.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JsonTest {
    record Happened(Instant at) {}

    @Test
    void timesAreRfc3339InUtc() {
        Instant at = Instant.parse("2026-11-22T17:04:05.678Z");

        assertThat(Json.text(new Happened(at))).isEqualTo("{\"at\":\"2026-11-22T17:04:05.678Z\"}");
        assertThat(Json.read("{\"at\":\"2026-11-22T19:04:05.678+02:00\"}", Happened.class))
                .isEqualTo(new Happened(at));
    }
}
