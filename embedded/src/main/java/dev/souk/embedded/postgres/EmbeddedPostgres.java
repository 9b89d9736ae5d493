package dev.souk.embedded.postgres;

import dev.souk.embedded.Ports;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerCommand.StopSignal;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL with user and database {@code souk}, without password, on loopback only.
 *
 * <p>Durability is PostgreSQL's default: every commit is on the disk before it is answered.
 */
public final class EmbeddedPostgres {

    public static final String USER = "souk";
    public static final String DATABASE = "souk";

    static final String NAME = "postgres";
    private static final String MAINTENANCE = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", Ports.LOOPBACK),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "200"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("max_wal_size", "2GB"),
            // The shop runs SERIALIZABLE. Too few predicate locks make PostgreSQL lock whole pages and tables in
            // their place, which fails transactions that have nothing to do with each other.
            Map.entry("max_pred_locks_per_transaction", "256"),
            Map.entry("max_pred_locks_per_relation", "4096"),
            Map.entry("max_pred_locks_per_page", "64"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "));

    private final int port;
    private final ServerProcess process;

    private EmbeddedPostgres(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    public static EmbeddedPostgres start(StackFolder folder, StackOptions options) {
        return start(folder, options, PostgresUser.choose());
    }

    public static EmbeddedPostgres start(StackFolder folder, StackOptions options, PostgresUser user) {
        PostgresBinaries binaries = PostgresBinaries.unpackedFor(user);
        PostgresData data = new PostgresData(folder);
        data.create(binaries, user, USER);
        ServerCommand command = ServerCommand.of(NAME, user.command(arguments(binaries, data, options)))
                .withEnvironment(Map.of("LC_ALL", "C"))
                .withStopSignal(StopSignal.INT)
                .withBefore(data::clearRemains)
                .withReadiness(process -> data.saysReady() && answers(options.postgresPort()), START_LIMIT);
        EmbeddedPostgres postgres = new EmbeddedPostgres(options.postgresPort(), new ServerProcess(folder, command));
        postgres.process.start();
        postgres.process.awaitReady();
        postgres.createDatabase(DATABASE);
        return postgres;
    }

    private static List<String> arguments(PostgresBinaries binaries, PostgresData data, StackOptions options) {
        List<String> arguments =
                new ArrayList<>(List.of(binaries.postgres(), "-D", data.folder().toString()));
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(options.postgresSettings());
        settings.put("port", Integer.toString(options.postgresPort()));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private static boolean answers(int port) {
        try (PostgresConnection connection = new PostgresConnection(port, USER, MAINTENANCE)) {
            return !connection.query("SELECT 1").isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Creates a database of this name (letters, digits, underscores) unless it is there already. */
    public void createDatabase(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("Not a plain database name: " + name);
        }
        try (PostgresConnection connection = new PostgresConnection(port, USER, MAINTENANCE)) {
            if (connection
                    .query("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")
                    .isEmpty()) {
                connection.query("CREATE DATABASE " + name);
            }
        } catch (IOException e) {
            throw new StackException("Database " + name + " cannot be created: " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** A JDBC URL with the user in it. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + database + "?user=" + USER;
    }

    /** The server, to be killed, frozen or started again. */
    public ServerProcess process() {
        return process;
    }
}
