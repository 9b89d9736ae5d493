package dev.souk.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.settings.SettingsLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposuresTest {
    private static List<String> exposures(String... settings) {
        Map<String, String> overrides = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            overrides.put(parts[0], parts[1]);
        }
        return Exposures.of(SettingsLoader.load(List.of(), Map.of(), overrides));
    }

    /** The settings without it are exposed as the words say; with it they are not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cluster.host=10.0.0.7          | the event bus listens on 10.0.0.7 without TLS   | cluster.tls-cert=c cluster.tls-key=k cluster.tls-ca=a
            cluster.host=10.0.0.7          | the event bus listens on 10.0.0.7 on a random   | cluster.bus-port=15702
            cluster.host=10.0.0.7          | the event bus listens on 10.0.0.7 without TLS   | cluster.enabled=false
            cluster.host=0.0.0.0           | the event bus listens on 0.0.0.0 without TLS    | cluster.host=127.0.0.1
            sql.host=db.example            | the database at db.example is not verified      | sql.ssl-mode=verify-full sql.ca-file=/ca.pem
            sql.host=db.example            | the database at db.example is not verified      | sql.host=localhost
            kafka.bootstrap-servers=k1:9092,127.0.0.1:9092 | Kafka at k1:9092,127.0.0.1:9092 | kafka.client-properties=/kafka.properties
            redis.nodes=127.0.0.1:1,10.1.1.1:1 | Redis is connected without a password       | redis.password=p
            redis.nodes=redis-1:6379       | Redis is connected without TLS                  | redis.tls=true
            redis.nodes=redis-1:6379       | entries in Redis are not sealed                 | redis.entry-secret=0123456789abcdef
            redis.nodes=redis-1:6379       | Redis is connected without a password           | redis.nodes=
            payment.provider-url=http://pay.example  | the payment provider is called without TLS | payment.provider-url=https://pay.example
            payment.provider-url=https://pay.example | the payment provider is called without a key | payment.provider-key=sk_1
            sandbox.enabled=true sandbox.host=0.0.0.0 | the sandbox provider listens on 0.0.0.0 | payment.provider-key=sk_1
            mail.host=smtp.example mail.security=none | letters go to smtp.example              | mail.security=starttls
            auth.dev=true http.host=0.0.0.0 | POST /dev/tokens on 0.0.0.0                    | http.host=127.0.0.2
            """)
    void isNamedUntilItsSettingIsThere(String open, String words, String closed) {
        String[] exposed = open.split(" ", -1);
        assertThat(exposures(exposed)).anySatisfy(line -> assertThat(line).startsWith(words));

        assertThat(exposures((open + " " + closed).split(" ", -1)))
                .noneSatisfy(line -> assertThat(line).startsWith(words));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.8.9.10", "localhost", "LOCALHOST", "::1", "[::1]"})
    void loopbackIsNone(String host) {
        assertThat(exposures("cluster.host=" + host, "sql.host=" + host, "redis.nodes=" + host + ":6379"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1.example", "localhost.example", "1127.0.0.1", "0.0.0.0", "::", "10.0.0.1"})
    void whatOnlyLooksLikeLoopbackIsOne(String host) {
        assertThat(exposures("sql.host=" + host)).hasSize(1);
    }

    @Test
    void theDefaultsHaveNone() {
        assertThat(exposures()).isEmpty();
    }

    @Test
    void noLineHasASecretInIt() {
        List<String> lines = exposures(
                "redis.nodes=redis-1:6379",
                "redis.password=hush-hush",
                "payment.provider-key=hush-hush",
                "sql.host=db",
                "sql.password=hush-hush",
                "payment.provider-url=http://pay.example");
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("hush-hush"));
        assertThat(SettingsLoader.load(List.of(), Map.of(), Map.of("redis.entry-secret", "hush-hush-hush-hush"))
                        .toString())
                .doesNotContain("hush");
    }
}
