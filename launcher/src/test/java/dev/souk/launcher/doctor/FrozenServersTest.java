package dev.souk.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.TestSettings;
import dev.souk.launcher.doctor.Finding.Verdict;
import dev.souk.launcher.shop.Audits;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are frozen for ever do not answer, and servers that are frozen for a while are slow. */
@Tag("stack")
class FrozenServersTest {
    private static final List<String> SERVERS = List.of("database", "kafka", "redis");

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static EmbeddedStack stack;
    private static Settings settings;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        stack = EmbeddedStack.start(StackOptions.temporary(folder), Progress.SILENT);
        stack.postgres().createDatabase("doctor");
        settings = SettingsLoader.load(List.of(), Map.of(), TestSettings.raw(stack, "doctor"));
        new Migrations(settings.sql()).migrateShop();
        TopicAdmin.ensureTopics(settings.kafka());
    }

    @AfterAll
    static void close() {
        Audits.await(vertx.close());
        stack.stop();
    }

    private static List<ServerProcess> servers() {
        return Stream.of(
                        stack.kafka().brokers(),
                        stack.redis().nodes(),
                        List.of(stack.postgres().process()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Finding> of(String thing, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.thing().equals(thing))
                .toList();
    }

    @Test
    void whatIsFrozenForEverDoesNotAnswer() {
        servers().forEach(ServerProcess::suspend);
        List<Finding> findings;
        try {
            findings = Audits.await(new Doctor(vertx, settings, Duration.ofSeconds(5)).examine());
        } finally {
            servers().forEach(ServerProcess::resume);
        }

        for (String server : SERVERS) {
            assertThat(of(server, findings)).singleElement().satisfies(finding -> {
                assertThat(finding.verdict()).isEqualTo(Verdict.UNREACHABLE);
                assertThat(finding.words()).contains("5 s", "frozen");
            });
        }
    }

    @Test
    void whatAnswersAtLastIsSlowAndNotAway() {
        servers().forEach(ServerProcess::suspend);
        Future<List<Finding>> examined;
        try {
            examined = new Doctor(vertx, settings, Duration.ofMinutes(3)).examine();
            Awaitility.await().pollDelay(Patience.SLOW.plusSeconds(1)).until(() -> true);
        } finally {
            servers().forEach(ServerProcess::resume);
        }
        List<Finding> findings = Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .until(() -> examined.isComplete() ? examined.result() : List.of(), found -> !found.isEmpty());

        assertThat(of("database", findings)).extracting(Finding::verdict).containsExactly(Verdict.SLOW);
        assertThat(of("kafka", findings)).extracting(Finding::verdict).containsExactly(Verdict.SLOW);
        assertThat(of("database", findings).getFirst().words()).contains("it has too much to do");
    }
}
