package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.infra.Compose.Service;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each name that one file of the stack uses is defined by another file; the test starts nothing. */
class ComposeTest {
    /** A service, and a port on it. */
    private static final String ADDRESS = "(?<![\\w.-])([a-z][a-z0-9-]*[a-z0-9]):(\\d{2,5})(?!\\d)";

    private final Compose compose = Compose.read();

    ComposeTest() throws IOException {}

    @Test
    void everyAddressInTheComposeFileIsOneThatAServiceListensOn() {
        List<String> unknown = new ArrayList<>();
        int seen = 0;
        for (Service service : compose.services().values()) {
            String words = service.environment() + " " + service.text("command");
            for (var address : Repository.pairs(ADDRESS, words.replace("HOST://localhost:", "HOST://"))) {
                seen++;
                if (!compose.listens(address.getKey(), Integer.parseInt(address.getValue()))) {
                    unknown.add(service.name() + " names " + address);
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).isGreaterThan(60);
    }

    @Test
    void everyDependencyWaitsForWhatItsServiceCanReach() {
        for (Service service : compose.services().values()) {
            service.dependsOn().forEach((name, condition) -> {
                Service other = compose.service(name);
                String words = service.name() + " waits for " + name + ": " + condition;
                switch (condition) {
                    case "service_healthy" ->
                        assertThat(other.has("healthcheck")).as(words).isTrue();
                    case "service_completed_successfully" ->
                        assertThat(other.endsByItself()).as(words).isTrue();
                    default -> assertThat(condition).as(words).isEqualTo("service_started");
                }
            });
        }
    }

    @Test
    void everyServiceHasALimitAPinnedImageAndAHealthCheckOrAnEnd() {
        for (Service service : compose.services().values()) {
            assertThat(service.text("mem_limit")).as(service.name()).matches("\\d+[mg]");
            assertThat(service.text("image"))
                    .as(service.name())
                    .matches("[a-z0-9./_-]+:(v?\\d+\\.\\d+\\.\\d+(-alpine)?|local)");
            assertThat(service.has("healthcheck")).as(service.name()).isEqualTo(!service.endsByItself());
        }
        assertThat(compose.services()).hasSizeGreaterThan(25);
    }

    @Test
    void portsArePublishedOnceAndOnLoopbackOnly() {
        Set<String> taken = new TreeSet<>();
        for (Service service : compose.services().values()) {
            for (String[] port : service.published()) {
                assertThat(port).as(service.name()).hasSize(3);
                assertThat(port[0]).as(service.name()).isEqualTo("127.0.0.1");
                assertThat(taken.add(port[1]))
                        .as(service.name() + " publishes " + port[1])
                        .isTrue();
            }
        }
        assertThat(taken)
                .contains("8888", "26257", "26258", "26259", "8080", "8081", "8082", "29092", "29093", "29094")
                .contains("6379", "6380", "6381", "6382", "6383", "6384", "8025", "8090", "5540", "9090", "3000");
    }

    @Test
    void everyMountIsAFileOfThisTreeOrADeclaredVolume() {
        Set<String> used = new TreeSet<>();
        for (Service service : compose.services().values()) {
            for (String[] mount : service.mounts()) {
                if (mount[0].startsWith("./")) {
                    assertThat(Repository.ROOT.resolve(mount[0]))
                            .as(service.name())
                            .exists();
                    assertThat(mount)
                            .as(service.name() + " mounts " + mount[0] + " read-only")
                            .endsWith("ro");
                } else {
                    used.add(mount[0]);
                }
            }
        }
        assertThat(used).isEqualTo(compose.volumes());
    }

    @Test
    void theSettingsOfEveryNodeAreTakenByTheProgram() {
        for (Service service : souk()) {
            Map<String, String> environment = service.environment();
            // The variables of compose itself, with their defaults.
            environment.replaceAll((name, value) -> value.replaceAll("\\$\\{\\w+:-([^}]*)}", "$1"));
            Settings settings = SettingsLoader.load(List.of(), environment, Map.of());

            assertThat(settings.kafka().replication()).as(service.name()).isEqualTo(3);
            assertThat(settings.kafka().minInsyncReplicas()).as(service.name()).isEqualTo(2);
            assertThat(settings.redis().nodes()).as(service.name()).hasSize(6);
            if (service.text("command").contains("node")) {
                assertThat(service.listens())
                        .containsExactlyInAnyOrder(
                                settings.http().port(),
                                settings.management().port(),
                                settings.cluster().port());
                assertThat(settings.cluster().host()).isEqualTo(service.name());
                assertThat(settings.cluster().members())
                        .contains(service.name() + ":" + settings.cluster().port());
                assertThat(settings.auth().devKey()).startsWith(service.mounts().get(0)[1] + "/");
                assertThat(settings.http().host()).isEqualTo("0.0.0.0");
                assertThat(settings.management().host()).isEqualTo("0.0.0.0");
            }
        }
        assertThat(souk()).hasSize(5);
    }

    @Test
    void whoSignsWebhooksAndWhoChecksThemHaveTheSameSecret() {
        assertThat(souk().stream().map(service -> service.environment().get("SOUK_PAYMENT_WEBHOOK_SECRET")))
                .hasSize(5)
                .containsOnly("${SOUK_WEBHOOK_SECRET:-local-use-only}");
    }

    private List<Service> souk() {
        return compose.services().values().stream()
                .filter(service -> service.text("image").startsWith("souk:"))
                .toList();
    }

    @Test
    void theVariablesOfComposeAreThoseThatTheExampleExplains() throws IOException {
        Map<String, String> explained =
                Repository.pairs("^([A-Z_]+)=(.*)$", Repository.text("infra/env.example")).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<String, String> used = Repository.pairs("\\$\\{([A-Z_]+):-([^}]*)}", Repository.text(Compose.FILE)).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one + "|" + other));

        used.replaceAll(
                (name, value) -> Set.of(value.split("\\|", -1)).size() == 1 ? value : value.split("\\|", -1)[0]);
        assertThat(used).isEqualTo(explained);
    }

    @Test
    void everyScriptGetsTheVariablesThatItNeedsAndNoOthers() throws IOException {
        int scripts = 0;
        for (Service service : compose.services().values()) {
            for (String[] mount : service.mounts()) {
                if (!mount[0].endsWith(".sh")) {
                    continue;
                }
                scripts++;
                String script = Repository.text(mount[0]);
                assertThat(Files.isExecutable(Repository.ROOT.resolve(mount[0])))
                        .as(mount[0])
                        .isTrue();
                assertThat(service.text("entrypoint")).as(service.name()).contains(mount[1]);
                assertThat(service.environment().keySet())
                        .as(service.name())
                        .containsAll(Repository.matches("\\$\\{([A-Z_]+):\\?", script))
                        .allMatch(
                                name -> name.equals("KAFKA_HEAP_OPTS") || script.contains(name),
                                "a name in " + mount[0]);
            }
        }
        assertThat(scripts).isEqualTo(3);
    }

    @Test
    void theTopicsOfTheScriptAreThoseOfTheProgram() throws IOException {
        String script = Repository.text("infra/kafka/topics.sh");
        String topics =
                Repository.matches("^readonly topics=\\((.*)\\)$", script).get(0);
        Settings.Kafka defaults =
                SettingsLoader.load(List.of(), Map.of(), Map.of()).kafka();

        assertThat(topics.split(" ")).containsExactlyElementsOf(Topics.ALL);
        assertThat(script)
                .contains("create \"$topic" + Topics.deadLetters(""))
                .contains("retention_ms=" + defaults.retention().toMillis());
        assertThat(compose.service("kafka-topics").environment())
                .containsEntry("TOPIC_PARTITIONS", Integer.toString(defaults.partitions()))
                .containsEntry(
                        "TOPIC_REPLICATION",
                        compose.service("souk-1").environment().get("SOUK_KAFKA_REPLICATION"));
    }

    @Test
    void redisNodesHaveTheAddressesThatTheClusterIsMadeOf() {
        List<String> made = List.of(compose.service("redis-init")
                .environment()
                .getOrDefault("REDIS_NODES", "")
                .split(" "));
        List<String> addresses = compose.services().values().stream()
                .filter(service -> service.name().matches("redis-\\d"))
                .map(service -> Repository.map(Repository.map(service.raw().get("networks"))
                                        .get("default"))
                                .get("ipv4_address")
                        + ":" + service.listens().iterator().next())
                .toList();

        assertThat(made).hasSize(6).containsExactlyInAnyOrderElementsOf(addresses);
    }

    @Test
    void theSmallOverrideChangesServicesThatExistAndFilesThatExist() throws IOException {
        Map<String, Object> services =
                Repository.map(Repository.yaml("docker-compose.single.yml").get("services"));

        assertThat(compose.services().keySet()).containsAll(services.keySet());
        for (Object mount :
                Repository.list(Repository.map(services.get("prometheus")).get("volumes"))) {
            String[] parts = mount.toString().split(":", -1);
            assertThat(Repository.ROOT.resolve(parts[0])).exists();
            assertThat(compose.service("prometheus").mounts()).anyMatch(other -> other[1].equals(parts[1]));
        }
        // Nothing waits for a service that the override leaves out.
        for (Service service : compose.services().values()) {
            assertThat(service.dependsOn().keySet()).as(service.name()).doesNotContain("cockroach-2", "cockroach-3");
        }
    }
}
