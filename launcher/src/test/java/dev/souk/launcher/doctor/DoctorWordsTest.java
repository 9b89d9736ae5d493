package dev.souk.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.doctor.Finding.Verdict;
import dev.souk.settings.SettingsLoader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The findings of the doctor, from given answers and settings. */
class DoctorWordsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static List<Finding> exposed(Map<String, String> overrides) {
        return ExposureCheck.examine(SettingsLoader.load(List.of(), Map.of(), overrides));
    }

    @Test
    void aClockThatIsWithinTheQuestionIsRight() {
        assertThat(DatabaseCheck.clock(NOON.plusSeconds(5), NOON, NOON.plusSeconds(9)))
                .isEmpty();
        assertThat(DatabaseCheck.clock(NOON.plusMillis(1_900), NOON, NOON.plusSeconds(1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"14, 4.0 s ahead of", "-3, 3.0 s behind"})
    void aClockThatIsOffIsNamedWithItsDirection(long seconds, String words) {
        assertThat(DatabaseCheck.clock(NOON.plusSeconds(seconds), NOON, NOON.plusSeconds(10)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
                    assertThat(finding.words()).contains(words, "NTP");
                });
    }

    @Test
    void severalNodesOfCockroachNeedALicence() {
        assertThat(LicenceCheck.finding(null, 3).verdict()).isEqualTo(Verdict.RISKY);
        assertThat(LicenceCheck.finding(" ", 3).words()).contains("COCKROACH_LICENSE", "5 transactions");
        assertThat(LicenceCheck.finding("crl-0-abc", 3).verdict()).isEqualTo(Verdict.GOOD);
        assertThat(LicenceCheck.finding("", 1).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void onThisMachineNothingIsExposed() {
        assertThat(exposed(Map.of())).isEmpty();
        assertThat(exposed(Map.of("sql.host", "localhost", "kafka.bootstrap-servers", "127.0.0.1:1,127.0.0.2:2")))
                .isEmpty();
    }

    @Test
    void beyondThisMachineWhatIsOpenIsNamed() {
        List<Finding> found = exposed(Map.of(
                "sql.host",
                "192.0.2.1",
                "kafka.bootstrap-servers",
                "127.0.0.1:9092,192.0.2.2:9092",
                "redis.nodes",
                "192.0.2.3:6379",
                "cluster.host",
                "192.0.2.4",
                "auth.dev",
                "true",
                "http.host",
                "0.0.0.0"));

        assertThat(found)
                .extracting(Finding::words)
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains("sql.ssl-mode", "verify-full"),
                        words -> assertThat(words).contains("sql.password"),
                        words -> assertThat(words).contains("security.protocol"),
                        words -> assertThat(words).contains("Redis"),
                        words -> assertThat(words).contains("auth.dev"),
                        words -> assertThat(words).contains("cluster"));
        assertThat(found)
                .filteredOn(finding -> finding.words().contains("auth.dev"))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.WRONG);
    }

    @ParameterizedTest
    @CsvSource({"host:12, host, 12", "[::1]:12, ::1, 12", "[::1], ::1, 0", "host, host, 0", "host:x, host, 0"})
    void anAddressIsReadAsItIsWritten(String text, String host, int port) {
        assertThat(Address.of(text)).isEqualTo(new Address(host, port));
    }
}
