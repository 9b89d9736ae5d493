package dev.souk.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AuditCommandTest {
    private static final String DATABASE = "audit_command";

    private static EmbeddedStack stack;

    @BeforeAll
    static void migrate() {
        stack = SharedStack.get();
        stack.postgres().createDatabase(DATABASE);
        Settings settings = SettingsLoader.load(
                List.of(), Map.of(), Map.of("sql.port", Integer.toString(port()), "sql.database", DATABASE));
        new Migrations(settings.sql()).migrateShop();
    }

    private static int port() {
        return stack.options().postgresPort();
    }

    private record Ran(int exit, String out, String err) {}

    private static Ran audit(int port, String database, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "audit",
                "--set",
                "sql.port=" + port,
                "--set",
                "sql.database=" + database,
                "--set",
                "sandbox.database=no_such_ledger"));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                SoukCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ran(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    @Test
    void exitsWith0WhenAllInvariantsHold() {
        Ran ran = audit(port(), DATABASE);

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("ok    stock-balance").endsWith("All invariants hold.\n");
    }

    @Test
    void exitsWith1AndNamesTheViolation() throws SQLException {
        execute("INSERT INTO stock (sku, received, available, held, sold) VALUES ('85123A', 3, 2, 1, 0)");
        execute("INSERT INTO stock_receipt (id, sku, quantity, kind, principal)"
                + " VALUES (gen_random_uuid(), '85123A', 3, 'OPENING', 'm')");
        try {
            Ran people = audit(port(), DATABASE, "--settle", "0");
            assertThat(people.exit()).isEqualTo(1);
            assertThat(people.out())
                    .contains("FAIL  stock-held")
                    .contains("85123A  held 1, HELD reservations sum up to 0")
                    .endsWith("Invariants are violated.\n");

            Ran machine = audit(port(), DATABASE, "--settle", "0", "--json");
            assertThat(machine.exit()).isEqualTo(1);
            JsonNode report = Json.read(machine.out(), JsonNode.class);
            assertThat(report.get("ok").asBoolean()).isFalse();
            assertThat(report.at("/checks/2/violations/0/id").asText()).isEqualTo("85123A");
        } finally {
            execute("DELETE FROM stock");
            execute("DELETE FROM stock_receipt");
        }
    }

    @Test
    void exitsWith2WhenTheSettleTimeIsNoNumber() {
        Ran ran = audit(port(), DATABASE, "--settle", "soon");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("'soon' is no number of seconds");
    }

    @Test
    void saysThatThereIsNothingToRepairWhereNothingIsWrong() {
        Ran ran = audit(port(), DATABASE, "--repair", "--yes", "--json");

        assertThat(ran.exit()).isZero();
        assertThat(Json.read(ran.out(), JsonNode.class).get("repairs")).isEmpty();
    }

    @Test
    void doesNotTakeYesForAQuestionThatWasNotAsked() {
        Ran ran = audit(port(), DATABASE, "--yes");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--yes goes with --repair");
    }

    @Test
    void exitsWith3WhenTheDatabaseCannotBeReached() {
        Ran ran = audit(1, DATABASE, "--json", "--set", "sql.retry-for=500ms");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("souk: no verdict: ");
    }

    @Test
    void exitsWith3WhenTheSchemaIsNotThere() {
        stack.postgres().createDatabase("audit_empty");

        Ran ran = audit(port(), "audit_empty");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).contains("run 'souk migrate' first");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(stack.postgres().jdbcUrl(DATABASE));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
