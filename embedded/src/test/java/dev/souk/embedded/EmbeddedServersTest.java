package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.souk.embedded.postgres.EmbeddedPostgres;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.embedded.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each server of the embedded stack, on the stack that the tests of this JVM share. */
class EmbeddedServersTest {

    private final EmbeddedStack stack = SharedStack.get();

    @Test
    void sharedStackShouldBeOneForAllTests() {
        assertThat(SharedStack.get()).isSameAs(stack);
    }

    @Test
    void postgresShouldServeDatabaseSoukAsUserSouk() throws SQLException {
        assertThat(Clients.sql(stack.postgres(), "SELECT current_user || '@' || current_database()"))
                .isEqualTo("souk@souk");
        assertThat(Clients.sql(stack.postgres(), "SHOW server_version")).startsWith("18.");
    }

    @Test
    void postgresShouldKeepDurabilityAtItsDefaultsAndRaisePredicateLocks() throws SQLException {
        assertThat(Clients.sql(stack.postgres(), "SHOW fsync")).isEqualTo("on");
        assertThat(Clients.sql(stack.postgres(), "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(Clients.sql(stack.postgres(), "SHOW full_page_writes")).isEqualTo("on");
        assertThat(Clients.sql(stack.postgres(), "SHOW max_pred_locks_per_transaction"))
                .isEqualTo("256");
    }

    @Test
    void postgresShouldSortByCodePointAndFoldAllLetters() throws SQLException {
        assertThat(Clients.sql(stack.postgres(), "SELECT lower('ÉCLAIR') || ('Z' < 'a')"))
                .isEqualTo("éclairtrue");
    }

    @Test
    void createDatabaseShouldMakeItOnce() throws SQLException {
        stack.postgres().createDatabase("souk_sandbox");
        stack.postgres().createDatabase("souk_sandbox");
        try (Connection connection =
                DriverManager.getConnection(stack.postgres().jdbcUrl("souk_sandbox"))) {
            assertThat(connection.getCatalog()).isEqualTo("souk_sandbox");
        }
        assertThatThrownBy(() -> stack.postgres().createDatabase("x; DROP DATABASE souk"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void postgresShouldComeBackAfterAKillWithEveryCommit() throws SQLException {
        EmbeddedPostgres postgres = stack.postgres();
        Clients.sql(postgres, "CREATE TABLE kept (n INT8)");
        Clients.sql(postgres, "INSERT INTO kept VALUES (42)");
        // An open session: its backend must not keep the successor from starting.
        try (Connection open = DriverManager.getConnection(postgres.jdbcUrl())) {
            assertThat(open.isValid(2)).isTrue();
            postgres.process().kill();
            assertThat(postgres.process().isAlive()).isFalse();
            postgres.process().restart();
        }
        assertThat(Clients.sql(postgres, "SELECT n FROM kept")).isEqualTo("42");
    }

    @Test
    void postgresShouldComeBackAfterAKillFromOutside() throws SQLException {
        EmbeddedPostgres postgres = stack.postgres();
        try (Connection busy = DriverManager.getConnection(postgres.jdbcUrl())) {
            assertThat(busy.isValid(2)).isTrue();
            // Frozen backends cannot notice that the postmaster has gone.
            postgres.process().suspend();
            Signals.send("KILL", List.of(postgres.process().pid()));
            await().until(() -> !postgres.process().isAlive());
            postgres.process().restart();
        }
        assertThat(Clients.sql(postgres, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void suspendedServerShouldAnswerNothingAndGoOnWhenResumed() throws IOException {
        ServerProcess node = stack.redis().nodes().get(5);
        int port = stack.options().redisNodePort(6);
        node.suspend();
        try {
            assertThat(node.isAlive()).isTrue();
            assertThatThrownBy(() -> Clients.redis(port, "PING")).isInstanceOf(IOException.class);
        } finally {
            node.resume();
        }
        await().ignoreExceptions().until(() -> Clients.redis(port, "PING").equals("PONG"));
        await().atMost(Duration.ofSeconds(20)).until(stack.redis()::isWhole);
    }

    @Test
    void kafkaShouldCarryMessagesToAGroup() throws Exception {
        Clients.createTopic(stack.kafka(), "greetings", 1);
        Clients.produce(stack.kafka(), "greetings", "hello");
        assertThat(Clients.consume(stack.kafka(), "greetings", "readers", 1)).containsExactly("hello");
    }

    @Test
    void redisShouldBeAClusterOfThreeMastersAndThreeReplicas() throws IOException {
        await().atMost(Duration.ofSeconds(20)).until(stack.redis()::isWhole);
        assertThat(Clients.redis(stack.options().redisPort(), "CLUSTER", "INFO"))
                .contains("cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:6", "cluster_size:3");
        for (int i = 0; i < 20; i++) {
            Clients.redis(stack.options().redisPort(), "SET", "key" + i, "value" + i);
            assertThat(Clients.redis(stack.options().redisNodePort(2), "GET", "key" + i))
                    .isEqualTo("value" + i);
        }
    }

    @Test
    void eachServerShouldHaveALogFile() {
        assertThat(stack.folder().servers())
                .hasSize(8)
                .allSatisfy(server -> assertThat(Files.exists(server.logFile())).isTrue());
        assertThat(stack.folder().servers().stream().map(ServerProcess::name))
                .contains("postgres", "kafka", "redis-1", "redis-6");
    }
}
