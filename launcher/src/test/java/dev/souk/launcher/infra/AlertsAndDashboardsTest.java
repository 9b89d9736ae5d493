package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts have runbooks and tests; panels and rules select metrics that the program registers. */
class AlertsAndDashboardsTest {
    private static final String RULES = "infra/prometheus/rules/souk.yml";
    private static final Pattern SOUK_METRIC = Pattern.compile("\\bsouk_[a-z_]+");
    private static final String SUFFIX = "_(total|seconds_count|seconds_sum|seconds_max|count|sum|max)$";

    private record Alert(String name, String expression, String severity, String runbook) {}

    private static List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (Object group : Repository.list(Repository.yaml(RULES).get("groups"))) {
            for (Object each : Repository.list(Repository.map(group).get("rules"))) {
                Map<String, Object> rule = Repository.map(each);
                alerts.add(new Alert(
                        String.valueOf(rule.get("alert")),
                        String.valueOf(rule.get("expr")),
                        String.valueOf(Repository.map(rule.get("labels")).get("severity")),
                        String.valueOf(Repository.map(rule.get("annotations")).get("runbook_url"))));
            }
        }
        return alerts;
    }

    @Test
    void everyAlertHasASectionOfItsNameInTheRunbook() throws IOException {
        List<String> sections = Repository.matches("^### (\\w+)$", Repository.text("docs/operations.md"));

        assertThat(alerts()).hasSizeGreaterThan(10);
        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(Alert::name).toList());
        for (Alert alert : alerts()) {
            assertThat(alert.runbook())
                    .isEqualTo("docs/operations.md#" + alert.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(alert.severity()).as(alert.name()).isIn("page", "ticket");
        }
    }

    @Test
    void everyAlertIsSeenToFireByATest() throws IOException {
        List<String> tested = Repository.matches(
                "alertname: (\\w+)\\n +exp_alerts:\\n +- exp_labels",
                Repository.text("infra/prometheus/tests/souk_test.yml"));

        assertThat(tested).containsAll(alerts().stream().map(Alert::name).toList());
    }

    @Test
    void everyMetricOfSoukThatIsSelectedIsRegisteredByTheProgram() throws IOException {
        StringBuilder program = new StringBuilder();
        for (String folder : List.of("verticles/src/main/java", "launcher/src/main/java")) {
            for (String file : Repository.files(folder, "*.java")) {
                program.append(Files.readString(Repository.ROOT.resolve(file)));
            }
        }
        Set<String> registered = new TreeSet<>();
        Repository.matches("\"(souk\\.[a-z.]+)\"", program.toString())
                .forEach(name -> registered.add(name.replace('.', '_')));

        Set<String> unknown = new TreeSet<>();
        Set<String> selected = selected();
        for (String metric : selected) {
            if (!registered.contains(metric) && !registered.contains(metric.replaceFirst(SUFFIX, ""))) {
                unknown.add(metric);
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(selected).hasSizeGreaterThan(30);
    }

    private static Set<String> selected() throws IOException {
        Set<String> selected = new TreeSet<>();
        List<String> files = new ArrayList<>(Repository.files("infra/grafana/dashboards", "*.json"));
        files.add(RULES);
        for (String file : files) {
            SOUK_METRIC.matcher(Repository.text(file)).results().forEach(match -> selected.add(match.group()));
        }
        return selected;
    }

    @Test
    void everyPanelAsksTheProvisionedSourceAndHasAQuery() throws IOException {
        String source = String.valueOf(
                Repository.map(Repository.list(Repository.yaml("infra/grafana/provisioning/datasources/prometheus.yml")
                                        .get("datasources"))
                                .get(0))
                        .get("uid"));
        Set<String> titles = new TreeSet<>();
        for (String file : Repository.files("infra/grafana/dashboards", "*.json")) {
            Map<String, Object> dashboard = Repository.yaml(file);
            titles.add(String.valueOf(dashboard.get("title")));
            assertThat(dashboard.get("uid") + ".json")
                    .isEqualTo(Path.of(file).getFileName().toString());
            List<Object> panels = Repository.list(dashboard.get("panels"));
            assertThat(panels).as(file).hasSizeGreaterThan(3);
            for (Object panel : panels) {
                Map<String, Object> fields = Repository.map(panel);
                assertThat(Repository.map(fields.get("datasource"))).containsEntry("uid", source);
                assertThat(Repository.list(fields.get("targets")))
                        .as(file)
                        .isNotEmpty()
                        .allSatisfy(target -> assertThat(
                                        String.valueOf(Repository.map(target).get("expr")))
                                .isNotBlank());
            }
        }
        assertThat(titles).contains("Shop", "Pipeline", "Cache and hot keys", "Edge", "Database", "Node");
    }
}
