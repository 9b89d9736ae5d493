package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node's health and its answers to callers while its database cannot be reached. */
class DatabaseGoneTest {
    private static final String DATABASE = "gone_shop";
    private static final List<String> READS = List.of("/v1/products/bell", "/v1/products?query=bell", "/v1/stock/bell");

    private static Node node;
    private static Shop shop;
    private static Shop management;

    @BeforeAll
    static void open() {
        Settings settings = ShopSettings.load(ShopSettings.of(DATABASE, Map.of("sql.retry-for", "1s")));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        management = new Shop("http://127.0.0.1:" + settings.management().port());
    }

    @AfterAll
    static void close() throws SQLException {
        allowConnections(true);
        Audits.await(node.stop());
    }

    private static void allowConnections(boolean allowed) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SharedStack.get().postgres().jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS " + allowed);
            if (!allowed) {
                statement.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + DATABASE + "'");
            }
        }
    }

    private static Answer look(String path) {
        return shop.send("GET", path, null, Map.of(), null).join();
    }

    private static Answer health(String path) {
        return management.send("GET", "/health/" + path, null, Map.of(), null).join();
    }

    private static String status(JsonNode report, String check) {
        for (JsonNode one : report.get("checks")) {
            if (one.get("name").asText().equals(check)) {
                return one.get("status").asText();
            }
        }
        throw new AssertionError("no check " + check + " in " + report);
    }

    @Test
    void aNodeWithoutItsDatabaseIsAliveButNotReadyAndComesBack() throws SQLException {
        shop.stock("bell", 100, 10);
        JsonNode ready = Shop.require(200, health("ready")).body();
        for (String check : new String[] {"serving", "database", "kafka"}) {
            assertThat(status(ready, check)).isEqualTo("UP");
        }

        for (String path : READS) {
            assertThat(Shop.require(200, look(path)).raw().headers().firstValue("age"))
                    .isEmpty();
        }

        allowConnections(false);

        JsonNode down = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> health("ready"), answer -> answer.status() == 503)
                .body();
        assertThat(status(down, "database")).isEqualTo("DOWN");
        assertThat(status(down, "kafka")).isEqualTo("UP");
        Shop.require(200, health("live"));
        Shop.require(200, health("serving"));
        for (String path : READS) {
            Answer shown = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> Shop.require(200, look(path)),
                            answer -> answer.raw().headers().firstValue("age").isPresent());
            assertThat(shown.body().toString()).contains("bell");
        }
        Answer refused = shop.order("ann", "bell-1", "tok_ok", "[" + Shop.line("bell", 1) + "]")
                .join();
        assertThat(Shop.require(503, refused).body().get("code").asText()).isIn("unavailable", "busy");
        assertThat(refused.raw().headers().firstValue("retry-after")).isPresent();

        allowConnections(true);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> health("ready").status() == 200);
        Answer placed = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop.order("ann", "bell-1", "tok_ok", "[" + Shop.line("bell", 1) + "]")
                                .join(),
                        answer -> answer.status() == 201);
        assertThat(shop.settled("ann", placed.body().get("id").asText())
                        .get("status")
                        .asText())
                .isEqualTo("CONFIRMED");
    }
}
