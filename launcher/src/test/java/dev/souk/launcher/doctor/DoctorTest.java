package dev.souk.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.TestSettings;
import dev.souk.launcher.doctor.Finding.Verdict;
import dev.souk.launcher.shop.Audits;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The doctor at real servers that are not as the shop needs them. */
class DoctorTest {
    private static Vertx vertx;
    private static Map<String, String> raw;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        SharedStack.get().postgres().createDatabase("doctor");
        raw = TestSettings.raw(SharedStack.get(), "doctor");
        new Migrations(settings(Map.of()).sql()).migrateShop();
        TopicAdmin.ensureTopics(settings(Map.of()).kafka());
    }

    @AfterAll
    static void close() {
        Audits.await(vertx.close());
    }

    private static Settings settings(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(raw);
        all.putAll(overrides);
        return SettingsLoader.load(List.of(), Map.of(), all);
    }

    private static List<Finding> examine(Map<String, String> overrides) {
        return Audits.await(new Doctor(vertx, settings(overrides)).examine());
    }

    private static Finding of(String thing, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.thing().equals(thing))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + thing + ": " + findings));
    }

    @Test
    void topicsOnFewerBrokersThanWantedAreWrong() {
        List<Finding> findings = examine(Map.of("kafka.replication", "3"));

        assertThat(of("kafka", findings).words()).contains("1 broker");
        assertThat(findings)
                .filteredOn(finding -> finding.thing().equals("replicas"))
                .extracting(Finding::verdict)
                .containsOnly(Verdict.WRONG);
        assertThat(findings)
                .anySatisfy(finding -> assertThat(finding.words())
                        .contains("souk.orders.dlq", "fewer replicas than kafka.replication (3)"));
        assertThat(findings).anySatisfy(finding -> assertThat(finding.words()).contains("there are only 1 brokers"));
    }

    @Test
    void aUserOrDatabaseThatDoesNotExistIsNotASlowOne() {
        Finding database = of("database", examine(Map.of("sql.database", "no_such_database")));

        assertThat(database.verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(database.words()).contains("create the database 'no_such_database'", "souk migrate");
    }

    @Test
    void aPortThatAnotherProgramTookIsNamed() {
        HttpServer http = Audits.await(vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(404).end("nothing here"))
                .listen(FreePort.next(), "127.0.0.1"));
        NetServer mute = Audits.await(
                vertx.createNetServer().connectHandler(socket -> socket.end()).listen(FreePort.next(), "127.0.0.1"));
        try {
            List<Finding> findings = examine(Map.of(
                    "http.port",
                    Integer.toString(http.actualPort()),
                    "management.port",
                    Integer.toString(mute.actualPort())));

            assertThat(of("http", findings).verdict()).isEqualTo(Verdict.WRONG);
            assertThat(of("http", findings).words()).contains("HTTP 404", "another program has taken the port");
            assertThat(of("node", findings).verdict()).isEqualTo(Verdict.UNREACHABLE);
            assertThat(of("node", findings).words()).contains("another program may have taken the port");
        } finally {
            Audits.await(http.close());
            Audits.await(mute.close());
        }
    }
}
