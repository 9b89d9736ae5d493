package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.cli.SoukCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The means of an operator: the command line and direct access to the database. */
final class Desk {
    private static final List<String> TABLES = List.of(
            "orders",
            "stock",
            "stock_receipt",
            "stock_order",
            "stock_recount",
            "reservation",
            "payment",
            "refund",
            "outbox",
            "inbox",
            "idempotency_claim");

    private final Map<String, String> settings;
    private final String url;

    Desk(Map<String, String> settings) {
        this.settings = settings;
        this.url = SharedStack.get().postgres().jdbcUrl(settings.get("sql.database"));
    }

    /** The exit code of a command; with {@code --json}, also its output. */
    record Ran(int exit, String out) {
        JsonNode json() {
            return Json.read(out, JsonNode.class);
        }

        /** @return the violations of all checks, as {@code check id} */
        List<String> violations() {
            List<String> found = new ArrayList<>();
            json().get("checks")
                    .forEach(check -> check.get("violations")
                            .forEach(violation -> found.add(check.get("name").asText() + " "
                                    + violation.get("id").asText())));
            return found;
        }

        /** @return the violations about which this came out, as {@code check id remedy} */
        List<String> repairs(String outcome) {
            List<String> repairs = new ArrayList<>();
            json().get("repairs").forEach(repair -> {
                if (repair.get("outcome").asText().equals(outcome)) {
                    repairs.add(repair.get("check").asText() + " "
                            + repair.get("id").asText() + " "
                            + repair.get("remedy").asText());
                }
            });
            return repairs;
        }

        String words(Damage damage) {
            List<String> words = new ArrayList<>();
            json().get("repairs").forEach(repair -> {
                if (repair.get("check").asText().equals(damage.check())
                        && repair.get("id").asText().equals(damage.id())) {
                    words.add(repair.get("words").asText());
                }
            });
            return String.join("; ", words);
        }
    }

    Ran audit(String... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        settings.forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                SoukCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(all.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isLessThan(2);
        return new Ran(exit, out.toString());
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    String value(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** @return everything that the shop knows, made short */
    List<String> digest() {
        return TABLES.stream()
                .map(table -> table + " "
                        + value("SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM " + table
                                + " t"))
                .toList();
    }
}
