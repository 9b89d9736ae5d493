package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The manifests name what the program has, and each other. */
class KubernetesTest {
    private static final String FOLDER = "infra/kubernetes";
    private static final Map<String, String> FIELDS = Map.of("metadata.name", "souk-0", "status.podIP", "10.1.2.3");

    private final Map<String, Map<String, Object>> objects = new HashMap<>();

    KubernetesTest() throws IOException {
        for (String file : Repository.files(FOLDER, "*.yaml")) {
            for (Map<String, Object> object : Repository.documents(file)) {
                String id = object.get("kind") + "/" + at(object, "metadata", "name");
                assertThat(objects.put(id, object)).as(id + " is there once").isNull();
            }
        }
    }

    /** @return what lies on this way, or an empty text when nothing does */
    private static Object at(@Nullable Object from, String first, String... further) {
        Object value = Repository.map(from).getOrDefault(first, "");
        for (String key : further) {
            value = Repository.map(value).getOrDefault(key, "");
        }
        return value;
    }

    private static int number(@Nullable Object from, String first, String... further) {
        return Integer.parseInt(at(from, first, further).toString());
    }

    private Map<String, Object> object(String id) {
        Map<String, Object> object = objects.get(id);
        if (object == null) {
            throw new AssertionError(FOLDER + " has no " + id);
        }
        return object;
    }

    private Map<String, Object> pod(String id) {
        return Repository.map(at(object(id), "spec", "template", "spec"));
    }

    private static Map<String, Object> container(Map<String, Object> pod) {
        List<Object> containers = Repository.list(pod.get("containers"));
        assertThat(containers).hasSize(1);
        return Repository.map(containers.getFirst());
    }

    private Map<String, Object> node() {
        return container(pod("StatefulSet/souk"));
    }

    private Map<String, String> environment(Map<String, Object> container) {
        Map<String, String> environment = new HashMap<>();
        for (Object from : Repository.list(container.get("envFrom"))) {
            Object name = at(from, "configMapRef", "name");
            Repository.map(object("ConfigMap/" + name).get("data"))
                    .forEach((key, value) -> environment.put(key, value.toString()));
        }
        for (Object each : Repository.list(container.get("env"))) {
            Object field = at(each, "valueFrom", "fieldRef", "fieldPath");
            Object secret = at(each, "valueFrom", "secretKeyRef", "key");
            String value = secret.equals("") ? FIELDS.getOrDefault(field.toString(), "") : "a secret";
            assertThat(value).as(each.toString()).isNotEmpty();
            environment.put(at(each, "name").toString(), value);
        }
        return environment;
    }

    private Settings settings(Map<String, Object> container) {
        return SettingsLoader.load(List.of(), environment(container), Map.of());
    }

    private Map<String, Integer> ports() {
        Map<String, Integer> ports = new HashMap<>();
        for (Object port : Repository.list(node().get("ports"))) {
            ports.put(at(port, "name").toString(), number(port, "containerPort"));
        }
        return ports;
    }

    @Test
    void everyObjectIsOfAVersionThatIsServed() {
        Map<String, String> served = Map.of(
                "ConfigMap", "v1",
                "Service", "v1",
                "Job", "batch/v1",
                "StatefulSet", "apps/v1",
                "PodDisruptionBudget", "policy/v1",
                "NetworkPolicy", "networking.k8s.io/v1");
        assertThat(objects).hasSize(7);
        for (Map<String, Object> object : objects.values()) {
            assertThat(at(object, "apiVersion"))
                    .isEqualTo(served.get(at(object, "kind").toString()));
        }
    }

    @Test
    void theSettingsOfNodesAndOfTheMigrationAreTakenByTheProgram() {
        Settings settings = settings(node());
        int replicas = number(object("StatefulSet/souk"), "spec", "replicas");
        Object names = at(object("StatefulSet/souk"), "spec", "serviceName");

        assertThat(ports())
                .isEqualTo(Map.of(
                        "http", settings.http().port(),
                        "management", settings.management().port(),
                        "cluster", settings.cluster().port(),
                        "bus", settings.cluster().busPort()));
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.management().host()).isEqualTo("0.0.0.0");
        assertThat(settings.cluster().members())
                .containsExactlyElementsOf(IntStream.range(0, replicas)
                        .mapToObj(node -> "souk-" + node + "." + names + ":"
                                + settings.cluster().port())
                        .toList());
        assertThat(replicas).isGreaterThanOrEqualTo(3);
        assertThat(object("Service/" + names)).isNotNull();
        assertThat(settings.kafka().replication()).isEqualTo(3);
        assertThat(settings.kafka().minInsyncReplicas()).isEqualTo(2);
        assertThat(settings.sql().sslMode()).isEqualTo("verify-full");
        assertThat(settings.auth().dev()).as("no development issuer").isFalse();
        assertThat(settings.sandbox().enabled()).isFalse();
        assertThat(settings(container(pod("Job/souk-migrate"))).sql()).isEqualTo(settings.sql());
    }

    @Test
    void filesThatSettingsNameAreMounted() {
        for (String id : List.of("StatefulSet/souk", "Job/souk-migrate")) {
            Map<String, Object> container = container(pod(id));
            Set<String> mounted = new TreeSet<>();
            Set<String> used = new TreeSet<>();
            for (Object mount : Repository.list(container.get("volumeMounts"))) {
                mounted.add(at(mount, "mountPath").toString());
                used.add(at(mount, "name").toString());
            }
            Set<String> volumes = new TreeSet<>();
            Repository.list(pod(id).get("volumes"))
                    .forEach(volume -> volumes.add(at(volume, "name").toString()));
            assertThat(used).as(id).isEqualTo(volumes);
            // Java's own files; everything else is read-only.
            assertThat(mounted).as(id).contains("/tmp");
            assertThat(settings(container).sql().caFile()).startsWith("/etc/souk/authorities/");
            assertThat(mounted).as(id).contains("/etc/souk/authorities");
        }
        Settings settings = settings(node());
        assertThat(settings.kafka().clientProperties()).isEqualTo("/etc/souk/secrets/kafka.properties");
        assertThat(at(pod("StatefulSet/souk"), "volumes").toString()).contains("path=kafka.properties");
    }

    @Test
    void probesAskForPathsThatTheManagementPortHas() throws IOException {
        String management = Repository.text("verticles/src/main/java/dev/souk/edge/management/ManagementVerticle.java");
        Map<String, String> expected = Map.of(
                "startupProbe", "/health/serving",
                "readinessProbe", "/health/serving",
                "livenessProbe", "/health/live");
        expected.forEach((probe, path) -> {
            Map<String, Object> fields = Repository.map(node().get(probe));
            assertThat(at(fields, "httpGet", "path")).as(probe).isEqualTo(path);
            assertThat(at(fields, "httpGet", "port")).as(probe).isEqualTo("management");
            assertThat(number(fields, "timeoutSeconds")).as(probe).isLessThan(number(fields, "periodSeconds"));
            assertThat(management).contains("case \"" + path + "\" ->");
        });
        Map<String, Object> startup = Repository.map(node().get("startupProbe"));
        assertThat(number(startup, "periodSeconds") * number(startup, "failureThreshold"))
                .as("a node waits for its database before it gives up, and is slow to start on a busy machine")
                .isGreaterThanOrEqualTo(90);
        Map<String, Object> annotations =
                Repository.map(at(object("StatefulSet/souk"), "spec", "template", "metadata", "annotations"));
        assertThat(annotations)
                .containsEntry("prometheus.io/port", String.valueOf(ports().get("management")))
                .containsEntry("prometheus.io/path", "/metrics");
        assertThat(management).contains("case \"/metrics\" ->");
    }

    @Test
    void aNodeHasTheTimeToStopThatItMayTake() throws IOException {
        List<String> beyond = Repository.matches(
                "BEYOND_DRAIN = Duration.ofSeconds\\((\\d+)\\)",
                Repository.text("launcher/src/main/java/dev/souk/launcher/cli/NodeCommand.java"));
        Map<String, Object> readiness = Repository.map(node().get("readinessProbe"));
        Settings.Http http = settings(node()).http();
        Duration needed = http.drainPause().plus(http.drain()).plusSeconds(Integer.parseInt(beyond.getFirst()));

        assertThat(http.drainPause().toSeconds())
                .as("longer than it takes to find a node that is not ready")
                .isGreaterThan(number(readiness, "periodSeconds") * number(readiness, "failureThreshold"));
        assertThat(number(pod("StatefulSet/souk"), "terminationGracePeriodSeconds"))
                .isGreaterThanOrEqualTo((int) needed.toSeconds());
    }

    @Test
    void everySelectorFindsTheNodesAndEveryPortNameIsOneOfTheirs() {
        Object labels = at(object("StatefulSet/souk"), "spec", "template", "metadata", "labels");
        List<Object> selectors = new ArrayList<>(List.of(
                at(object("StatefulSet/souk"), "spec", "selector", "matchLabels"),
                at(object("PodDisruptionBudget/souk"), "spec", "selector", "matchLabels"),
                at(object("NetworkPolicy/souk"), "spec", "podSelector", "matchLabels"),
                at(object("Service/souk"), "spec", "selector"),
                at(object("Service/souk-members"), "spec", "selector")));
        Object apart = at(pod("StatefulSet/souk"), "affinity", "podAntiAffinity");
        for (Object term : Repository.list(at(apart, "requiredDuringSchedulingIgnoredDuringExecution"))) {
            assertThat(at(term, "topologyKey")).isEqualTo("kubernetes.io/hostname");
            selectors.add(at(term, "labelSelector", "matchLabels"));
        }
        for (Object term : Repository.list(at(apart, "preferredDuringSchedulingIgnoredDuringExecution"))) {
            selectors.add(at(term, "podAffinityTerm", "labelSelector", "matchLabels"));
        }
        assertThat(selectors).hasSize(7).allMatch(labels::equals);
        assertThat(labels)
                .as("the migration is no node")
                .isNotEqualTo(at(object("Job/souk-migrate"), "spec", "template", "metadata", "labels"));

        for (String service : List.of("Service/souk", "Service/souk-members")) {
            for (Object port : Repository.list(at(object(service), "spec", "ports"))) {
                assertThat(ports()).containsKey(at(port, "targetPort").toString());
            }
        }
        for (Object rule : Repository.list(at(object("NetworkPolicy/souk"), "spec", "ingress"))) {
            for (Object port : Repository.list(at(rule, "ports"))) {
                assertThat(ports()).containsKey(at(port, "port").toString());
            }
        }
        assertThat(at(object("PodDisruptionBudget/souk"), "spec", "maxUnavailable"))
                .isEqualTo(1);
        assertThat(at(object("Service/souk-members"), "spec", "publishNotReadyAddresses"))
                .isEqualTo(true);
    }

    @Test
    void nothingRunsWithMoreRightsThanTheImageHas() throws IOException {
        String user = Repository.matches("^USER (\\d+):\\d+$", Repository.text("Dockerfile"))
                .getFirst();
        for (String id : List.of("StatefulSet/souk", "Job/souk-migrate")) {
            Map<String, Object> pod = pod(id);
            Object rights = at(container(pod), "securityContext");
            assertThat(at(pod, "securityContext", "runAsNonRoot")).as(id).isEqualTo(true);
            assertThat(at(pod, "securityContext", "runAsUser")).as(id).hasToString(user);
            assertThat(pod.get("automountServiceAccountToken")).as(id).isEqualTo(false);
            assertThat(at(rights, "readOnlyRootFilesystem")).as(id).isEqualTo(true);
            assertThat(at(rights, "allowPrivilegeEscalation")).as(id).isEqualTo(false);
            assertThat(at(rights, "capabilities", "drop")).as(id).isEqualTo(List.of("ALL"));
            assertThat(at(container(pod), "resources", "limits", "memory"))
                    .as(id)
                    .asString()
                    .matches("\\d+[MG]i");
        }
    }
}
