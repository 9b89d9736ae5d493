package dev.souk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    @TempDir
    private Path folder;

    private static Settings load(Map<String, String> environment, Map<String, String> overrides, Path... files) {
        return SettingsLoader.load(List.of(files), environment, overrides);
    }

    private static List<String> problems(Map<String, String> environment, Map<String, String> set, Path... files) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> load(environment, set, files));
        assertThat(refused).isNotNull();
        assertThat(refused).hasMessage(String.join("\n", refused.problems()));
        return refused.problems();
    }

    private Path file(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }

    @Test
    void everyDefaultOfTheFileBindsToARecord() {
        Settings settings = load(Map.of(), Map.of());

        assertThat(settings.http().port()).isEqualTo(8888);
        assertThat(settings.order().deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.idempotency().retention()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.redis().nodes()).hasSize(6);
        assertThat(settings.node().has(Settings.STOCK))
                .as("no roles named: all")
                .isTrue();
    }

    @Test
    void whatMakesPartsTrustEachOtherIsWholeOrRefused() {
        assertThat(problems(
                        Map.of(),
                        Map.of(
                                "cluster.tls-cert", "cert.pem",
                                "cluster.bus-port", "15701",
                                "redis.user", "souk",
                                "redis.ca-file", "ca.pem",
                                "redis.entry-secret", "too short",
                                "payment.provider-key", "two words")))
                .containsExactly(
                        "cluster.tls-cert, cluster.tls-key and cluster.tls-ca are set together, or not at all",
                        "cluster.bus-port must not be cluster.port",
                        "redis.password is needed when redis.user is set",
                        "redis.ca-file is set, and redis.tls is false",
                        "redis.entry-secret must have at least 16 bytes",
                        "payment.provider-key must be printable ASCII without spaces");
    }

    /** A setting without a default, or a default that is no setting, would be found by the first start only. */
    @Test
    void everySettingCanBeGivenByItsEnvironmentName() {
        Map<String, String> keys = new LinkedHashMap<>();
        collect("", load(Map.of(), Map.of()), keys);

        Map<String, String> environment = new LinkedHashMap<>();
        keys.forEach((key, value) -> environment.put(SettingsLoader.environmentName(key), value));

        assertThat(keys).hasSizeGreaterThan(60).containsKey("sql.statement-timeout");
        assertThat(load(environment, Map.of())).isEqualTo(load(Map.of(), Map.of()));
    }

    private static void collect(String prefix, Record settings, Map<String, String> keys) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            Object value = value(settings, component);
            if (value instanceof Secret secret) {
                keys.put(key, secret.value());
            } else if (value instanceof Record nested) {
                collect(key + ".", nested, keys);
            } else if (value instanceof Duration duration) {
                keys.put(key, duration.toMillis() + "ms");
            } else {
                keys.put(key, value instanceof List<?> list ? String.join(",", strings(list)) : value.toString());
            }
        }
    }

    private static List<String> strings(List<?> list) {
        return list.stream().map(Object::toString).toList();
    }

    private static Object value(Record settings, RecordComponent component) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLaterFileThenTheEnvironmentThenSetOverrideEachOther() throws IOException {
        Path first = file("a.yaml", "http:\n  port: 1001\n  host: a\nstock:\n  hold-check-after: 1m\n");
        Path second = file("b.yaml", "http: {port: 1002, host: b}\n");

        assertThat(load(Map.of(), Map.of(), first, second).http().port()).isEqualTo(1002);
        Map<String, String> environment = Map.of("SOUK_HTTP_PORT", "1003", "PATH", "/bin");
        assertThat(load(environment, Map.of(), first, second).http().port()).isEqualTo(1003);
        Settings all = load(environment, Map.of("http.port", "1004"), first, second);
        assertThat(all.http().port()).isEqualTo(1004);
        assertThat(all.http().host()).isEqualTo("b");
        assertThat(all.stock().holdCheckAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aListIsGivenInYamlOrWithCommas() throws IOException {
        Path yaml = file("a.yaml", "node:\n  roles: [edge, order]\n");

        assertThat(load(Map.of(), Map.of(), yaml).node().roles()).containsExactly("edge", "order");
        assertThat(load(Map.of("SOUK_NODE_ROLES", "stock, payment"), Map.of(), yaml)
                        .node()
                        .roles())
                .containsExactly("stock", "payment");
        assertThat(load(Map.of("SOUK_NODE_ROLES", ""), Map.of(), yaml).node().roles())
                .isEmpty();
    }

    @Test
    void anEmptyFileAndAnEmptySectionChangeNothing() throws IOException {
        Path empty = file("a.yaml", "# nothing yet\n");
        Path section = file("b.yaml", "http:\n  # port: 9000\n");

        assertThat(load(Map.of(), Map.of(), empty, section)).isEqualTo(load(Map.of(), Map.of()));
    }

    @Test
    void everyUnknownKeyAndBadValueIsNamedAtOnceWithItsSource() throws IOException {
        Path yaml = file("a.yaml", """
                http:
                  prot: 9000
                  drain: 5
                  body-limit: 1.5
                sql:
                  ssl-mode: sometimes
                node:
                  roles: [edge, kitchen]
                unheard: of
                """);

        List<String> problems = problems(
                Map.of("SOUK_HTTP_PROT", "1", "SOUK_HTTP_PORT", "eighty"),
                Map.of("kafka.replication", "0", "order.deadlin", "2m"),
                yaml);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        yaml + ": http.prot is no setting; did you mean http.port?",
                        yaml + ": unheard is no setting",
                        yaml + ": http.drain must be a duration such as 500ms, 3s, 2m, 24h or 7d, not '5'",
                        yaml + ": http.body-limit must be a whole number, not '1.5'",
                        yaml + ": sql.ssl-mode must be of [disable, prefer, require, verify-ca, verify-full],"
                                + " not 'sometimes'",
                        yaml + ": node.roles must be of [catalog, cart, stock, order, payment, notification,"
                                + " cache, edge, audit], not '[edge, kitchen]'",
                        "SOUK_HTTP_PROT is no setting; did you mean SOUK_HTTP_PORT?",
                        "SOUK_HTTP_PORT: http.port must be a whole number, not 'eighty'",
                        "--set: kafka.replication must be 1 to 9, not 0",
                        "--set: order.deadlin is no setting; did you mean order.deadline?");
    }

    @Test
    void aFileThatCannotBeReadIsAProblemLikeTheOthers() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path broken = file("broken.yaml", "http: [\n");
        Path list = file("list.yaml", "- a\n- b\n");

        assertThat(problems(Map.of(), Map.of("http.port", "x"), missing, broken, list))
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith(missing + ": cannot be read"))
                .anyMatch(problem -> problem.startsWith(broken + ": not YAML"))
                .contains(list + ": not a map of settings");
    }

    @Test
    void aDurationBeyondReasonIsAProblemAndNoOverflow() {
        assertThat(problems(Map.of(), Map.of("order.deadline", "999999999d")))
                .containsExactly("--set: order.deadline must be 1000 ms to 86400000 ms, not 86399999913600000");
        assertThat(problems(Map.of(), Map.of("order.deadline", "99999999999999d")))
                .singleElement()
                .asString()
                .contains("must be a duration");
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThat(problems(Map.of(), Map.of("kafka.min-insync-replicas", "2")))
                .containsExactly("kafka.min-insync-replicas must not be above kafka.replication");
        assertThat(problems(Map.of(), Map.of("sql.ssl-mode", "verify-full")))
                .containsExactly("sql.ca-file is needed when sql.ssl-mode is verify-full");
        assertThat(problems(Map.of(), Map.of("idempotency.retention", "23h")))
                .as("semantics: kept for 24 h at least")
                .hasSize(1);
    }

    @Test
    void aPasswordIsNeverPrinted() {
        Settings settings = load(Map.of("SOUK_SQL_PASSWORD", "hunter2"), Map.of());

        assertThat(settings.sql().password().value()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2").contains("***");
        assertThat(problems(Map.of("SOUK_SQL_PASSWORD", "hunter2", "SOUK_SQL_PORT", "0"), Map.of()))
                .noneMatch(problem -> problem.contains("hunter2"));
    }
}
