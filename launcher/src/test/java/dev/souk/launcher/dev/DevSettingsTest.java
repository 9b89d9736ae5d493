package dev.souk.launcher.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import dev.souk.settings.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSettingsTest {
    @TempDir
    private Path data;

    private DevSettings of(int nodes, Map<String, String> overrides) {
        DevOptions options = new DevOptions(data, nodes, new DevPorts(100), true, List.of(), overrides);
        return new DevSettings(options);
    }

    private Settings load(DevSettings settings, int node) throws Exception {
        Path file = Files.writeString(data.resolve(node + ".yaml"), settings.file(node));
        return SettingsLoader.load(List.of(file), Map.of(), Map.of());
    }

    @Test
    void aLoneNodeIsNoClusterAndHasTheSandbox() throws Exception {
        Settings settings = load(of(1, Map.of()), 1);

        assertThat(settings.cluster().enabled()).isFalse();
        assertThat(settings.sandbox().enabled()).isTrue();
        assertThat(settings.sandbox().port()).isEqualTo(8_987);
        assertThat(settings.payment().providerUrl()).isEqualTo("http://127.0.0.1:8987");
        assertThat(settings.http().port()).isEqualTo(8_988);
        assertThat(settings.management().port()).isEqualTo(8_989);
        assertThat(settings.sql().port()).isEqualTo(26_357);
        assertThat(settings.kafka().bootstrapServers()).isEqualTo("127.0.0.1:29192");
        assertThat(settings.redis().nodes()).hasSize(6).startsWith("127.0.0.1:6479");
        assertThat(settings.auth().dev()).isTrue();
        assertThat(settings.mail().host()).isEqualTo("127.0.0.1");
        assertThat(settings.mail().port()).isEqualTo(8_125);
        assertThat(new DevPorts(100).taken(1)).containsEntry(8_125, "the SMTP server");
    }

    @Test
    void severalNodesAreOneClusterWithPortsOfTheirOwnAndShareASandboxOutsideOfThem() throws Exception {
        DevSettings dev = of(3, Map.of());
        Settings second = load(dev, 2);
        Settings third = load(dev, 3);

        assertThat(second.node().name()).isEqualTo("souk-2");
        assertThat(second.http().port()).isEqualTo(8_998);
        assertThat(third.http().port()).isEqualTo(9_008);
        assertThat(third.management().port()).isEqualTo(9_009);
        assertThat(third.cluster().enabled()).isTrue();
        assertThat(third.cluster().members())
                .hasSize(3)
                .contains("127.0.0.1:" + second.cluster().port());
        assertThat(load(dev, 1).sandbox().enabled()).isFalse();
        assertThat(second.sandbox().enabled()).isFalse();
        assertThat(second.payment().providerUrl()).isEqualTo("http://127.0.0.1:8987");
    }

    @Test
    void nobodyReachesTheRateLimitsUnlessTheUserSetsSome() throws Exception {
        assertThat(load(of(1, Map.of()), 1).limits().writes().perSecond()).isGreaterThanOrEqualTo(100_000);
        assertThat(load(of(1, Map.of()), 1).limits().reads().burst()).isGreaterThanOrEqualTo(100_000);

        assertThat(load(of(1, Map.of()), 1).order().maxOpenPerCustomer()).isZero();

        Path users = Files.writeString(data.resolve("users.yaml"), "limits.writes: {per-second: 3, burst: 4}\n");
        DevSettings strict =
                new DevSettings(new DevOptions(data, 1, new DevPorts(100), true, List.of(users), Map.of()));
        Path file = Files.writeString(data.resolve("strict.yaml"), strict.file(1));
        Settings settings = SettingsLoader.load(List.of(users, file), Map.of(), Map.of());
        assertThat(settings.limits().writes().burst()).isEqualTo(4);
        assertThat(SettingsLoader.load(List.of(file), Map.of(), Map.of("limits.tokens.burst", "5"))
                        .limits()
                        .tokens()
                        .burst())
                .isEqualTo(5);
    }

    @Test
    void whatTheUserSetsCounts() {
        Settings settings = of(1, Map.of("order.deadline", "10s")).check(Map.of("SOUK_LOGS_FORMAT", "json"));

        assertThat(settings.order().deadline().toSeconds()).isEqualTo(10);
        assertThat(settings.logs().format()).isEqualTo("json");
    }

    @Test
    void whatSoukDevSetsItselfIsNotTheUsersToSet() {
        assertThatThrownBy(() -> of(1, Map.of("http.port", "1")).check(Map.of("SOUK_SQL_PORT", "2")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("SOUK_SQL_PORT: souk dev sets sql.port itself")
                .hasMessageContaining("--set: souk dev sets http.port itself");
    }

    @Test
    void badSettingsAreFoundBeforeAnythingStarts() {
        assertThatThrownBy(() -> of(1, Map.of("order.deadline", "soon")).check(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("order.deadline");
    }

    @Test
    void takesNoPortTwice() {
        assertThat(new DevPorts(0).taken(3))
                .containsKeys(8_886, 8_887, 8_888, 8_898, 8_908, 8_889, 8_899, 8_909)
                .hasSize(12);
        assertThat(new DevPorts(0).taken(1)).hasSize(5);
    }
}
