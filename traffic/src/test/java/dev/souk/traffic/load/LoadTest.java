package dev.souk.traffic.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.souk.traffic.TrafficException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void theScriptsOwnLineIsWhatCounts() {
        Load.Result result = Load.parse("""
                Running 8s test @ http://127.0.0.1:8888
                Requests/sec:    1.00
                TRAFFIC {"requests":800,"seconds":8.000,"p50":1.5,"p95":2.5,"p99":9.25,"non2xx":10,"socket":3,"statuses":{"201":790,"503":10}}
                """);

        assertThat(result.perSecond()).isEqualTo(100);
        assertThat(result.perSecond("201")).isCloseTo(98.75, within(1e-9));
        assertThat(result.perSecond("200")).as("none came").isZero();
        assertThat(result.p99()).isEqualTo(9.25);
        assertThat(result.failed()).isEqualTo(13);
        assertThat(result.statuses()).isEqualTo(Map.of("201", 790L, "503", 10L));
    }

    @Test
    void withoutACountOfStatusesAllThatDidNotFailIsGood() {
        Load.Result result = Load.parse(
                "TRAFFIC {\"requests\":100,\"seconds\":2,\"p50\":1,\"p95\":1,\"p99\":1,\"non2xx\":20,\"socket\":0,\"statuses\":{}}");

        assertThat(result.perSecond("200")).isEqualTo(40);
    }

    @Test
    void aGeneratorThatFailedIsNoResult() {
        assertThatThrownBy(() -> Load.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
                .isInstanceOf(TrafficException.class)
                .hasMessageContaining("Connection refused");
    }
}
