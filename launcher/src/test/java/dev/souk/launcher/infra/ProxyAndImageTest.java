package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** HAProxy, Prometheus and the image name only what the stack has. */
class ProxyAndImageTest {
    private static final String MANAGEMENT = "verticles/src/main/java/dev/souk/edge/management/ManagementVerticle.java";

    private final Compose compose = Compose.read();
    private final String haproxy = Repository.text("infra/haproxy/haproxy.cfg");
    private final Settings defaults = SettingsLoader.load(List.of(), Map.of(), Map.of());

    ProxyAndImageTest() throws IOException {}

    @Test
    void haproxySendsToServicesThatListenAndChecksThemWhereTheyAnswer() throws IOException {
        List<Map.Entry<String, String>> servers =
                Repository.pairs("^ +server (\\S+) (\\S+ check port \\d+).*$", haproxy);
        assertThat(servers).hasSize(9);
        for (var server : servers) {
            String[] words = server.getValue().split("[: ]");
            assertThat(words[0]).isEqualTo(server.getKey());
            assertThat(compose.listens(words[0], Integer.parseInt(words[1])))
                    .as(server.toString())
                    .isTrue();
            assertThat(compose.listens(words[0], Integer.parseInt(words[4])))
                    .as(server.toString())
                    .isTrue();
        }
        List<String> checks = Repository.matches("option httpchk GET (/health/\\w+)$", haproxy);
        assertThat(checks).containsExactly("/health/ready", "/health/serving");
        assertThat(Repository.text(MANAGEMENT)).contains("\"/health/ready\"", "\"/health/serving\"", "\"/metrics\"");
    }

    @Test
    void haproxyBindsWhatTheComposeFilePublishes() {
        List<Integer> bound = Repository.matches("^ +bind :(\\d+)$", haproxy).stream()
                .map(Integer::valueOf)
                .toList();

        assertThat(compose.service("haproxy").listens()).containsExactlyInAnyOrderElementsOf(bound);
    }

    @Test
    void haproxyWaitsLongerThanARequestMayAndClosesBeforeTheNodeDoes() {
        List<Integer> waits = Repository.matches("timeout (?:server|client) (\\d+)s$", haproxy).stream()
                .map(Integer::valueOf)
                .filter(seconds -> seconds != 10)
                .toList();

        assertThat(waits)
                .hasSize(3)
                .allMatch(seconds -> seconds > 30)
                .allMatch(seconds ->
                        Duration.ofSeconds(seconds).compareTo(defaults.http().idleTimeout()) < 0);
    }

    @Test
    void prometheusAsksServicesThatListen() throws IOException {
        String files = Repository.text("infra/prometheus/prometheus.yml")
                + Repository.text("infra/prometheus/targets/cockroach.yml")
                + Repository.text("infra/prometheus/targets/cockroach-single.yml");
        List<Map.Entry<String, String>> targets =
                Repository.pairs("(?<![\\w.-])([a-z][a-z0-9-]*[a-z0-9]):(\\d{4,5})", files);

        assertThat(targets).hasSizeGreaterThan(15);
        assertThat(targets).allMatch(target -> compose.listens(target.getKey(), Integer.parseInt(target.getValue())));
        List<String> mounts = compose.service("prometheus").mounts().stream()
                .map(mount -> mount[1])
                .toList();
        assertThat(mounts).contains("/etc/prometheus/rules", "/etc/prometheus/targets/cockroach.yml");
        assertThat(compose.service("prometheus").text("command")).contains(mounts.get(0));
    }

    @Test
    void grafanaAsksPrometheusAndFindsItsDashboardsWhereTheyAreMounted() throws IOException {
        Map<String, Object> source =
                Repository.map(Repository.list(Repository.yaml("infra/grafana/provisioning/datasources/prometheus.yml")
                                .get("datasources"))
                        .get(0));
        Map<String, Object> provider =
                Repository.map(Repository.list(Repository.yaml("infra/grafana/provisioning/dashboards/souk.yml")
                                .get("providers"))
                        .get(0));
        String path = String.valueOf(Repository.map(provider.get("options")).get("path"));

        var address = Repository.pairs("http://(\\S+):(\\d+)", String.valueOf(source.get("url")))
                .get(0);
        assertThat(compose.listens(address.getKey(), Integer.parseInt(address.getValue())))
                .isTrue();
        assertThat(compose.service("grafana").mounts())
                .anySatisfy(mount -> assertThat(mount).startsWith("./infra/grafana/dashboards", path));
    }

    @Test
    void theImageIsMadeOfFilesThatAreThereAndListensWhereTheSettingsSay() throws IOException {
        String dockerfile = Repository.text("Dockerfile");
        String ignored = Repository.text(".dockerignore");

        for (String source : Repository.matches("^COPY (?:--chmod=\\S+ )?((?:infra|conf)/\\S+) ", dockerfile)) {
            assertThat(Repository.ROOT.resolve(source)).exists();
        }
        assertThat(ignored).contains("infra/*", "!infra/docker");
        assertThat(dockerfile)
                .contains("EXPOSE " + defaults.http().port() + " "
                        + defaults.management().port() + " "
                        + defaults.cluster().port())
                .contains("\"" + defaults.management().port() + "\", \"/health/serving\"")
                .contains("USER 10001:10001");
        // What the compose file calls is where the image has it.
        assertThat(compose.service("souk-1").text("healthcheck")).contains("/opt/souk/healthcheck.sh");
        assertThat(dockerfile).contains("infra/docker/healthcheck.sh /opt/souk/healthcheck.sh");
    }
}
