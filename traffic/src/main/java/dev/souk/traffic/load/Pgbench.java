package dev.souk.traffic.load;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import dev.souk.traffic.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference for orders: pgbench with the scripts in {@code traffic/reference}, on the shop's own server. */
public final class Pgbench {
    private static final String DATABASE = "pgbench_reference";
    private static final Pattern TPS = Pattern.compile("^tps = ([0-9.]+)", Pattern.MULTILINE);
    private static final Pattern DONE =
            Pattern.compile("number of transactions actually processed: ([0-9]+)", Pattern.MULTILINE);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Path reference;
    private final int port;

    /** Makes the reference's tables, anew. */
    public Pgbench(Path root, int port) {
        this.reference = root.resolve("traffic").resolve("reference");
        this.port = port;
        try (Connection shop = ShopDatabase.connect(port, "souk")) {
            if (ShopDatabase.number(shop, "SELECT count(*) FROM pg_database WHERE datname = '" + DATABASE + "'") == 0) {
                execute(shop, "CREATE DATABASE " + DATABASE);
            }
            try (Connection connection = ShopDatabase.connect(port, DATABASE)) {
                execute(connection, Files.readString(reference.resolve("pgbench-init.sql")));
            }
        } catch (SQLException | IOException e) {
            throw new TrafficException("the reference cannot be made: " + e.getMessage(), e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public record Result(double perSecond, long transactions) {}

    /** @param script {@code pgbench-order.sql} or {@code pgbench-hot.sql} */
    public Result run(String script, int seconds) throws InterruptedException {
        List<String> command = List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                "32",
                "-j",
                "1",
                "-T",
                Integer.toString(seconds),
                "-f",
                reference.resolve(script).toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "souk",
                DATABASE);
        Programs.Ended ended =
                Programs.run(command, Map.of(), Duration.ofSeconds(seconds).plus(GRACE));
        return parse(ended.output());
    }

    public static Result parse(String output) {
        Matcher tps = TPS.matcher(output);
        Matcher done = DONE.matcher(output);
        if (!tps.find() || !done.find()) {
            throw new TrafficException("pgbench did not do its work: " + output.strip());
        }
        return new Result(Double.parseDouble(tps.group(1)), Long.parseLong(done.group(1)));
    }
}
